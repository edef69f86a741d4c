import { describe, expect, it } from 'vitest'
import { accepted } from '#core/outbox/testing.ts'
import { createTestBroadcasts, type WantedDraft } from './testing.ts'

const REQUEST = '40000000-0000-4000-8000-00000000000'

/** Broadcasts with somebody called Mei who is the operator, and a customer. */
function world() {
  const app = createTestBroadcasts()
  const [me, customer] = app.contacts(app.accountId, ['me', 'customer'])
  if (me === undefined || customer === undefined) throw new Error('nobody wrote')
  app.stores.conversations.setContactAlias('me@im.wechat', 'Mei')
  app.stores.contacts.setSelf('me@im.wechat')
  let requests = 0
  const test = (wanted: WantedDraft, conversationId = me, asked?: string) => {
    requests += 1
    const requestId = asked ?? `${REQUEST}${requests}`
    const content = app.broadcasts.drafts.stored(app.draftOf(wanted).content)
    return app.broadcasts.tests.send({ conversationId, requestId }, content)
  }
  return { ...app, me, customer, test }
}

describe('a test of a broadcast', () => {
  it('goes out as ordinary messages, with names and files, and stands in no run', async () => {
    const app = world()
    app.stores.conversations.saveDraft(app.me, 'half a sentence')
    const ids = app.test({ text: 'Hello {contact}', files: [1] })
    expect(ids).toHaveLength(2)
    await app.carryOn()
    const messages = ids.map((id) => app.stores.messages.get(id))
    expect(messages.map((message) => message?.parts[0])).toMatchObject([
      { kind: 'text', text: 'Hello Mei' },
      { kind: 'image' },
    ])
    expect(messages.map((message) => message?.sending?.state)).toEqual(['accepted', 'accepted'])
    expect(ids.map((id) => app.stores.broadcasts.markOf(id))).toEqual([null, null])
    expect(app.stores.conversations.summary(app.me)).toMatchObject({
      sentSinceInbound: 2,
      draft: 'half a sentence',
    })
    expect(app.broadcasts.views.summaries()).toEqual([])
  })

  it('is not sent twice when it is asked for twice, nor at once', async () => {
    const app = world()
    const twice = `${REQUEST}9`
    const ids = app.test({ text: 'once' }, app.me, twice)
    expect(app.test({ text: 'once' }, app.me, twice)).toEqual(ids)
    for (let sent = 0; sent < 9; sent += 1) app.stores.conversations.recordSend(app.me)
    expect(app.test({ text: 'once' }, app.me, twice), 'also when it took the last that was left').toEqual(ids)
    app.write({ from: 'me@im.wechat' })
    app.test({ text: 'again' })
    await app.untilSends(1)
    await app.session.last.answer(accepted('1'))
    await app.clock.advance(1_400)
    expect(app.session.sends).toHaveLength(1)
    await app.untilSends(2)
  })

  it('goes to nobody but the operator', () => {
    const app = world()
    expect(() => app.test({}, app.customer)).toThrow('not-possible-now')
    app.stores.contacts.setSelf('customer@im.wechat')
    expect(() => app.test({}, app.me)).toThrow('not-possible-now')
    expect(app.test({}, app.customer)).toHaveLength(1)
    app.stores.contacts.setSelf(null)
    expect(() => app.test({}, app.customer)).toThrow('not-possible-now')
  })

  it('is refused whole where the window is closed, too few messages are left, or a file is gone', async () => {
    const app = world()
    expect(() => app.test({ text: ' ' })).toThrow('nothing-to-send')
    for (let sent = 0; sent < 8; sent += 1) app.stores.conversations.recordSend(app.me)
    expect(() => app.test({ text: 'three', files: [1, 2] })).toThrow('too-few-left')
    expect(app.test({ text: 'one' })).toHaveLength(1)
    expect(() => app.test({ text: 'two', files: [1] })).toThrow('too-few-left')
    app.gone.add('1'.padStart(64, '0'))
    expect(() => app.test({ text: '', files: [1] })).toThrow('media-missing')
    await app.clock.advance(24 * 3_600_000)
    expect(() => app.test({ text: 'late' })).toThrow('window-closed')
  })
})
