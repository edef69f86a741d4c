import { hash } from 'node:crypto'
import { HistoryEraser } from '#core/accounts/history-eraser.ts'
import { createTestBroadcasts } from '#core/broadcast/testing.ts'
import { inboundText, START, USER } from '#core/inbox/testing.ts'
import type { Database } from '#core/storage/database.ts'
import { Erasure } from '#core/storage/erasure.ts'
import { createTestDatabase } from '#core/testing/database.ts'
import { ContactErasure } from './contact-erasure.ts'

/** A program over a database, with what deletes a contact. */
export function createTestErasure(database: Database = createTestDatabase()) {
  const app = createTestBroadcasts(database)
  const erasure = new Erasure(database, app.writer)
  const { released } = app
  const eraser = new HistoryEraser({
    ...{ clock: app.clock, events: app.events, erasure },
    checkpoint: () => Promise.resolve(),
    emptyLog: () => Promise.resolve(true),
    released: (hashes) => void released.push(...hashes),
    failed: (error) => app.failures.push(error),
  })
  /** Media of these conversations are not fetched any more. */
  const forgotten: unknown[] = []
  const contacts = new ContactErasure({
    stores: { ...app.stores, erasure },
    outbox: app.outbox,
    proposals: { removeOfConversation() {} },
    broadcasts: app.broadcasts,
    media: { forgetConversations: (ids) => forgotten.push(...ids) },
    eraser,
    events: app.events,
  })
  const rows = (table: string, where = '1') =>
    Number(database.sql(`SELECT COUNT(*) AS count FROM ${table} WHERE ${where}`).get()?.['count'])
  return { ...app, contacts: app.contacts, eraser, erasure, erase: contacts, forgotten, rows }
}

export type TestErasure = ReturnType<typeof createTestErasure>

/** The server's id of a contact's message. */
export function idOf(from: string, n: number): string {
  return String(Number.parseInt(hash('sha256', from).slice(0, 8), 16) * 1_000 + n)
}

/** So many messages of a contact, the word in each; the same ones at every call. */
export function fill(
  { receive }: Pick<TestErasure, 'receive'>,
  count: number,
  word = 'secret',
  from = USER,
): void {
  const messages = Array.from({ length: count }, (_, n) =>
    inboundText({ id: idOf(from, n), text: `${word} ${n}`, at: START + n, from, token: `${word}-token` }),
  )
  receive({ messages })
}
