import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAccountLeases } from './account-leases.ts'

const posix = process.platform !== 'win32'

describe('P6: one poller per account, also across processes', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'linkboard-leases-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('gives an account to one holder at a time', async () => {
    const one = createAccountLeases(folder)
    const other = createAccountLeases(folder)
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
      await createAccountLeases(${JSON.stringify(folder)}).acquire('account')
      process.stdout.write('held')
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script])
    await once(child.stdout, 'data')
    expect(await createAccountLeases(folder).acquire('account')).toBeNull()
    child.kill('SIGKILL')
    await once(child, 'exit')
    const release = await createAccountLeases(folder).acquire('account')
    expect(release).not.toBeNull()
    release?.()
  })

  it.runIf(posix)('guards nothing, rather than failing, where something else is in the way', async () => {
    const release = await createAccountLeases(folder).acquire('account')
    const [name = ''] = readdirSync(folder)
    release?.()
    mkdirSync(path.join(folder, name, 'in the way'), { recursive: true })
    expect(await createAccountLeases(folder).acquire('account')).toBeTypeOf('function')
  })

  it.runIf(posix)('keeps no name of the account and lets nobody else in', async () => {
    const release = await createAccountLeases(folder).acquire('secret-token')
    expect(readdirSync(folder).join()).not.toContain('secret')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    release?.()
  })
})
