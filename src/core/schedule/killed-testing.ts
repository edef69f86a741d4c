import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { UploadOutcome } from '#core/cdn/transfers.ts'
import { accepted } from '#core/outbox/testing.ts'
import { runUntilKilled } from '#core/testing/killed.ts'
import { settle } from '#core/testing/settle.ts'
import { createTestSchedule } from './testing.ts'

const MINUTE_MS = 60_000
const DUE_MINUTES = 10
const UPLOADED: UploadOutcome = {
  kind: 'uploaded',
  encryptQueryParam: 'param',
  keyHex: '00112233445566778899aabbccddeeff',
  cipherSize: 2_016,
}

type Killed = ReturnType<typeof createTestSchedule>

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
  const [text] = await killed(statements, minutesLater, false)
  return text
}

/** The same for a text with a file behind it. */
export function killWithFile(statements: number, minutesLater: number): Promise<[AfterKill, AfterKill]> {
  return killed(statements, minutesLater, true)
}

async function killed(
  statements: number,
  minutesLater: number,
  hasFile: boolean,
): Promise<[text: AfterKill, file: AfterKill]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-killed-'))
  const file = path.join(folder, 'linkboard.db')
  const wire = path.join(folder, 'wire')
  try {
    await runUntilKilled(script(file, wire, statements, hasFile))
    const before = existsSync(wire) ? readFileSync(wire, 'utf8') : ''
    const next = createTestSchedule(file)
    next.clock.set((DUE_MINUTES + minutesLater) * MINUTE_MS)
    next.start()
    await settle()
    await answerAll(next)
    await next.pass(1)
    await answerAll(next)
    await next.pass(25 * 60)
    const after = next.session.sends.map(({ message }) => letterOf(message.item)).join('')
    const states = next.states()
    next.database.close()
    const part = (letter: string, name: string): AfterKill => ({
      sent: [...before, ...after].filter((one) => one === letter).length,
      standing: states.find((one) => one.startsWith(`${name} = `))?.slice(name.length + 3) ?? 'scheduled',
    })
    return [part('t', 'once'), part('f', '?')]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a message is, as one letter. */
export function letterOf({ type }: { type?: number | undefined }): 't' | 'f' {
  return type === 1 ? 't' : 'f'
}

/** Ends every upload and answers every send, also those that follow. */
export async function answerAll({ session, clock }: Pick<Killed, 'session' | 'clock'>): Promise<void> {
  let [uploads, sends] = [0, 0]
  // what was answered before is answered once more, which changes nothing
  while (uploads < session.uploads.length || sends < session.sends.length) {
    for (const upload of session.uploads.slice(uploads)) {
      uploads += 1
      await upload.end(UPLOADED)
    }
    for (const send of session.sends.slice(sends)) {
      sends += 1
      await send.answer(accepted(`${letterOf(send.message.item)}${sends}`))
    }
    await clock.advance(2_000)
  }
}

/** What has left is written where the end of the program cannot take it back, a byte for each. */
function script(file: string, wire: string, statements: number, hasFile: boolean): string {
  return `
    const { appendFileSync, writeSync } = await import('node:fs')
    const { Database } = await import('#core/storage/database.ts')
    const { createTestSchedule } = await import('#core/schedule/testing.ts')
    const { answerAll, letterOf } = await import('#core/schedule/killed-testing.ts')
    function wait() {
      writeSync(1, 'now')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    }
    const app = createTestSchedule(${JSON.stringify(file)})
    app.start()
    app.write()
    const picture = { hash: 'a1', size: 2_000, md5: 'm1', kind: 'image', type: 'image/png' }
    const files = ${hasFile} ? [{ stagedId: app.stage('shelf.png', picture).id, asFile: false }] : []
    app.add('once', ${DUE_MINUTES}, { files })
    const send = app.session.send.bind(app.session)
    app.session.send = (account, message, ...rest) => {
      appendFileSync(${JSON.stringify(wire)}, letterOf(message.item))
      return send(account, message, ...rest)
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
    await answerAll(app)
    wait()`
}
