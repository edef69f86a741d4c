import { constants, DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { readContactFacts } from '#core/contacts/contact-facts.ts'
import { inboundText, USER } from '#core/inbox/testing.ts'
import { createTestOutbox, REFUSED } from '#core/outbox/testing.ts'
import { BroadcastId, MessageId } from '#shared/model/ids.ts'
import { ProgramId } from '#shared/model/program.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { ConversationErasure } from './conversation-erasure.ts'
import type { Database } from './database.ts'
import { DiagnosticsRepository } from './diagnostics-repository.ts'
import { Erasure } from './erasure.ts'
import { ErasedKeys } from './messages/erased-keys.ts'
import { MIGRATIONS } from './migrations.ts'
import { withSteadyParameters } from './steady-parameters.ts'

/** Statements that a real run compiled, gathered as they were used. */
async function allStatementsOf(
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
  return [...seen]
}

/** Those of them that ask of the tables that grow. */
async function statementsOf(
  run: (app: ReturnType<typeof createTestOutbox>) => Promise<void>,
): Promise<string[]> {
  return (await allStatementsOf(run)).filter(
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
  app.stores.queue.accountsWithQueue()
  app.repository.hasTimed()
  app.repository.overdue(0, wallTimeAt(0))
  app.stores.queue.nextQueued(app.accountId)
  app.stores.sums.sendingByAccount(BroadcastId.parse(1))
  app.stores.writer.requeueUploads()
  app.stores.queue.nextUpload(app.accountId)
  app.stores.queue.nextPaced(app.accountId)
  app.stores.queue.nextPacedUpload(app.accountId)
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

/** What is asked less often. */
function rarerUse(app: ReturnType<typeof createTestOutbox>): void {
  const { stores, database, writer } = app
  const id = app.conversationWith()
  const run = BroadcastId.parse(1)
  const diagnostics = new DiagnosticsRepository(database)
  diagnostics.timeline(app.accountId, null, 10)
  diagnostics.quarantine()
  app.files.takeUnreferenced(['a'.repeat(64)])
  app.media.removable(0, 10)
  app.conversations.idsOfContact(USER)
  stores.marks.nextSnoozeEnd()
  stores.sums.countAnswered(run)
  stores.sums.countPending()
  stores.ledger.awaitingAnswer([id], 0)
  stores.ledger.recordAnswer(id, 0)
  stores.ledger.ofConversation(id)
  app.repository.held()
  app.repository.heldWith(MessageId.parse(1))
  stores.scheduled.list()
  stores.scheduled.dueBy(wallTimeAt(0))
  stores.scheduled.nextDue()
  const program = ProgramId.parse(1)
  stores.programs.countCalls(program, 0)
  stores.programs.forgetCallsBefore(0)
  stores.programs.forgetCallsBeyond(0)
  stores.proposals.ofKey(program, 'key')
  const { segments } = stores
  segments.list()
  segments.idOf('regulars')
  database.transaction(() => {
    stores.quickReplies.forgetRemoved()
    stores.scheduled.removeOfConversation(id)
    stores.proposals.removeOfConversation(id)
    new Erasure(database, writer).next()
  })
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
      app.stores.ledger.awaitingAnswer([id], 0)
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

  it('every index finds something for a named use', async () => {
    const statements = await allStatementsOf(async (app) => {
      await everydayUse(app)
      rarerUse(app)
    })
    const used = new Set(
      statements.flatMap((text) => planOf(text).flatMap((step) => step.match(/(?<=INDEX )\w+/g) ?? [])),
    )
    const indexes = createTestOutbox()
      .database.select("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
      .all()
    expect(indexes.length).toBeGreaterThan(30)
    expect(indexes.map(({ name }) => String(name)).filter((name) => !used.has(name))).toEqual([])
  })

  it('what is scheduled and its files, and what is kept under a name, are found and sorted by indexes', async () => {
    const statements = (await allStatementsOf(async (app) => rarerUse(app))).filter((text) =>
      /\b(scheduled_messages|scheduled_files|segments)\b/.test(text),
    )
    expect(statements.length).toBeGreaterThan(5)
    const costly = /^SCAN (?!.*USING (COVERING )?INDEX)(scheduled|segments|t\b)|TEMP B-TREE FOR ORDER BY/
    expect(statements.flatMap((text) => planOf(text).filter((step) => costly.test(step)))).toEqual([])
  })

  it('no statement is compiled again when it runs again', async () => {
    const statements = await allStatementsOf(async (app) => {
      await everydayUse(app)
      rarerUse(app)
    })
    const database = new DatabaseSync(':memory:')
    for (const step of MIGRATIONS) database.exec(step)
    let compiled = 0
    database.setAuthorizer(() => {
      compiled += 1
      return constants.SQLITE_OK
    })
    const again = statements.filter((text) => {
      const statement = database.prepare(withSteadyParameters(text))
      const numbers = (text.match(/\?\d+/g) ?? []).map((name) => Number(name.slice(1)))
      const values = Array<null>(Math.max(0, ...numbers, (text.match(/\?(?!\d)/g) ?? []).length)).fill(null)
      compiled = 0
      for (let time = 0; time < 2; time += 1)
        try {
          statement.all(...values)
        } catch {
          // nothing stands where a value has to: it was compiled all the same
        }
      return compiled > 0
    })
    database.close()
    expect(again).toEqual([])
  })

  it('a scan would be noticed', () => {
    const database = new DatabaseSync(':memory:')
    database.exec('CREATE TABLE messages (id INTEGER PRIMARY KEY, text TEXT)')
    const plan = database.prepare("EXPLAIN QUERY PLAN SELECT id FROM messages WHERE text = 'a'").all()
    expect(plan.map((row) => isCostly(String(row['detail'])))).toEqual([true])
    database.close()
  })
})
