import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SharedMap } from '../../store/shared-map.ts'
import { aConversation, accountId, anAccount, conversationId, NOW } from '../../test-support/samples.ts'
import { AccountNeeds } from './account-needs.ts'

const HOUR = 3_600_000

describe('what accounts need', () => {
  const summary = fc.record({
    n: fc.integer({ min: 1, max: 9 }),
    accountId: fc.integer({ min: 1, max: 3 }).map(accountId),
    lastInboundAt: fc.integer({ min: NOW - 30 * HOUR, max: NOW }),
    unread: fc.integer({ min: 0, max: 1 }),
    failed: fc.integer({ min: 0, max: 1 }),
    isUnanswered: fc.boolean(),
    isGone: fc.boolean(),
  })
  const step = fc.record({
    changes: fc.array(summary, { maxLength: 4 }),
    muted: fc.option(fc.integer({ min: 1, max: 3 })),
    now: fc.constantFrom(NOW, NOW + HOUR),
  })

  it('is what looking at everything gives, whatever changes', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const kept = new AccountNeeds()
        let accounts = new Map([1, 2, 3].map((n) => [accountId(n), anAccount(n)]))
        let conversations = SharedMap.of([aConversation(1)].map((one) => [one.id, one] as const))
        for (const { changes, muted, now } of steps) {
          const puts = changes.map(
            ({ n, isGone, ...rest }) =>
              [conversationId(n), isGone ? undefined : aConversation(n, rest)] as const,
          )
          conversations = conversations.with(new Map(puts))
          if (muted !== null)
            accounts = new Map(accounts).set(accountId(muted), anAccount(muted, { maybeMuted: true }))
          const fresh = new AccountNeeds().of(accounts, conversations, now)
          expect(kept.of(accounts, conversations, now)).toEqual(fresh)
        }
      }),
    )
  })

  it('is the most urgent of several', () => {
    const accounts = new Map([[accountId(1), anAccount(1)]])
    const unread = aConversation(1, { accountId: accountId(1), unread: 1 })
    const failed = aConversation(2, { accountId: accountId(1), failed: 1 })
    const needs = new AccountNeeds()
    const all = SharedMap.of([unread, failed].map((one) => [one.id, one] as const))
    expect([...needs.of(accounts, all, NOW).values()]).toEqual(['failed'])
    const without = all.with(new Map([[failed.id, undefined]]))
    expect([...needs.of(accounts, without, NOW).values()]).toEqual(['unread'])
  })

  it('is the same answer while nobody begins or ceases to need somebody', () => {
    const accounts = new Map([[accountId(1), anAccount(1)]])
    const one = aConversation(1, { accountId: accountId(1), unread: 1 })
    const all = SharedMap.of([[one.id, one] as const])
    const needs = new AccountNeeds()
    const before = needs.of(accounts, all, NOW)
    expect(needs.of(accounts, all.with(new Map([[one.id, { ...one, unread: 2 }]])), NOW)).toBe(before)
  })

  it('looks into no account for what comes to a conversation that was unread already', () => {
    let looks = 0
    const account = Object.defineProperty(anAccount(1), 'state', {
      get() {
        looks += 1
        return 'online'
      },
    })
    const accounts = new Map([[account.id, account]])
    const one = aConversation(1, { accountId: account.id, unread: 1 })
    const all = SharedMap.of([[one.id, one] as const])
    const needs = new AccountNeeds()
    needs.of(accounts, all, NOW)
    expect(looks).toBeGreaterThan(0)
    looks = 0
    needs.of(accounts, all.with(new Map([[one.id, { ...one, unread: 2 }]])), NOW)
    expect(looks).toBe(0)
  })
})
