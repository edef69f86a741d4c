import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '#core/storage/open-database.ts'
import { until } from '#core/testing/settle.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { AutoBackups } from './auto-backups.ts'
import { AutoComputer, DAY_MS, HOUR_MS, MINUTE_MS } from './auto-testing.ts'
import { finishSwap } from './profile-swap.ts'
import { dumpDatabase, NOW, PASSPHRASE, TestComputer } from './testing.ts'

let computer: AutoComputer
beforeEach(() => {
  computer = new AutoComputer()
  computer.fill()
  computer.auto.start()
})
afterEach(() => computer.end())

/** The name of one made at a moment. */
function named(at: number, mark = 'abcdef'): string {
  const [day, time = ''] = wallTimeAt(at).split('T')
  return `Linkboard ${day} ${time.replace(':', '')} ${mark}.linkboard-backup`
}

const codes = () => computer.auto.state().failure?.code

describe('automatic backups', () => {
  it('begin as soon as they are set, and go on every so many days at the same time of the day', async () => {
    await computer.automate({ everyDays: 2 })
    expect(computer.kept()).toEqual([named(NOW)])
    const [first] = computer.kept()
    const bytes = readFileSync(path.join(computer.drive, String(first))).length
    expect(computer.auto.state()).toEqual({
      plan: { folder: computer.drive, everyDays: 2, keep: 3 },
      hasPassphrase: true,
      last: { at: NOW, name: first, bytes },
      failure: null,
      nextAt: Math.floor(NOW / MINUTE_MS) * MINUTE_MS + 2 * DAY_MS,
    })
    await computer.pass(2 * DAY_MS - 2 * MINUTE_MS)
    expect(computer.kept()).toHaveLength(1)
    await computer.pass(2 * MINUTE_MS)
    expect(computer.kept()).toHaveLength(2)
    const percents = computer.tasks.map((task) => (task === null ? 'over' : task.kind))
    expect(new Set(percents)).toEqual(new Set(['automatic', 'over']))
    expect(computer.failures).toEqual([])
  })

  it('restore on another computer as they were made', async () => {
    const before = computer.dump()
    await computer.automate()
    const other = new TestComputer()
    other.file = path.join(computer.drive, String(computer.kept()[0]))
    await other.backups.choose()
    expect(await other.backups.open(PASSPHRASE)).toMatchObject({ messages: 300 })
    await other.backups.restore()
    other.close()
    expect(finishSwap(other.folder)).not.toBeNull()
    const { database } = openDatabase(path.join(other.folder, 'data'), NOW)
    expect(dumpDatabase(database)).toEqual(before)
    database.close()
    await other.end()
  })

  it('keep the newest, and never touch what is not theirs', async () => {
    const foreign = [
      named(NOW - 99 * DAY_MS, 'fedcba'),
      'Linkboard 2020-01-01.linkboard-backup',
      `my ${named(NOW)}`,
      `${named(NOW - DAY_MS)}.copy`,
      `${named(NOW, 'fedcba')}.01234567.part`,
      `${named(NOW)}.not-ours.part`,
      `${named(NOW - DAY_MS)}.01234567.part`,
      'holiday.jpg',
    ]
    for (const name of foreign) writeFileSync(path.join(computer.drive, name), 'of somebody')
    await computer.automate({ keep: 2 })
    const unfinished = path.join(computer.drive, `${named(NOW)}.01234567.part`)
    writeFileSync(unfinished, 'cut off')
    await computer.pass(DAY_MS)
    expect(existsSync(unfinished)).toBe(false)
    for (let day = 2; day <= 4; day += 1) await computer.pass(DAY_MS)
    const own = computer.kept().filter((name) => !foreign.includes(name))
    expect(own).toEqual([named(NOW + 3 * DAY_MS), named(NOW + 4 * DAY_MS)])
    expect(computer.kept()).toEqual([...foreign, ...own].sort())
    for (const name of foreign)
      expect(readFileSync(path.join(computer.drive, name), 'utf8')).toBe('of somebody')
  })

  it('are made up for when the program did not run, not in the first minute, and once', async () => {
    await computer.automate()
    computer.time.set(5 * DAY_MS)
    await computer.restart()
    await computer.pass(MINUTE_MS)
    expect(computer.kept()).toHaveLength(1)
    await computer.pass(3 * MINUTE_MS)
    expect(computer.kept()).toHaveLength(2)
    await computer.pass(HOUR_MS)
    expect(computer.kept()).toHaveLength(2)
  })

  it('go on by a clock that was set back, and the one just made is never the one removed', async () => {
    await computer.automate({ keep: 2 })
    await computer.pass(DAY_MS)
    computer.time.set(-400 * DAY_MS)
    await computer.pass(3 * MINUTE_MS)
    const [back] = computer.kept()
    expect(back).toMatch(/^Linkboard 2025/)
    expect(computer.kept()).toHaveLength(2)
    await computer.pass(DAY_MS)
    expect(computer.kept()).toHaveLength(2)
    expect(computer.kept().every((name) => name.startsWith('Linkboard 2025'))).toBe(true)
  })

  it('of one minute have names of their own', async () => {
    await computer.automate()
    computer.auto.makeNow()
    await computer.rest()
    expect(computer.kept()).toEqual([named(NOW).replace(' abcdef', '-2 abcdef'), named(NOW)].sort())
  })

  it('with a new passphrase begin anew, elsewhere too, and what was made stays', async () => {
    await computer.automate()
    await computer.automate({ passphrase: 'another one of five words' })
    expect(computer.kept()).toHaveLength(2)
    const elsewhere = path.join(computer.drive, 'elsewhere')
    mkdirSync(elsewhere)
    await computer.automate({ folder: `${elsewhere}${path.sep}`, passphrase: null })
    expect(readdirSync(elsewhere)).toHaveLength(1)
    expect(computer.kept()).toHaveLength(3)
    expect(computer.auto.folderWithBackups()).toBe(elsewhere)
    await computer.auto.unset()
    expect(computer.auto.state()).toMatchObject({ plan: null, hasPassphrase: false })
    await computer.pass(3 * DAY_MS)
    expect(readdirSync(elsewhere)).toHaveLength(1)
  })

  it('give way to the operator, and leave nothing of themselves', async () => {
    await computer.automate()
    const before = computer.kept()
    let byHand: Promise<unknown> | null = null
    computer.onTask = (task) => {
      if (task?.kind === 'automatic' && task.percent > 30) byHand ??= computer.backups.create(PASSPHRASE)
    }
    computer.auto.makeNow()
    await computer.rest()
    expect(await byHand).toMatchObject({ name: 'my.linkboard-backup' })
    expect(computer.kept()).toEqual(before)
    expect(codes()).toBeUndefined()
  })

  it('wait while somebody is about to restore', async () => {
    await computer.automate()
    await computer.backups.create(PASSPHRASE)
    await computer.backups.choose()
    await computer.time.advance(2 * DAY_MS)
    expect(computer.kept()).toHaveLength(1)
    computer.backups.close()
    await computer.pass(2 * MINUTE_MS)
    expect(computer.kept()).toHaveLength(2)
  })

  it('are broken off by sleep and made once it is over', async () => {
    let wasAsleep = false
    computer.onTask = (task) => {
      if (wasAsleep || (task?.percent ?? 0) < 80) return
      wasAsleep = true
      computer.auto.suspended()
    }
    await computer.automate()
    expect(wasAsleep).toBe(true)
    expect(computer.kept()).toEqual([])
    await computer.pass(HOUR_MS)
    expect(computer.kept()).toEqual([])
    computer.auto.resumed()
    await computer.pass(MINUTE_MS)
    expect(computer.kept()).toEqual([])
    await computer.pass(2 * MINUTE_MS)
    expect(computer.kept()).toHaveLength(1)
  })

  it('ended by the operator or by quitting leave nothing, and are no failure', async () => {
    computer.onTask = (task) => void (task !== null && task.percent > 50 && computer.backups.cancel())
    await computer.automate()
    expect(computer.kept()).toEqual([])
    expect(codes()).toBeUndefined()
    await computer.pass(HOUR_MS - 2 * MINUTE_MS)
    expect(computer.kept()).toEqual([])
    computer.onTask = (task) => void (task !== null && task.percent > 50 && computer.backups.stop())
    await computer.time.advance(5 * MINUTE_MS)
    await until(() => computer.backups.task === null)
    await computer.auto.end(Promise.resolve())
    expect(computer.kept()).toEqual([])
    expect(computer.files().filter((name) => name.includes('backup-copy'))).toEqual([])
  })

  it('are none in practice mode', async () => {
    const auto = new AutoBackups({
      ...{ clock: computer.time, ports: null, backups: computer.backups, events: computer.events },
      random: { bytes: () => new Uint8Array(3) },
      oldestMessageAt: () => 0,
      failed: () => {},
    })
    auto.start()
    await expect(
      auto.set({ folder: computer.drive, everyDays: 1, keep: 1, passphrase: PASSPHRASE }),
    ).rejects.toMatchObject({ code: 'not-possible-now' })
    expect(auto.notice()).toBeNull()
    expect(auto.state().plan).toBeNull()
  })
})

describe('what goes wrong', () => {
  it('is said with since when, tried again every hour, and forgotten once one is made', async () => {
    await computer.automate()
    const away = `${computer.drive}-away`
    renameSync(computer.drive, away)
    await computer.pass(DAY_MS + MINUTE_MS)
    const { failure, nextAt } = computer.auto.state()
    expect(failure?.code).toBe('backup-folder-gone')
    expect(nextAt).toBeNull()
    expect(existsSync(computer.drive)).toBe(false)
    expect(computer.auto.notice()).toMatchObject({ kind: 'backup-failing', isLong: false })
    await computer.auto.later()
    expect(computer.auto.notice()).toBeNull()
    await computer.pass(3 * DAY_MS)
    expect(computer.auto.state().failure?.since).toBe(failure?.since)
    expect(computer.auto.notice()).toMatchObject({ isLong: true, since: failure?.since })
    await computer.auto.later()
    await computer.pass(6 * DAY_MS)
    expect(computer.auto.notice()).toBeNull()
    await computer.pass(2 * DAY_MS)
    expect(computer.auto.notice()).toMatchObject({ isLong: true })
    renameSync(away, computer.drive)
    await computer.pass(HOUR_MS + MINUTE_MS)
    expect(computer.kept()).toHaveLength(2)
    expect(computer.auto.state().failure).toBeNull()
    expect(computer.auto.notice()).toBeNull()
  })

  it('in the file is found by reading it back: it gets no name, and the others stay', async () => {
    await computer.automate({ keep: 1 })
    const before = computer.kept()
    computer.onTask = (task) => {
      if (task?.percent !== 70) return
      const part = computer.kept().find((name) => name.endsWith('.part'))
      if (part === undefined) return
      const file = path.join(computer.drive, part)
      const bytes = readFileSync(file)
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
      writeFileSync(file, bytes)
    }
    await computer.pass(DAY_MS)
    expect(codes()).toBe('backup-not-proven')
    expect(computer.kept()).toEqual(before)
  })

  it('in the database keeps it out of the folder, and it is repaired', async () => {
    await computer.automate({ keep: 1 })
    const before = computer.kept()
    computer.isSound = false
    await computer.pass(DAY_MS)
    expect(codes()).toBe('backup-source-damaged')
    expect(computer.kept()).toEqual(before)
    expect(computer.damages).toBe(1)
  })

  it('with the passphrase is asked for again, and tried again where the keyring is only locked', async () => {
    await computer.automate()
    computer.autoStore.secret = null
    expect(computer.auto.state().hasPassphrase).toBe(false)
    await computer.pass(DAY_MS)
    expect(codes()).toBe('backup-passphrase-gone')
    await expect(computer.automate({ passphrase: null })).rejects.toMatchObject({
      code: 'backup-passphrase-gone',
    })
    await computer.automate()
    expect(codes()).toBeUndefined()
    expect(computer.kept()).toHaveLength(2)
  })

  it('with a folder is said when it is chosen', async () => {
    const refusal = (folder: string) =>
      computer.automate({ folder }).then(
        () => null,
        ({ code }) => code,
      )
    expect(await refusal('backups')).toBe('backup-folder-relative')
    expect(await refusal(path.join(computer.drive, 'nowhere'))).toBe('backup-folder-gone')
    expect(await refusal(computer.folder)).toBe('backup-folder-own')
    expect(await refusal(computer.makeFolder('inside'))).toBe('backup-folder-own')
    writeFileSync(path.join(computer.drive, 'a file'), '')
    expect(await refusal(path.join(computer.drive, 'a file'))).toBe('backup-folder-gone')
    expect(computer.auto.state().plan).toBeNull()
    expect(computer.kept()).toEqual(['a file'])
    mkdirSync(path.join(computer.drive, 'fine'))
    expect(await refusal(path.join(computer.drive, 'fine'))).toBeNull()
  })
})

describe('the reminder', () => {
  const reminded = () => computer.auto.notice()?.kind

  it('comes once there is something to lose, once a week, and rests after a backup by hand', async () => {
    await computer.pass(2 * DAY_MS)
    expect(reminded()).toBeUndefined()
    await computer.pass(DAY_MS + MINUTE_MS)
    expect(reminded()).toBe('backup-missing')
    expect(computer.events.of('app-info-changed')).toHaveLength(1)
    await computer.auto.later()
    expect(reminded()).toBeUndefined()
    await computer.restart()
    await computer.pass(6 * DAY_MS)
    expect(reminded()).toBeUndefined()
    await computer.pass(DAY_MS + HOUR_MS)
    expect(reminded()).toBe('backup-missing')
    computer.auto.madeByHand()
    await computer.pass(29 * DAY_MS)
    expect(reminded()).toBeUndefined()
    await computer.pass(2 * DAY_MS)
    expect(reminded()).toBe('backup-missing')
    await computer.automate()
    expect(reminded()).toBeUndefined()
  })

  it('is not held off by a clock that was set back', async () => {
    await computer.pass(4 * DAY_MS)
    await computer.auto.later()
    computer.time.set(-30 * DAY_MS)
    // the messages are of a later time now, and so is everything that was noted
    expect(computer.auto.notice()).toEqual({ kind: 'backup-missing' })
  })
})
