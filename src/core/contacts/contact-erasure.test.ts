import { describe, expect, it } from 'vitest'
import { readAround, readPage } from '#core/inbox/pages.ts'
import { inboundText, START, USER } from '#core/inbox/testing.ts'
import { sendFiles, stage } from '#core/outbox/files-testing.ts'
import { NOT_SENT, REFUSED } from '#core/outbox/testing.ts'
import { createInProcessReads } from '#core/reads/in-process-reads.ts'
import { runQuery } from '#core/reads/queries.ts'
import { createReadSources } from '#core/reads/sources.ts'
import { settle } from '#core/testing/settle.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { Contacts } from './contacts.ts'
import { createTestErasure, fill } from './testing.ts'

const HASH = 'a'.repeat(64)

describe('a contact whose history is deleted', () => {
  it('is in no list at once, and everything goes bit by bit, in all accounts, and nothing else', async () => {
    const app = createTestErasure()
    const other = app.bindAccount('other@im.bot')
    fill(app, 300)
    fill(app, 20, 'kept', 'kept@im.wechat')
    app.receive({ messages: [inboundText({ id: '1', text: 'secret' })] }, other)
    const [id, elsewhere] = [app.conversationWith(), app.conversationWith(USER, other)]
    app.conversations.saveDraft(id, 'secret draft')
    app.conversations.setContactAlias(USER, 'secret alias')
    const due = wallTimeAt(START + 3_600_000)
    const planned = app.stores.scheduled.add({
      conversationId: id,
      requestId: 'one',
      text: 'secret plan',
      files: [{ hash: 'planned', name: 'secret.pdf', asFile: true }],
      due,
    })
    app.stores.contacts.change(USER, { note: 'secret', tags: ['secret'], followUp: '2026-12-01' })
    app.stores.contacts.setSelf(USER)
    app.database.sql('INSERT INTO media_files VALUES (?, 1, ?, ?, NULL, 0)').run(HASH, 'md5', 'image')
    const [shown] = app.shown()
    const mediaId = app.media.add({
      ...{ accountId: app.accountId, conversationId: id, messageId: shown?.id ?? fail() },
      ...{ place: 0, declared: 'image', name: 'secret', at: START, state: 'held', reason: null, hash: HASH },
      ...{ reference: null, plainSize: null, plainMd5: null },
    })
    app.published.length = 0

    app.erase.delete(id)
    expect(app.conversations.summaries().map(({ contactUserId }) => contactUserId)).toEqual([
      'kept@im.wechat',
    ])
    expect(app.published).toEqual([
      { kind: 'scheduled-removed', id: planned },
      { kind: 'conversation-removed', id },
      { kind: 'conversation-removed', id: elsewhere },
      { kind: 'contact', contact: { userId: USER, tags: [], note: '', followUp: null, isSelf: false } },
    ])
    expect(app.stores.routes.list()).toHaveLength(1)
    expect(app.conversations.target(id)).toBeNull()
    expect(app.media.get(mediaId)).toBeNull()
    expect(app.forgotten).toEqual([id, elsewhere])
    expect(() => app.erase.delete(id)).toThrow('not-found')

    await app.eraser.wake()
    expect([app.rows('messages'), app.rows('conversations'), app.rows('media')]).toEqual([20, 1, 0])
    expect([app.rows('contacts'), app.rows('contact_tags')]).toEqual([0, 0])
    expect(app.rows('scheduled_messages'), 'P23: nothing that was to be sent is left').toBe(0)
    expect(app.released).toEqual(['planned', HASH])
    expect(app.texts('kept@im.wechat')).toHaveLength(20)
    expect(app.events.of('history-erased').map(({ accountId }) => accountId)).toEqual([null, null])
    expect(app.failures).toEqual([])
  })

  it('is found by no question from the first moment on, with every row still there', async () => {
    const app = createTestErasure()
    const { accountId, stores, views } = app
    fill(app, 3)
    app.accounts.setAlias(accountId, 'Shop')
    const id = app.conversationWith()
    const [shown] = app.shown()
    const messageId = shown?.id ?? fail()
    app.media.add({
      ...{ accountId, conversationId: id, messageId, place: 0, declared: 'image', name: '', at: START },
      ...{ state: 'waiting', reason: null, hash: null, reference: null, plainSize: null, plainMd5: null },
    })
    const sources = createReadSources(app.database, null, () => 0)
    await sources.names.load()
    runQuery(sources, 'index-some', null)
    const now = START + 3_600_000
    const parts = { ...stores, views }
    const search = { filter: {}, before: null, limit: 9 }
    const ask = () => ({
      summaries: app.conversations.summaries().length,
      idsOfAccount: app.conversations.idsOfAccount(accountId).length,
      page: thrownBy(() => readPage(parts, { conversationId: id, limit: 9 })) === null,
      around: readAround(parts, { conversationId: id, messageId, limit: 9 }) !== null,
      routes: stores.routes.list().length,
      gallery: app.media.page({ conversationId: id, declared: ['image', 'video'], before: null, limit: 9 })
        .length,
      toFetch: app.media.accountsWaiting().length,
      waiting: app.media.waiting(accountId, 9).length,
      counts: runQuery(sources, 'account-counts', [accountId]).get(accountId)?.conversations,
      counted: runQuery(sources, 'account-counts', [accountId]).get(accountId)?.messages,
      messages: runQuery(sources, 'search-messages', { text: 'secret', ...search }).hits.length,
      people: runQuery(sources, 'search-people', { text: 'Shop', accountId: null, limit: 9 }).length,
      wrote: runQuery(sources, 'day-tally', { from: START, now }).wrote,
      received: runQuery(sources, 'contact-facts', { userId: USER }).received,
      history: runQuery(sources, 'history-extent', { userId: USER }).conversations.length,
      exported: runQuery(sources, 'history-some', { conversationId: id, after: 0 })?.length ?? 0,
    })
    for (const [question, answer] of Object.entries(ask()))
      expect([question, Boolean(answer)]).toEqual([question, true])
    app.erase.delete(id)
    for (const [question, answer] of Object.entries(ask()))
      expect([question, Boolean(answer)]).toEqual([question, false])
    expect(app.rows('messages')).toBe(3)
    sources.index.close()
  })

  it('stays left out of broadcasts', async () => {
    const app = createTestErasure()
    fill(app, 3)
    app.conversations.setContactExcluded(USER, true)
    app.conversations.setContactAlias(USER, 'secret')
    app.erase.delete(app.conversationWith())
    await app.eraser.wake()
    fill(app, 1, 'again')
    expect(app.summary()).toMatchObject({ isExcluded: true, contactAlias: null })
  })

  it('who writes while it is under way begins anew with that alone', async () => {
    const app = createTestErasure()
    fill(app, 1_000)
    const former = app.conversationWith()
    app.stores.contacts.change(USER, { note: 'secret' })
    app.erase.delete(former)
    app.receive({ messages: [inboundText({ id: 'new', text: 'hello again', token: 'new' })] })
    expect(app.conversationWith()).not.toBe(former)
    expect(app.texts()).toEqual(['hello again'])
    await app.eraser.wake()
    expect(app.texts()).toEqual(['hello again'])
    expect(app.summary()).toMatchObject({ unread: 1, draft: '', isUnanswered: true })
    expect(app.conversations.target(app.conversationWith())?.contextToken).toBe('new')
    expect(app.stores.contacts.cards()).toEqual([])
    expect(app.rows('messages')).toBe(1)
  })

  it('whose messages are just being stored begins anew with those that follow', () => {
    const app = createTestErasure()
    const messages = Array.from({ length: 150 }, (_, n) =>
      inboundText({ id: `${n}`, text: `${n}`, at: START + n }),
    )
    const binding = app.accounts.get(app.accountId)?.binding ?? 0
    const intake = app.ingest.begin({
      ...{ accountId: app.accountId, binding, messages, lost: 0, cursor: null, receivedAt: START },
    })
    expect(intake.next()).toBe('more')
    app.erase.delete(app.conversationWith())
    expect(intake.next()).toMatchObject({ kind: 'stored' })
    expect(app.texts()).toHaveLength(50)
  })

  it('loses what could not be read of it, and nobody else does', async () => {
    const app = createTestErasure()
    fill(app, 1)
    const keep = app.database.sql(
      'INSERT INTO unreadable_messages (account_id, received_at, raw) VALUES (?, 0, ?)',
    )
    keep.run(app.accountId, JSON.stringify({ from_user_id: USER, secret: true }))
    keep.run(app.accountId, JSON.stringify({ from_user_id: USER.toUpperCase() }))
    app.erase.delete(app.conversationWith())
    await app.eraser.wake()
    expect(app.database.sql('SELECT raw FROM unreadable_messages').all()).toEqual([
      { raw: JSON.stringify({ from_user_id: USER.toUpperCase() }) },
    ])
  })

  it('goes on at the next start where it was cut short', async () => {
    const app = createTestErasure()
    fill(app, 1_000)
    app.erase.delete(app.conversationWith())
    await app.eraser.stop()
    expect(app.rows('messages')).toBeGreaterThan(0)
    const next = createTestErasure(app.database)
    expect(next.conversations.summaries()).toEqual([])
    await next.eraser.wake()
    expect([next.rows('messages'), next.rows('conversations')]).toEqual([0, 0])
  })
})

describe('what is on its way to a contact whose history is deleted', () => {
  it('is not sent where it had not begun, and what had begun is settled in peace', async () => {
    const app = createTestErasure()
    app.write()
    app.write({ from: 'kept@im.wechat' })
    await app.send('under way')
    await app.send('queued')
    await app.send('kept', { to: app.conversationWith('kept@im.wechat') })
    app.erase.delete(app.conversationWith())
    await app.eraser.wake()
    await app.session.last.answer(app.nextAccepted())
    await app.clock.advance(10_000)
    expect(app.session.sends.map(({ message }) => message.toUserId)).toEqual([USER, 'kept@im.wechat'])
    expect(app.rows('messages', "send_state IN ('queued', 'sending')")).toBe(1)
    expect(app.failures).toEqual([])
  })

  it('is not uploaded any further, from that moment on', async () => {
    const app = createTestErasure()
    app.write()
    sendFiles(app, [stage(app, 1)])
    await settle()
    const [upload] = app.session.uploads
    expect(upload?.signal.aborted).toBe(false)
    app.erase.delete(app.conversationWith())
    expect(upload?.signal.aborted).toBe(true)
  })

  it('is not tried again when it never left', async () => {
    const app = createTestErasure()
    app.write()
    await app.send('under way')
    // a portion has not been deleted yet
    app.erase.delete(app.conversationWith())
    await app.session.last.answer(NOT_SENT)
    await app.clock.advance(60_000)
    expect(app.session.sends).toHaveLength(1)
  })
})

describe('a broadcast to a contact whose history is deleted', () => {
  it('leaves the contact out, keeps its lines and how they stand, and no word of them', async () => {
    const app = createTestErasure()
    const [c, b, a] = app.contacts(app.accountId, ['c', 'b', 'a'])
    const id = await app.start({ text: 'secret news' })
    await app.untilSends(1)
    await app.session.last.answer(app.nextAccepted())
    await app.untilSends(2)
    for (const one of [a, c]) app.erase.delete(one ?? fail())
    await app.session.last.answer(REFUSED)
    await app.carryOn()
    await app.eraser.wake()
    expect(app.session.sends).toHaveLength(2)
    expect(app.ledger(id)).toEqual([`erased:${a}: accepted`, 'b: refused', `erased:${c}: cancelled`])
    expect(app.stateOf(id)).toBe('finished')
    expect(app.rows('messages', `conversation_id IN (${a}, ${c}) AND parts <> '[]'`)).toBe(0)
    expect(
      app.rows(
        'outbox_jobs j',
        `item IS NOT NULL AND message_id IN (SELECT id FROM messages WHERE conversation_id = ${a})`,
      ),
    ).toBe(0)
    // a retry is for who is still here
    app.write({ from: 'b@im.wechat' })
    await app.broadcasts.retry(id, false)
    await app.carryOn()
    expect(app.session.sends.slice(2).map(({ message }) => message.toUserId)).toEqual(['b@im.wechat'])
    expect(app.ledger(id)).toEqual([`erased:${a}: accepted`, 'b: accepted', `erased:${c}: cancelled`])
    expect(app.rows('conversations', `id = ${b}`)).toBe(1)
  })

  it('that is paused does not wait for the contact, and says so at once', async () => {
    const app = createTestErasure()
    const [b] = app.contacts(app.accountId, ['b', 'a'])
    const id = await app.start()
    app.broadcasts.pause(id)
    app.published.length = 0
    app.erase.delete(b ?? fail())
    await settle()
    expect(app.ledger(id)[1]).toBe(`erased:${b}: cancelled`)
  })
})

describe('what windows are told', () => {
  it('is whose cards go with the last history of an account, and which lines of ledgers', async () => {
    const app = createTestErasure()
    const gone = app.anotherAccount('gone')
    const [id] = app.contacts(gone, ['a'])
    const run = await app.start()
    new Contacts({
      stores: app.stores,
      reads: createInProcessReads(app.database),
      events: app.events,
    }).change(id ?? fail(), { note: 'secret' })
    app.connection.watchBroadcast(run)
    app.accounts.remove(gone, 'delete')
    app.published.length = 0
    await app.eraser.wake()
    await app.clock.advance(1_000)
    expect(app.published).toContainEqual({
      kind: 'contact',
      contact: { userId: 'a@im.wechat', tags: [], note: '', followUp: null, isSelf: false },
    })
    expect(app.published).toContainEqual({ kind: 'broadcast-recipient-removed', id: run, place: 0 })
    expect(app.published.findLast((change) => change.kind === 'broadcast')).toMatchObject({
      broadcast: { counts: { queued: 0 } },
    })
  })
})

function thrownBy(work: () => unknown): unknown {
  try {
    work()
    return null
  } catch (error) {
    return error
  }
}

function fail(): never {
  throw new Error('nothing was stored')
}
