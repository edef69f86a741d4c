import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { accepted } from '#core/outbox/testing.ts'
import { runUntilKilled } from '#core/testing/killed.ts'
import { settle } from '#core/testing/settle.ts'
import { createTestSchedule } from './testing.ts'

const MINUTE_MS = 60_000
const DUE_MINUTES = 10

/** What became of a scheduled message whose program was killed. */
export interface AfterKill {
  /** How often it has left, over both runs. */
  sent: number
  /** Where it stands at the end, as `state` or `state: reason`; `scheduled` while it is that. */
  standing: string
}

/**
 * Schedules a message and lets its time come in a program of its own, which is killed (SIGKILL) between two statements to
 * its database, so many after that time. A second program goes on so many minutes later, for longer than the window.
 */
export async function killAtItsTime(statements: number, minutesLater: number): Promise<AfterKill> {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-killed-'))
  const file = path.join(folder, 'linkboard.db')
  const wire = path.join(folder, 'wire')
  try {
    await runUntilKilled(script(file, wire, statements))
    const before = existsSync(wire) ? readFileSync(wire, 'utf8').length : 0
    const next = createTestSchedule(file)
    next.clock.set((DUE_MINUTES + minutesLater) * MINUTE_MS)
    next.start()
    await settle()
    await next.pass(1)
    for (const send of next.session.sends) await send.answer(accepted('2'))
    await next.pass(25 * 60)
    const [standing = 'scheduled'] = next.states()
    next.database.close()
    return { sent: before + next.session.sends.length, standing: standing.replace('once = ', '') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What has left is written where the end of the program cannot take it back, a byte for each. */
function script(file: string, wire: string, statements: number): string {
  return `
    const { appendFileSync, writeSync } = await import('node:fs')
    const { Database } = await import('#core/storage/database.ts')
    const { createTestSchedule } = await import('#core/schedule/testing.ts')
    const { accepted } = await import('#core/outbox/testing.ts')
    function wait() {
      writeSync(1, 'now')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    }
    const app = createTestSchedule(${JSON.stringify(file)})
    app.start()
    app.write()
    app.add('once', ${DUE_MINUTES})
    const send = app.session.send.bind(app.session)
    app.session.send = (...message) => {
      appendFileSync(${JSON.stringify(wire)}, '.')
      return send(...message)
    }
    await app.pass(${DUE_MINUTES} - 1.1)
    let left = ${statements}
    const sql = Database.prototype.sql
    Database.prototype.sql = function (...statement) {
      if (app.schedule !== undefined && app.clock.now() >= app.due && left-- === 0) wait()
      return sql.apply(this, statement)
    }
    app.due = Date.parse(app.inMinutes(1.1))
    await app.pass(1.1)
    for (const sent of app.session.sends) await sent.answer(accepted('1'))
    wait()`
}
