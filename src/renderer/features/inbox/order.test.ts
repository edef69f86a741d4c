import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { SharedMap } from '../../store/shared-map.ts'
import { aConversation, accountId, conversationId, NOW } from '../../test-support/samples.ts'
import { InboxOrder, type InboxView } from './order.ts'

const HOUR = 3_600_000
const view: InboxView = { accountId: null, filter: 'all', tags: [], sort: 'recent', open: null }
const conversations = [
  aConversation(1, { activitySeq: 10, lastInboundAt: NOW - 23 * HOUR, unread: 1 }),
  aConversation(2, { activitySeq: 40, lastInboundAt: NOW - 2 * HOUR, failed: 1 }),
  aConversation(3, { activitySeq: 30, lastInboundAt: NOW - 30 * HOUR, accountId: accountId(2) }),
  aConversation(4, { activitySeq: 20, lastInboundAt: null }),
  aConversation(5, { activitySeq: 0, lastInboundSeq: null, lastInboundAt: null, last: null }),
]
const byId = (all: readonly ConversationSummary[]) => SharedMap.of(all.map((one) => [one.id, one]))
const order = (over: Partial<InboxView>) =>
  new InboxOrder().of(byId(conversations), { ...view, ...over }, null, NOW)

describe('the order of an inbox', () => {
  it('shows the newest first, of all accounts or of one', () => {
    expect(order({})).toEqual([2, 3, 4, 1])
    expect(order({ accountId: accountId(2) })).toEqual([3])
  })

  it('has no row for somebody who never wrote, unless they are open or a draft waits for them', () => {
    expect(order({ open: conversationId(5) })).toEqual([2, 3, 4, 1, 5])
    const drafted = conversations.map((one) => (one.id === 5 ? { ...one, draft: 'hello' } : one))
    expect(new InboxOrder().of(byId(drafted), view, null, NOW)).toEqual([2, 3, 4, 1, 5])
  })

  it('has one for somebody who wrote to the program that the account came from', () => {
    const imported = aConversation(6, {
      activitySeq: 0,
      lastInboundSeq: null,
      last: null,
      lastInboundAt: NOW,
    })
    expect(new InboxOrder().of(byId([imported]), view, null, NOW)).toEqual([6])
  })

  it('filters by unread, closing soon and failed', () => {
    expect(order({ filter: 'unread' })).toEqual([1])
    expect(order({ filter: 'closing' })).toEqual([1])
    expect(order({ filter: 'failed' })).toEqual([2])
  })

  it('keeps the open conversation in view, whatever the filter says', () => {
    expect(order({ filter: 'unread', open: conversationId(3) })).toEqual([3, 1])
  })

  it('shows whom a tag was given to, whichever filter is chosen, and the open one', () => {
    const tagged = new Set([conversations[0], conversations[1]].map((one) => one?.contactUserId ?? ''))
    const asked = (over: Partial<InboxView>) =>
      new InboxOrder().of(byId(conversations), { ...view, ...over, tags: ['VIP'] }, tagged, NOW)
    expect(asked({})).toEqual([2, 1])
    expect(asked({ filter: 'unread' })).toEqual([1])
    expect(asked({ open: conversationId(3) })).toEqual([2, 3, 1])
  })

  it('sorts by the next window to close, with what is not open behind', () => {
    expect(order({ sort: 'closing' })).toEqual([1, 2, 3, 4])
  })
})

describe('an order that is kept', () => {
  const summary = fc.record({
    n: fc.integer({ min: 1, max: 12 }),
    activityAt: fc.integer({ min: NOW - 30 * HOUR, max: NOW }),
    lastInboundAt: fc.option(fc.integer({ min: NOW - 30 * HOUR, max: NOW })),
    unread: fc.integer({ min: 0, max: 2 }),
    isGone: fc.boolean(),
  })
  const asked = fc.record({
    filter: fc.constantFrom('all', 'unread', 'closing'),
    sort: fc.constantFrom('recent', 'closing'),
    open: fc.option(fc.integer({ min: 1, max: 12 }).map(conversationId)),
  })

  it('is the one that sorting everything gives, whatever changes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(summary, { maxLength: 4 }), asked)), (steps) => {
        const kept = new InboxOrder()
        let now = byId([])
        for (const [changes, over] of steps) {
          now = now.with(
            new Map(
              changes.map(({ n, isGone, ...rest }) => [
                conversationId(n),
                isGone ? undefined : aConversation(n, rest),
              ]),
            ),
          )
          const wanted = { ...view, ...over }
          expect(kept.of(now, wanted, null, NOW)).toEqual(new InboxOrder().of(now, wanted, null, NOW))
        }
      }),
    )
  })

  it('is the same array while nothing moves', () => {
    const kept = new InboxOrder()
    const before = kept.of(byId(conversations), view, null, NOW)
    const changed = conversations.map((one) => (one.id === 2 ? { ...one, unread: 7 } : one))
    expect(kept.of(byId(changed), view, null, NOW)).toBe(before)
  })

  it('compares those that have changed alone, also a whole second of a busy inbox', () => {
    let compared = 0
    const counted = (n: number, activitySeq: number): ConversationSummary =>
      Object.defineProperty(aConversation(n), 'activitySeq', {
        enumerable: true,
        get() {
          compared += 1
          return activitySeq
        },
      })
    const before = byId(Array.from({ length: 2_000 }, (_, n) => counted(n + 1, n + 1)))
    const kept = new InboxOrder()
    kept.of(before, view, null, NOW)
    const coming = Array.from({ length: 200 }, (_, n) => counted(n * 10 + 1, 3_000 + n))
    const after = before.with(new Map(coming.map((one) => [one.id, one])))
    compared = 0
    expect(kept.of(after, view, null, NOW)[0]).toBe(1_991)
    // two places are looked for, by twelve halvings of two numbers each
    expect(compared).toBeLessThan(200 * 2 * 12 * 2)
  })
})
