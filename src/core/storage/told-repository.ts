import type { Mark, Told, TroubledSend } from '#core/notify/situation.ts'
import { AccountId, type ConversationId, MessageId } from '#shared/model/ids.ts'
import type { Database } from './database.ts'
import { unsettled } from './messages/unsettled.ts'
import { integer, type Row, text } from './row.ts'

/** The row that says up to which message everything has been told. */
const MESSAGES = 'messages'

/** What has been told outside the window, so that no restart tells it again. */
export class ToldRepository {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** What earlier runs told. Before any has, every message that is there counts as told. */
  read(): Told {
    const rows = this.#db.sql('SELECT subject, seq, minutes, at FROM told').all()
    const upTo = rows.find((row) => row['subject'] === MESSAGES)
    const marks = rows
      .filter((row) => row !== upTo)
      .map((row): [string, Mark] => [text(row, 'subject'), toMark(row)])
    return { messagesUpTo: upTo === undefined ? this.#newest() : integer(upTo, 'seq'), marks: new Map(marks) }
  }

  /** From the first run on everything is told: also what an earlier run was still holding back when it ended. */
  begin({ messagesUpTo }: Told): void {
    this.#db.sql('INSERT OR IGNORE INTO told (subject, seq) VALUES (?, ?)').run(MESSAGES, messagesUpTo)
  }

  #newest(): number {
    const row = this.#db.sql('SELECT COALESCE(MAX(id), 0) AS newest FROM messages').get()
    return row === undefined ? 0 : integer(row, 'newest')
  }

  /** Keeps what has changed; durable when it returns, and nothing is written where nothing has. */
  change(former: Told, next: Told): void {
    const gone = [...former.marks.keys()].filter((key) => !next.marks.has(key))
    const set = [...next.marks].filter(([key, mark]) => former.marks.get(key) !== mark)
    const hasMoved = former.messagesUpTo !== next.messagesUpTo
    if (gone.length === 0 && set.length === 0 && !hasMoved) return
    this.#db.transaction(() => {
      for (const key of gone) this.#db.sql('DELETE FROM told WHERE subject = ?').run(key)
      for (const [key, mark] of set) this.#set(key, mark)
      if (hasMoved) this.#set(MESSAGES, { seq: next.messagesUpTo, minutes: 0, at: 0 })
    })
  }

  #set(subject: string, { seq, minutes, at }: Pick<Mark, 'seq' | 'minutes' | 'at'>): void {
    this.#db
      .sql('INSERT OR REPLACE INTO told (subject, seq, minutes, at) VALUES (?, ?, ?, ?)')
      .run(subject, seq, minutes, at)
  }

  /**
   * Own messages of a conversation that were refused, are unconfirmed or stayed behind when their time came, and that
   * nobody has dealt with.
   */
  troubledSends(id: ConversationId): TroubledSend[] {
    return this.#db
      .sql(
        `SELECT m.id, m.account_id, m.send_state FROM messages m
         WHERE m.conversation_id = ? AND ${unsettled('m')} AND (m.send_state IN ('refused', 'unconfirmed')
           OR m.send_state = 'waiting-for-contact' AND (m.send_reason = 'ended-before'
             OR EXISTS (SELECT 1 FROM outbox_jobs j WHERE j.message_id = m.id AND j.due IS NOT NULL)))`,
      )
      .all(id)
      .map((row) => ({
        messageId: MessageId.parse(row['id']),
        conversationId: id,
        accountId: AccountId.parse(row['account_id']),
        state: toTrouble(text(row, 'send_state')),
      }))
  }
}

/** Waits of an earlier run are measured by wall time. */
function toMark(row: Row): Mark {
  return {
    seq: integer(row, 'seq'),
    minutes: integer(row, 'minutes'),
    at: integer(row, 'at'),
    monotonic: null,
  }
}

function toTrouble(state: string): TroubledSend['state'] {
  if (state === 'waiting-for-contact') return 'unsent'
  return state === 'refused' ? 'refused' : 'unconfirmed'
}
