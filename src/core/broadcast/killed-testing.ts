import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runUntilKilled } from '#core/testing/killed.ts'
import { settle } from '#core/testing/settle.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { createTestBroadcasts } from './testing.ts'

const MINUTE_MS = 60_000
const DUE_MINUTES = 10
/** More than are written in one transaction. */
const PEOPLE = 30

/** What became of a scheduled broadcast whose program was killed. */
export interface AfterKill {
  /** Where it stands at the end: its state, and why. */
  standing: string
  /** How many people something left for, or may have: one at most was noted as leaving and did not (P3). */
  reached: number
  /** The most that left for one of them, over both programs. */
  most: number
}

/**
 * Schedules a broadcast and lets its time come in a program of its own, which is killed (SIGKILL) between two statements to
 * its database, so many after that time. A second program goes on so many minutes later, and has all the time it needs.
 */
export async function killAtItsStart(statements: number, minutesLater: number): Promise<AfterKill> {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-killed-'))
  const file = path.join(folder, 'linkboard.db')
  const wire = path.join(folder, 'wire')
  try {
    await runUntilKilled(script(file, wire, statements))
    const before = existsSync(wire) ? readFileSync(wire, 'utf8').split('\n').filter(Boolean) : []
    const next = createTestBroadcasts(file, (app) => {
      app.clock.set((DUE_MINUTES + minutesLater) * MINUTE_MS)
      app.outbox.settleInterrupted()
    })
    next.outbox.start()
    await settle()
    await next.carryOn()
    const id = next.stores.broadcasts.list()[0]?.id ?? (0 as BroadcastId)
    const run = next.broadcasts.views.summary(id)
    const all = [...before, ...next.session.sends.map(({ message }) => message.toUserId)]
    const each = Map.groupBy(all, (one) => one)
    const cutShort = next.database
      .sql(
        `SELECT c.contact_user_id AS id FROM messages m JOIN conversations c ON c.id = m.conversation_id
         WHERE m.send_state = 'unconfirmed' AND m.send_reason = 'interrupted'`,
      )
      .all()
      .map(({ id }) => String(id))
    if (cutShort.length > 1) throw new Error('one leaves at a time')
    next.broadcasts.stop()
    next.database.close()
    return {
      standing: [run?.state, run?.reason].filter(Boolean).join(': '),
      reached: new Set([...each.keys(), ...cutShort]).size,
      most: Math.max(0, ...[...each.values()].map(({ length }) => length)),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Whom something has left for is written where the end of the program cannot take it back. */
function script(file: string, wire: string, statements: number): string {
  return `
    const { appendFileSync, writeSync } = await import('node:fs')
    const { Database } = await import('#core/storage/database.ts')
    const { createTestBroadcasts } = await import('#core/broadcast/testing.ts')
    const { wallTimeAt } = await import('#shared/model/wall-time.ts')
    function wait() {
      writeSync(1, 'now')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    }
    const app = createTestBroadcasts(${JSON.stringify(file)})
    app.outbox.start()
    const names = Array.from({ length: ${PEOPLE} }, (_, index) => 'p' + index)
    const to = app.contacts(app.accountId, names)
    const id = app.broadcasts.drafts.save(null, app.draftOf({}))
    const dueAt = app.clock.now() + ${DUE_MINUTES} * ${MINUTE_MS}
    app.broadcasts.scheduled.schedule(id, to, wallTimeAt(dueAt))
    const send = app.session.send.bind(app.session)
    app.session.send = (...message) => {
      appendFileSync(${JSON.stringify(wire)}, message.find((one) => one?.toUserId)?.toUserId + '\\n')
      return send(...message)
    }
    const due = Date.parse(wallTimeAt(dueAt))
    let left = ${statements}
    const sql = Database.prototype.sql
    Database.prototype.sql = function (...statement) {
      if (app.clock.now() >= due && left-- === 0) wait()
      return sql.apply(this, statement)
    }
    await app.clock.advance(due - app.clock.now())
    await app.carryOn()
    wait()`
}
