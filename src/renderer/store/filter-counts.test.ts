import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countByFilter } from '#shared/model/conversation-state.ts'
import { aConversation, accountId, conversationId, NOW } from '../test-support/samples.ts'
import { FilterCounter } from './filter-counts.ts'
import { SharedMap } from './shared-map.ts'

const HOUR = 3_600_000

describe('the counts of the filters', () => {
  const summary = fc.record({
    n: fc.integer({ min: 1, max: 12 }),
    accountId: fc.integer({ min: 1, max: 2 }).map(accountId),
    lastInboundAt: fc.option(fc.integer({ min: NOW - 30 * HOUR, max: NOW })),
    unread: fc.integer({ min: 0, max: 2 }),
    failed: fc.integer({ min: 0, max: 1 }),
    isUnanswered: fc.boolean(),
    triage: fc.constantFrom(null, { kind: 'done' as const }),
    isGone: fc.boolean(),
  })
  const asked = fc.record({
    account: fc.option(fc.integer({ min: 1, max: 2 }).map(accountId)),
    now: fc.constantFrom(NOW, NOW + HOUR),
  })

  it('are those that counting everything gives, whatever changes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(summary, { maxLength: 4 }), asked)), (steps) => {
        const counter = new FilterCounter()
        let all = SharedMap.of([aConversation(1)].map((one) => [one.id, one] as const))
        for (const [changes, { account, now }] of steps) {
          const puts = changes.map(
            ({ n, isGone, ...rest }) =>
              [conversationId(n), isGone ? undefined : aConversation(n, rest)] as const,
          )
          all = all.with(new Map(puts))
          const counted = [...all.values()].filter((one) => account === null || one.accountId === account)
          expect(counter.of(all, account, now)).toEqual(countByFilter(counted, now))
        }
      }),
    )
  })

  it('are the same answer while no number has changed', () => {
    const counter = new FilterCounter()
    const all = SharedMap.of([1, 2].map((n) => [conversationId(n), aConversation(n, { unread: 1 })] as const))
    const before = counter.of(all, null, NOW)
    const more = all.with(new Map([[conversationId(2), aConversation(2, { unread: 7 })]]))
    expect(counter.of(more, null, NOW)).toBe(before)
  })
})
