import { describe, expect, it } from 'vitest'
import { decodeMessage } from '#core/ilink/decode.ts'
import { BOT, inboundText, OTHER_USER, outboundText, START, USER } from '#core/inbox/testing.ts'
import { LOST } from '#core/outbox/testing.ts'
import { createTestErasure, fill, idOf, type TestErasure } from './testing.ts'

const DAY = 24 * 3_600_000

async function eraseAll(app: TestErasure): Promise<void> {
  app.erase.delete(app.conversationWith())
  await app.eraser.wake()
}

/** Takes these messages; answers how many conversations and messages there are then. */
function take(app: TestErasure, ...messages: ReturnType<typeof inboundText>[]): number[] {
  app.receive({ messages })
  return [app.rows('conversations'), app.rows('messages')]
}

describe('P2, P23: what was deleted with its contact and is delivered once more', () => {
  it('does not come back, whichever key tells that it is the same', async () => {
    const app = createTestErasure()
    const texts = [
      { text: 'by its id', id: '77' },
      { text: 'by its client id', client: 'c-1', at: START },
      { text: 'by its sequence', seq: 5, at: START },
      { text: 'by all of them', id: '78', client: 'c-2', seq: 6, at: START },
      { text: 'by its content', at: START },
    ]
    app.receive({ messages: texts.map(inboundText) })
    await eraseAll(app)
    expect(take(app, ...texts.map(inboundText))).toEqual([0, 0])
    for (const keys of [{ client: 'c-2' }, { seq: 6 }, { id: '90', client: 'c-1' }, { at: START }])
      expect(take(app, inboundText({ text: 'by all of them', ...keys }))).toEqual([0, 0])
    expect(app.events.of('messages-received').at(-1)?.conversationIds).toEqual([])
    expect(app.accounts.get(app.accountId)?.unreadableCount).toBe(0)
  })

  it('does not come back while it is being deleted, and begins no conversation', () => {
    const app = createTestErasure()
    fill(app, 300)
    app.erase.delete(app.conversationWith())
    fill(app, 3)
    // and one that shows no key, as some copies do
    take(app, inboundText({ text: 'secret 1', at: START + 1 }))
    expect(app.conversations.summaries()).toEqual([])
    expect(app.rows('conversations')).toBe(1)
  })

  it('does not come back between what the contact writes anew, which does', async () => {
    const app = createTestErasure()
    fill(app, 3)
    await eraseAll(app)
    take(app, inboundText({ text: 'hello again', id: '501', client: 'c-new', seq: 9 }))
    fill(app, 3)
    // the words, the client id and the sequence of another account or of a message with another id say nothing
    take(app, inboundText({ text: 'secret 0', id: '502', at: START }))
    expect(app.texts()).toEqual(['hello again', 'secret 0'])
    const other = app.bindAccount('other@im.bot')
    app.receive({ messages: [inboundText({ text: 'hello there', id: idOf(USER, 0) })] }, other)
    expect(app.texts(USER, other)).toEqual(['hello there'])
  })

  it('is a copy of a send that was under way, which begins no conversation either', async () => {
    const app = createTestErasure()
    app.write()
    await app.send('under way')
    const { clientId } = app.session.last.message
    await eraseAll(app)
    await app.session.last.answer(LOST)
    expect(take(app, outboundText({ text: 'under way', id: '900', client: clientId }))).toEqual([0, 0])
  })

  it.each(['accepted', 'unconfirmed'])('is a copy of a send that waited for days: %s', async (state) => {
    const app = createTestErasure()
    app.write()
    await app.send('waited')
    const { clientId } = app.session.last.message
    app.database
      .sql("UPDATE messages SET at = at - ?1, received_at = received_at - ?1 WHERE direction = 'out'")
      .run(8 * DAY)
    await app.session.last.answer(state === 'accepted' ? app.nextAccepted() : LOST)
    const [row] = app.database.sql('SELECT message_id FROM messages WHERE send_state = ?').all(state)
    expect(row).toBeDefined()
    await eraseAll(app)
    const id = String(row?.['message_id'] ?? '900')
    expect(take(app, outboundText({ text: 'waited', id, client: clientId }))).toEqual([0, 0])
  })

  it('is a copy of what a ledger still names, which begins no conversation either', async () => {
    const app = createTestErasure()
    const [id] = app.contacts(app.accountId, ['a'])
    if (id === undefined) throw new Error('nobody wrote')
    await app.start()
    await app.untilSends(1)
    await app.session.last.answer(app.nextAccepted())
    await app.carryOn()
    const [sent] = app.shown('a@im.wechat').filter(({ sending }) => sending !== null)
    const { clientId } = app.session.last.message
    app.erase.delete(id)
    await app.eraser.wake()
    const [row] = app.database.sql('SELECT message_id FROM messages WHERE id = ?').all(sent?.id ?? 0)
    const copy = { text: 'news', id: String(row?.['message_id']), client: clientId, from: 'a@im.wechat' }
    app.receive({ messages: [outboundText(copy)] })
    expect(app.conversations.summaries()).toEqual([])
  })

  it('stays away where it could not be read', async () => {
    const app = createTestErasure()
    fill(app, 1)
    const broken = decodeMessage({
      message_type: 1,
      item_list: 'no list',
      note: `of ${USER}`,
      to_user_id: BOT,
    })
    app.receive({ messages: [broken], cursor: 'a' })
    expect(app.rows('unreadable_messages')).toBe(1)
    await eraseAll(app)
    app.receive({ messages: [broken], cursor: 'b' })
    expect([app.rows('unreadable_messages'), app.rows('conversations')]).toEqual([0, 0])
  })
})

describe('what is kept to know copies by', () => {
  it('is of what can still be repeated, names nobody and says nothing', async () => {
    const app = createTestErasure()
    app.receive({ messages: [inboundText({ text: 'old', id: '1' })], receivedAt: START - DAY })
    app.receive({ messages: [inboundText({ text: 'secret', client: 'c-1', at: START })], receivedAt: START })
    await eraseAll(app)
    const rows = app.database.sql('SELECT * FROM erased_keys').all()
    expect(rows).toHaveLength(2)
    for (const row of rows)
      expect(
        Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array || value]),
      ).toEqual([
        ['id', expect.any(Number)],
        ['account_id', app.accountId],
        ['key', true],
        ['erased_at', START],
      ])
  })

  it('goes after a day, in this run and in a later one, and with its account', async () => {
    const app = createTestErasure()
    fill(app, 600)
    await eraseAll(app)
    expect(app.rows('erased_keys')).toBeGreaterThan(600)
    await app.clock.advance(DAY - 1)
    expect(app.rows('erased_keys')).toBeGreaterThan(600)
    await app.clock.advance(3_600_000)
    await app.eraser.wake()
    expect(app.rows('erased_keys')).toBe(0)

    fill(app, 2, 'secret', OTHER_USER)
    const later = { receivedAt: app.clock.now() }
    app.receive({ messages: [inboundText({ text: 'late', id: '503' })], ...later })
    await eraseAll(app)
    await app.eraser.stop()
    const next = createTestErasure(app.database)
    await next.clock.advance(3 * DAY)
    await next.eraser.wake()
    expect(next.rows('erased_keys')).toBe(0)

    next.receive({ messages: [inboundText({ text: 'later', id: '504' })], receivedAt: next.clock.now() })
    await eraseAll(next)
    expect(next.rows('erased_keys')).toBeGreaterThan(0)
    next.accounts.remove(next.accountId, 'delete')
    await next.eraser.wake()
    expect([next.rows('erased_keys'), next.rows('accounts')]).toEqual([0, 0])
    expect([...app.failures, ...next.failures]).toEqual([])
  })
})
