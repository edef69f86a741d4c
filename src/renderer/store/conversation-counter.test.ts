import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import {
  belongsTo,
  CONVERSATION_FILTERS,
  type ConversationFilter,
  countByFilter,
} from '#shared/model/conversation-state.ts'
import { aConversation, accountId, conversationId, NOW } from '../test-support/samples.ts'
import { ConversationCounter } from './conversation-counter.ts'
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
  const kinds = [1, 2].flatMap((account) =>
    [NOW, NOW + HOUR].map((now) => ({ account: accountId(account), now })),
  )
  const questions = kinds.map(({ account, now }) => ({
    account,
    now,
    of: (one: ConversationSummary) =>
      one.accountId === account ? CONVERSATION_FILTERS.filter((filter) => belongsTo(filter, one, now)) : [],
  }))

  it('are those that counting everything gives, whatever changes', () => {
    const step = fc.tuple(fc.array(summary, { maxLength: 4 }), fc.constantFrom(...questions))
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const counter = new ConversationCounter<ConversationFilter>()
        let all = SharedMap.of([aConversation(1)].map((one) => [one.id, one] as const))
        for (const [changes, question] of steps) {
          const puts = changes.map(
            ({ n, isGone, ...rest }) =>
              [conversationId(n), isGone ? undefined : aConversation(n, rest)] as const,
          )
          all = all.with(new Map(puts))
          const counted = [...all.values()].filter((one) => one.accountId === question.account)
          const counts = counter.of(all, question.of)
          const shown = CONVERSATION_FILTERS.map((filter) => [filter, counts.get(filter) ?? 0])
          expect(Object.fromEntries(shown)).toEqual(countByFilter(counted, question.now))
        }
      }),
    )
  })

  it('are the same answer while no number has changed', () => {
    const counter = new ConversationCounter<string>()
    const unread = (one: ConversationSummary) => (one.unread > 0 ? ['unread'] : [])
    const all = SharedMap.of([1, 2].map((n) => [conversationId(n), aConversation(n, { unread: 1 })] as const))
    const before = counter.of(all, unread)
    const more = all.with(new Map([[conversationId(2), aConversation(2, { unread: 7 })]]))
    expect(counter.of(more, unread)).toBe(before)
  })

  it('have no kind that nothing counts towards any more', () => {
    const counter = new ConversationCounter<string>()
    const unread = (one: ConversationSummary) => (one.unread > 0 ? ['unread'] : [])
    const all = SharedMap.of([[conversationId(1), aConversation(1, { unread: 1 })] as const])
    expect([...counter.of(all, unread)]).toEqual([['unread', 1]])
    const read = all.with(new Map([[conversationId(1), aConversation(1)]]))
    expect([...counter.of(read, unread)]).toEqual([])
  })
})
