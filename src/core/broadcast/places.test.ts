import { describe, expect, it } from 'vitest'
import { REFUSED } from '#core/outbox/testing.ts'
import { createTestBroadcasts } from './testing.ts'

/** Who stands where in the list, and what its row shows. */
function rows(app: ReturnType<typeof createTestBroadcasts>) {
  return app.conversations
    .summaries()
    .sort((a, b) => b.activitySeq - a.activitySeq)
    .map(({ contactUserId, last }) => {
      const text = last?.part.kind === 'text' ? last.part.text : null
      return `${contactUserId.split('@')[0]}: ${text}`
    })
}

describe('a broadcast in the list of conversations', () => {
  it('moves nobody and hides no text that nobody has read', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a', 'b', 'c'])
    app.write({ from: 'quiet@im.wechat', id: '1', text: 'me last', at: app.clock.now() })
    const before = rows(app)
    await app.start({ choice: { picks: [{ contactUserId: 'quiet@im.wechat', included: false }] } })
    await app.carryOn()
    expect(app.session.sends.length).toBeGreaterThanOrEqual(3)
    expect(rows(app)).toEqual(before)
  })

  it('stands in the preview once everything is read, still in its former place', async () => {
    const app = createTestBroadcasts()
    const [first] = app.contacts(app.accountId, ['a', 'b'])
    if (first === undefined) throw new Error('no contact')
    const places = rows(app).map((row) => row[0])
    await app.start()
    await app.carryOn()
    const newest = app.conversations.summary(first)?.activitySeq ?? 0
    app.conversations.markRead(first, newest as Parameters<typeof app.conversations.markRead>[1])
    expect(rows(app)).toContain('a: news')
    expect(rows(app).map((row) => row[0])).toEqual(places)
  })

  it('moves nobody when it fails and is tried again', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a', 'b'])
    const before = rows(app)
    await app.start()
    await app.untilSends(1)
    await app.session.last.answer(REFUSED)
    await app.carryOn()
    expect(rows(app)).toEqual(before)
    expect(
      app.conversations
        .summaries()
        .map(({ failed }) => failed)
        .sort(),
    ).toEqual([0, 1])
  })
})
