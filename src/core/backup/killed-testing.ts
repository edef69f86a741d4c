import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runUntilKilled } from '#core/testing/killed.ts'
import { AutoComputer, DAY_MS, MINUTE_MS } from './auto-testing.ts'
import { openBackup } from './read-backup.ts'
import { PASSPHRASE } from './testing.ts'

/** At which moment of the second backup the program is killed: once it is so many percent on, or before it notes something. */
export type Moment = { percent: number } | { note: 'name' | 'whole' | 'removed' }

/** What lies in the folder after a kill, and after the next program has made one. */
export interface AfterKill {
  /** Backups that open and are whole. */
  whole: number
  /** Files under a backup's name that are not. */
  broken: number
  /** All there is once the next program has made one: one of them is to stay. */
  left: string[]
}

/** Makes a backup and then a second one, in a program that is killed (SIGKILL) in the middle of that. One is to stay. */
export async function killAmidBackup(moment: Moment): Promise<AfterKill> {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-killed-'))
  const drive = mkdtempSync(path.join(tmpdir(), 'linkboard-drive-'))
  const store = path.join(drive, '..', `${path.basename(drive)}.json`)
  try {
    await runUntilKilled(script(folder, drive, store, moment))
    const next = new AutoComputer(drive, folder)
    await next.autoStore.write(JSON.parse(readFileSync(store, 'utf8')))
    next.autoStore.secret = PASSPHRASE
    const names = next.kept().filter((name) => name.endsWith('.linkboard-backup'))
    const opened = await Promise.all(names.map((name) => isWhole(path.join(drive, name))))
    next.auto.start()
    next.time.set(2 * DAY_MS)
    await next.pass(3 * MINUTE_MS)
    const left = next.kept()
    await next.end()
    const whole = opened.filter((one) => one).length
    return { whole, broken: opened.length - whole, left }
  } finally {
    for (const place of [folder, drive]) rmSync(place, { recursive: true, force: true })
    if (existsSync(store)) rmSync(store)
  }
}

function isWhole(file: string): Promise<boolean> {
  return openBackup(file, PASSPHRASE, () => {}, new AbortController().signal).then(
    () => true,
    () => false,
  )
}

/** What the store is told is written where the end of the program cannot take it back. */
function script(folder: string, drive: string, store: string, moment: Moment): string {
  return `
    const { writeFileSync, writeSync } = await import('node:fs')
    const { AutoComputer, DAY_MS } = await import('#core/backup/auto-testing.ts')
    function die() {
      writeSync(1, 'now')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    }
    const moment = ${JSON.stringify(moment)}
    const NOTES = ['name', 'whole', 'removed']
    const computer = new AutoComputer(${JSON.stringify(drive)}, ${JSON.stringify(folder)})
    let notes = null
    const write = computer.autoStore.write.bind(computer.autoStore)
    computer.autoStore.write = async (kept) => {
      if (notes !== null && moment.note === NOTES[notes++]) die()
      await write(kept)
      writeFileSync(${JSON.stringify(store)}, JSON.stringify(kept))
    }
    computer.onTask = (task) => {
      if (notes !== null && task !== null && task.percent >= moment.percent) die()
    }
    computer.fill()
    computer.auto.start()
    await computer.automate({ keep: 1 })
    notes = 0
    await computer.pass(DAY_MS)
    die()`
}
