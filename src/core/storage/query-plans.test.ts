import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { readContactFacts } from '#core/contacts/contact-facts.ts'
import { inboundText, USER } from '#core/inbox/testing.ts'
import { createTestOutbox, REFUSED } from '#core/outbox/testing.ts'
import { BroadcastId, MessageId } from '#shared/model/ids.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { ConversationErasure } from './conversation-erasure.ts'
import type { Database } from './database.ts'
import { ErasedKeys } from './messages/erased-keys.ts'

/** Statements that a real run compiled, gathered as they were used. */
async function statementsOf(
  run: (app: ReturnType<typeof createTestOutbox>) => Promise<void>,
): Promise<string[]> {
  const app = createTestOutbox()
  const seen = new Set<string>()
  const { database } = app
  const compile: Database['sql'] = database.sql.bind(database)
  const query: Database['select'] = database.select.bind(database)
  database.sql = (text) => {
    seen.add(text)
    return compile(text)
  }
  database.select = (text) => {
    seen.add(text)
    return query(text)
  }
  await run(app)
  database.sql = compile
  database.select = query
  return [...seen].filter(
    (text) =>
      /\b(messages|broadcast_recipients|erased_keys)\b/.test(text) && !/^\s*(INSERT|PRAGMA)/.test(text),
  )
}

function planOf(text: string): string[] {
  const app = createTestOutbox()
  const rows = app.database.sql(`EXPLAIN QUERY PLAN ${text}`).all()
  return rows.map((row) => String(row['detail']))
}

/** A walk over all messages, or sorting them. The indexes of what is queued, under way or unsettled are always small. */
function isCostly(step: string): boolean {
  if (/USING (COVERING )?INDEX (messages_(queued|sending|uploading|unsettled)|media_waiting)\b/.test(step))
    return false
  return /^SCAN (messages|m|e|f|w|d|r|t)\b/.test(step) || step.includes('TEMP B-TREE')
}

/** What everyday use asks of the messages table, from a poll to a quote. */
async function everydayUse(app: ReturnType<typeof createTestOutbox>): Promise<void> {
  const id = app.conversationWith()
  app.write()
  app.receive({
    messages: [inboundText({ text: 'no id', client: 'c', at: 1 }), inboundText({ text: 'keyless' })],
  })
  app.receive({
    messages: [inboundText({ text: 'known', id: '5', client: 'c', quotes: { svr_id: '1001' } })],
  })
  await app.send('refused')
  const waiting = await app.sendOne('waiting')
  await app.session.last.answer(REFUSED)
  app.outbox.takeBack(waiting, null)
  app.write()
  app.outbox.sendWaiting(id)
  const [first] = app.shown()
  if (first === undefined) throw new Error('nothing shown')
  app.messages.before(id, first.id, 10)
  app.messages.after(id, first.id, 10)
  app.messages.firstFrom(id, 0)
  app.messages.idsQuoting(first.id)
  app.conversations.markRead(id, first.id)
  app.conversations.summaries()
  app.repository.interrupted()
  app.repository.accountsWithQueue()
  app.repository.hasTimed()
  app.repository.overdue(0, wallTimeAt(0))
  app.repository.nextQueued(app.accountId)
  app.stores.sums.sendingByAccount(BroadcastId.parse(1))
  app.stores.writer.requeueUploads()
  app.repository.nextUpload(app.accountId)
  app.repository.nextPaced(app.accountId)
  app.repository.nextPacedUpload(app.accountId)
  app.stores.routes.list()
  app.stores.routes.get(id)
  const run = BroadcastId.parse(1)
  app.stores.broadcasts.markOf(MessageId.parse(1))
  app.stores.ledger.list(run)
  app.stores.ledger.get({ id: run, place: 0 })
  app.stores.ledger.unsettled()
  app.stores.attempts.recipientsWithQueued(id)
  app.stores.attempts.recipientsOf([first.id])
  app.stores.sums.openByAccount(run)
  app.media.accountsWaiting()
  app.media.waiting(app.accountId, 10)
  app.media.ofMessage(first.id)
  app.media.page({ conversationId: id, declared: ['image', 'video'], before: null, limit: 10 })
}

describe('B5, B7: with a million messages', () => {
  it('nothing that everyday use asks scans the messages table or sorts its rows', async () => {
    const statements = await statementsOf(everydayUse)
    expect(statements.length).toBeGreaterThan(15)
    const costly = statements.flatMap((text) =>
      planOf(text)
        // the lines of one run are not many, and counting them by account sorts them
        .filter(
          (step) => isCostly(step) && !(step.includes('GROUP BY') && text.includes('broadcast_recipients')),
        )
        .map((step) => `${step}: ${text}`),
    )
    expect(costly).toEqual([])
  })

  it('what is known of a person, and what ledgers say of a conversation, is found without walking through others', async () => {
    const statements = await statementsOf(async (app) => {
      readContactFacts(app.database, USER)
      const id = app.conversationWith()
      app.stores.ledger.recordAnswer(id, 0)
      app.stores.ledger.ofConversation(id)
      const erasure = new ConversationErasure(app.database, app.writer)
      app.database.transaction(() => erasure.begin(USER, [id]))
      erasure.eraseSome(erasure.next() ?? id, 10, 0)
      const keys = new ErasedKeys(app.database)
      keys.any(app.accountId)
      keys.has(app.accountId, { messageId: '1', clientId: null, seq: null, contentHash: '' })
    })
    expect(statements.length).toBeGreaterThan(8)
    const walks =
      /^SCAN (messages|m|t|r|c|conversations|broadcast_recipients|erased_keys)\b(?!.*INDEX conversations_erased)/
    expect(statements.flatMap((text) => planOf(text).filter((step) => walks.test(step)))).toEqual([])
  })

  it('a scan would be noticed', () => {
    const database = new DatabaseSync(':memory:')
    database.exec('CREATE TABLE messages (id INTEGER PRIMARY KEY, text TEXT)')
    const plan = database.prepare("EXPLAIN QUERY PLAN SELECT id FROM messages WHERE text = 'a'").all()
    expect(plan.map((row) => isCostly(String(row['detail'])))).toEqual([true])
    database.close()
  })
})
