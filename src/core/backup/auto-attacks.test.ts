import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { settle, until } from '#core/testing/settle.ts'
import { AutoComputer, DAY_MS, HOUR_MS, MINUTE_MS } from './auto-testing.ts'

let computer: AutoComputer
beforeEach(() => {
  computer = new AutoComputer()
  computer.fill()
  computer.auto.start()
})
afterEach(() => computer.end())

const at = (name: string | undefined) => path.join(computer.drive, String(name))
const failure = () => computer.auto.state().failure

describe('what lies in the folder of automatic backups stays', () => {
  it('where a link or a folder has taken the place of one that was made', async () => {
    await computer.automate({ keep: 1 })
    const [first] = computer.kept()
    const elsewhere = computer.makeFolder('elsewhere')
    renameSync(at(first), path.join(elsewhere, 'moved'))
    symlinkSync(path.join(elsewhere, 'moved'), at(first))
    await computer.pass(DAY_MS)
    const second = computer.kept().find((name) => name !== first)
    rmSync(at(second))
    mkdirSync(at(second))
    writeFileSync(path.join(at(second), 'of somebody'), '')
    for (let day = 0; day < 3; day += 1) await computer.pass(DAY_MS)
    expect(lstatSync(at(first)).isSymbolicLink()).toBe(true)
    expect(readFileSync(path.join(elsewhere, 'moved')).length).toBeGreaterThan(0)
    expect(readdirSync(at(second))).toEqual(['of somebody'])
    expect(computer.kept()).toHaveLength(3)
  })

  it('where a profile was copied: the copy knows its mark, and removes nothing that it did not make', async () => {
    await computer.automate({ keep: 1 })
    const copy = new AutoComputer(computer.drive)
    copy.fill()
    await copy.autoStore.write(computer.autoStore.read())
    copy.autoStore.secret = computer.autoStore.secret
    copy.auto.start()
    // the same day, a few hours later
    copy.time.set(5 * HOUR_MS)
    await copy.automate({ keep: 1 })
    const ofCopy = copy.autoStore.read().last?.name
    writeFileSync(at(`${ofCopy}.01234567.part`), 'being written')
    await computer.pass(DAY_MS)
    await computer.pass(DAY_MS)
    expect(computer.kept()).toContain(ofCopy)
    expect(computer.kept()).toContain(`${ofCopy}.01234567.part`)
    expect(computer.kept()).toContain(computer.autoStore.read().last?.name)
    await copy.auto.end(Promise.resolve())
  })

  it('where something came under the very name while it was written', async () => {
    let taken = ''
    computer.onTask = (task) => {
      const part = computer.kept().find((name) => name.endsWith('.part'))
      if (taken !== '' || part === undefined || (task?.percent ?? 0) < 80) return
      taken = part.replace(/\.[0-9a-f]{8}\.part$/, '')
      writeFileSync(at(taken), 'of somebody')
    }
    await computer.automate()
    expect(readFileSync(at(taken), 'utf8')).toBe('of somebody')
    expect(failure()?.code).toBe('backup-unwritable')
    expect(computer.kept()).toEqual([taken])
    await computer.pass(HOUR_MS + MINUTE_MS)
    expect(failure()).toBeNull()
    expect(computer.kept()).toHaveLength(2)
  })

  it('where the folder became a link into the profile', async () => {
    await computer.automate()
    renameSync(computer.drive, `${computer.drive}-away`)
    symlinkSync(path.join(computer.folder, 'data'), computer.drive)
    const before = readdirSync(path.join(computer.folder, 'data'))
    await computer.pass(DAY_MS + MINUTE_MS)
    expect(failure()?.code).toBe('backup-folder-own')
    expect(readdirSync(path.join(computer.folder, 'data'))).toEqual(before)
    rmSync(computer.drive)
    renameSync(`${computer.drive}-away`, computer.drive)
  })
})

describe('a disk that is full', () => {
  const full = () => Object.assign(new Error('no space left'), { code: 'ENOSPC' })

  it('also where what is noted lies is said, and forgotten once there is room', async () => {
    await computer.automate()
    const write = computer.autoStore.write.bind(computer.autoStore)
    computer.autoStore.write = async (kept) => {
      await write(kept)
      throw full()
    }
    await computer.pass(DAY_MS)
    expect(failure()?.code).toBe('storage-full')
    expect(computer.auto.notice()).toMatchObject({ kind: 'backup-failing', code: 'storage-full' })
    expect(computer.kept()).toHaveLength(1)
    computer.autoStore.write = write
    await computer.pass(HOUR_MS + MINUTE_MS)
    expect(failure()).toBeNull()
    expect(computer.kept()).toHaveLength(2)
  })

  it.each([2, 3])('at the %s. note of a run leaves backups of which each is known', async (which) => {
    await computer.automate({ keep: 1 })
    const write = computer.autoStore.write.bind(computer.autoStore)
    let notes = 0
    computer.autoStore.write = async (kept) => {
      notes += 1
      await write(kept)
      if (notes >= which) throw full()
    }
    await computer.pass(DAY_MS)
    expect(failure()).toBeNull()
    computer.autoStore.write = write
    await computer.pass(DAY_MS)
    await computer.pass(DAY_MS)
    expect(computer.kept()).toEqual([computer.autoStore.read().last?.name])
  })
})

describe('a clock that is set', () => {
  it('back from years ahead says since when it fails, and "later" is heard', async () => {
    await computer.automate()
    const away = `${computer.drive}-away`
    renameSync(computer.drive, away)
    computer.time.set(3_650 * DAY_MS)
    await computer.pass(3 * MINUTE_MS)
    expect(failure()).not.toBeNull()
    computer.time.set(-3_650 * DAY_MS)
    await computer.pass(HOUR_MS + MINUTE_MS)
    expect(failure()?.since).toBeLessThanOrEqual(computer.time.now())
    await computer.auto.later()
    expect(computer.auto.notice()).toBeNull()
    await computer.pass(4 * DAY_MS)
    expect(computer.auto.notice()).toMatchObject({ isLong: true })
    renameSync(away, computer.drive)
  })
})

describe('one that somebody ends before it has begun to write', () => {
  it('is not made in a sleep', async () => {
    await computer.automate()
    computer.auto.makeNow()
    computer.auto.suspended()
    await computer.rest()
    expect(computer.kept()).toHaveLength(1)
    computer.auto.resumed()
    await computer.pass(3 * MINUTE_MS)
    expect(computer.kept()).toHaveLength(1)
    await computer.pass(DAY_MS)
    expect(computer.kept()).toHaveLength(2)
  })

  it('is not waited for by whoever sets another folder', async () => {
    await computer.automate()
    const elsewhere = path.join(computer.drive, 'elsewhere')
    mkdirSync(elsewhere)
    computer.auto.makeNow()
    await computer.automate({ folder: elsewhere, passphrase: 'another one of five words' })
    expect(computer.kept().filter((name) => name !== 'elsewhere')).toHaveLength(1)
    expect(readdirSync(elsewhere)).toHaveLength(1)
  })
})

it('a passphrase that the keyring takes minutes for is not crossed by one with the former', async () => {
  await computer.automate()
  const gate = Promise.withResolvers<void>()
  const setPassphrase = computer.autoStore.setPassphrase.bind(computer.autoStore)
  computer.autoStore.setPassphrase = async (passphrase) => {
    await gate.promise
    await setPassphrase(passphrase)
  }
  const elsewhere = path.join(computer.drive, 'elsewhere')
  mkdirSync(elsewhere)
  const set = computer.auto.set({
    ...{ folder: elsewhere, everyDays: 1, keep: 3 },
    passphrase: 'another one of five words',
  })
  await settle()
  computer.auto.makeNow()
  gate.resolve()
  await set
  await until(() => !computer.backups.isBusy)
  await computer.rest()
  expect(existsSync(elsewhere) && readdirSync(elsewhere)).toHaveLength(1)
  expect(computer.auto.state().last?.name).toBe(readdirSync(elsewhere)[0])
})
