import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAccountLeases } from './account-leases.ts'

let unguarded = 0
const leasesIn = (...folders: string[]) => createAccountLeases({ folders, unguarded: () => (unguarded += 1) })

const posix = process.platform !== 'win32'

describe('P6: one poller per account, also across processes', () => {
  let folder = ''
  beforeEach(() => {
    unguarded = 0
    folder = mkdtempSync(path.join(tmpdir(), 'linkboard-leases-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('gives an account to one holder at a time', async () => {
    const one = leasesIn(folder)
    const other = leasesIn(folder)
    const release = await one.acquire('account')
    expect(release).not.toBeNull()
    expect(await other.acquire('account')).toBeNull()
    const second = await other.acquire('another account')
    expect(second).not.toBeNull()
    release?.()
    const again = await other.acquire('account')
    expect(again).not.toBeNull()
    again?.()
    second?.()
  })

  it('takes over what a killed process left behind', async () => {
    const script = `
      const { createAccountLeases } = await import(${JSON.stringify(new URL('./account-leases.ts', import.meta.url).href)})
      await createAccountLeases({ folders: [${JSON.stringify(folder)}], unguarded() {} }).acquire('account')
      process.stdout.write('held')
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script])
    await once(child.stdout, 'data')
    expect(await leasesIn(folder).acquire('account')).toBeNull()
    child.kill('SIGKILL')
    await once(child, 'exit')
    const release = await leasesIn(folder).acquire('account')
    expect(release).not.toBeNull()
    release?.()
  })

  it.runIf(posix)(
    'guards nothing, rather than failing, where something else is in the way, and says so',
    async () => {
      const release = await leasesIn(folder).acquire('account')
      const [name = ''] = readdirSync(folder)
      release?.()
      mkdirSync(path.join(folder, name, 'in the way'), { recursive: true })
      expect(await leasesIn(folder).acquire('account')).toBeTypeOf('function')
      expect(unguarded).toBe(1)
    },
  )

  it.runIf(posix)('keeps no name of the account and lets nobody else in', async () => {
    const release = await leasesIn(folder).acquire('secret-token')
    expect(readdirSync(folder).join()).not.toContain('secret')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    release?.()
  })

  it.runIf(posix)(
    'does not share a folder that is a link, takes the next one, and says when there is none',
    async () => {
      const target = path.join(folder, 'target')
      const link = path.join(folder, 'link')
      mkdirSync(target, { mode: 0o755 })
      symlinkSync(target, link)
      const release = await leasesIn(link, path.join(folder, 'own')).acquire('account')
      expect(await leasesIn(link, path.join(folder, 'own')).acquire('account')).toBeNull()
      expect(unguarded).toBe(0)
      release?.()
      expect(await leasesIn(link).acquire('account')).toBeTypeOf('function')
      expect(unguarded).toBe(1)
      expect(readdirSync(target)).toEqual([])
      expect(statSync(target).mode & 0o777).toBe(0o755)
    },
  )

  it.runIf(posix)('removes what killed processes left behind, and nobody’s who lives', async () => {
    const living = await leasesIn(folder).acquire('living')
    const [name = ''] = readdirSync(folder)
    const dead = path.join(folder, 'dead.sock')
    writeFileSync(dead, '')
    for (const file of [dead, path.join(folder, name)]) utimesSync(file, 0, 0)
    const release = await leasesIn(folder).acquire('another')
    expect(readdirSync(folder)).toHaveLength(2)
    expect(readdirSync(folder)).toContain(name)
    release?.()
    living?.()
  })

  /** Leaves what a killed process leaves at the account's address. */
  async function leaveDead(key: string): Promise<string> {
    const release = await leasesIn(folder).acquire(key)
    const address = path.join(folder, readdirSync(folder)[0] ?? '')
    release?.()
    writeFileSync(address, '')
    return address
  }

  it.runIf(posix)('gives what a killed process left to one of two that come for it at once', async () => {
    await leaveDead('account')
    const got = await Promise.all([leasesIn(folder), leasesIn(folder)].map((one) => one.acquire('account')))
    expect(got.filter((release) => release !== null)).toHaveLength(1)
    expect(await leasesIn(folder).acquire('account')).toBeNull()
    for (const release of got) release?.()
  })

  it.runIf(posix)('leaves an old address alone that another process takes meanwhile', async () => {
    const address = await leaveDead('account')
    utimesSync(address, 0, 0)
    const tidying = leasesIn(folder).acquire('another')
    rmSync(address)
    const other = createServer().listen(address)
    const release = await tidying
    expect(existsSync(address)).toBe(true)
    expect(await leasesIn(folder).acquire('account')).toBeNull()
    release?.()
    other.close()
  })

  it.runIf(posix)('guards every account where something that is left cannot be removed', async () => {
    const stuck = path.join(folder, 'stuck.sock')
    mkdirSync(stuck)
    const dead = path.join(folder, 'x-dead.sock')
    writeFileSync(dead, '')
    for (const file of [stuck, dead]) utimesSync(file, 0, 0)
    const leases = leasesIn(folder)
    const got = [await leases.acquire('account'), await leases.acquire('another')]
    expect([got.includes(null), unguarded]).toEqual([false, 0])
    expect([existsSync(stuck), existsSync(dead)]).toEqual([true, false])
    for (const release of got) release?.()
  })

  it.runIf(posix)('takes over nothing that it cannot ask', async () => {
    const release = await leasesIn(folder).acquire('account')
    const address = path.join(folder, readdirSync(folder)[0] ?? '')
    release?.()
    // nobody gets through a link to itself, whatever their rights
    rmSync(address, { force: true })
    symlinkSync(address, address)
    lutimesSync(address, 0, 0)
    expect(await leasesIn(folder).acquire('account')).toBeNull()
    expect(readdirSync(folder)).toEqual([path.basename(address)])
  })
})
