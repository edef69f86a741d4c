import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { USER } from '#core/inbox/testing.ts'
import { accepted } from '#core/outbox/testing.ts'
import { runUntilKilled } from '#core/testing/killed.ts'
import { settle } from '#core/testing/settle.ts'
import { ProgramId } from '#shared/model/program.ts'
import { createTestPrograms } from './testing.ts'

/** What became of a request whose app was killed around a person's yes. */
export interface AfterKill {
  /** What had left by then. */
  left: number
  /** What `send_status` says first after the restart. */
  told: string
  /** What `send` answers in the end when it is asked again under the same key, and a person says yes where it asks. */
  state: string
  /** How often it has left, over both runs. */
  sent: number
}

type Answer = Record<string, unknown> | string

/**
 * Has a person say yes to what a program asked for in an app of its own, which is killed (SIGKILL) so many statements to its
 * database later; then starts it again, and has the program ask again.
 */
export async function killAfterYes(statements: number): Promise<AfterKill> {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-killed-'))
  const file = path.join(folder, 'linkboard.db')
  const wire = path.join(folder, 'wire')
  try {
    await runUntilKilled(script(file, wire, statements))
    const left = existsSync(wire) ? readFileSync(wire, 'utf8').length : 0
    const next = createTestPrograms({ file })
    const program = ProgramId.parse(1)
    const request_id = next.proposals.ofKey(program, 'k')?.id
    next.outbox.settleInterrupted()
    const told = await next.call(program, 'send_status', { request_id })
    next.outbox.start()
    const again = next.call(program, 'send', { to: USER, text: '您好', idempotency_key: 'k' })
    await settle()
    for (const { id } of next.proposals.list()) next.proposals.answer(id, 'send')
    await next.clock.advance(5_000)
    for (const send of next.session.sends) await send.answer(accepted('78'))
    await next.clock.advance(40_000)
    const state = stateOf(await again)
    const sent = left + next.session.sends.length
    next.database.close()
    return { left, told: stateOf(told), state, sent }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function stateOf(answer: Answer): string {
  return typeof answer === 'string' ? answer : String(answer['state'])
}

/** What leaves is written where the end of the app cannot take it back, a byte for each. */
function script(file: string, wire: string, statements: number): string {
  return `
    const { appendFileSync, writeSync } = await import('node:fs')
    const { Database } = await import('#core/storage/database.ts')
    const { settle } = await import('#core/testing/settle.ts')
    const { accepted } = await import('#core/outbox/testing.ts')
    const { createTestPrograms } = await import('#core/programs/testing.ts')
    function wait() {
      writeSync(1, 'now')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    }
    const app = createTestPrograms({ file: ${JSON.stringify(file)} })
    const { id } = app.letIn('draft')
    app.write()
    void app.call(id, 'send', { to: ${JSON.stringify(USER)}, text: '您好', idempotency_key: 'k' })
    await settle()
    const send = app.session.send.bind(app.session)
    app.session.send = (...args) => {
      appendFileSync(${JSON.stringify(wire)}, 't')
      return send(...args)
    }
    const [{ id: proposal }] = app.proposals.list()
    let left = ${statements}
    const sql = Database.prototype.sql
    Database.prototype.sql = function (...statement) {
      if (left-- === 0) wait()
      return sql.apply(this, statement)
    }
    app.proposals.answer(proposal, 'send')
    await settle()
    await app.session.last.answer(accepted('77'))
    await settle()
    wait()`
}
