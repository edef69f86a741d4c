import { describe, expect, it } from 'vitest'
import type { AccountId } from './ids.ts'
import { routesByContact } from './routing.ts'

const id = (name: string) => name as AccountId

const accounts = new Map([
  [id('shop'), { isDefault: false, position: 0 }],
  [id('studio'), { isDefault: true, position: 1 }],
  [id('office'), { isDefault: false, position: 2 }],
])

/** Somebody's conversation through an account; `arrived` is the place of what they wrote last. */
function way(account: string, contactUserId: string, arrived: number | null, lastInboundAt = arrived) {
  return { accountId: id(account), contactUserId, lastInboundAt, lastInboundSeq: arrived }
}

/** The accounts through which each contact is reached, best first. */
function through(...ways: ReturnType<typeof way>[]): Record<string, string[]> {
  const routes = routesByContact(ways, accounts)
  return Object.fromEntries([...routes].map(([who, best]) => [who, best.map((one) => one.accountId)]))
}

describe('routesByContact (P8)', () => {
  it('prefers the account the contact wrote to most recently', () => {
    expect(through(way('studio', 'lin', 10), way('office', 'lin', 30), way('shop', 'lin', 20))).toEqual({
      lin: ['office', 'shop', 'studio'],
    })
  })

  it('P19: goes by arrival, not by the times, which may come from clocks that differ', () => {
    expect(through(way('studio', 'lin', 1, 3_600_000), way('office', 'lin', 2, 0))).toEqual({
      lin: ['office', 'studio'],
    })
  })

  it('goes by time between accounts that were imported together', () => {
    expect(through(way('studio', 'lin', 7, 1_000), way('office', 'lin', 7, 2_000))).toEqual({
      lin: ['office', 'studio'],
    })
  })

  it('breaks a tie by the default account, then by the operator’s order', () => {
    expect(through(way('office', 'lin', 10), way('shop', 'lin', 10), way('studio', 'lin', 10))).toEqual({
      lin: ['studio', 'shop', 'office'],
    })
  })

  it('takes any account that was written to before one that never was, even the default', () => {
    expect(through(way('studio', 'lin', null), way('office', 'lin', 0))).toEqual({
      lin: ['office', 'studio'],
    })
  })

  it('goes by default and order where nobody wrote', () => {
    expect(through(way('office', 'lin', null), way('shop', 'lin', null), way('studio', 'lin', null))).toEqual(
      {
        lin: ['studio', 'shop', 'office'],
      },
    )
  })

  it('keeps contacts apart by their exact user id', () => {
    expect(through(way('shop', 'lin', 1), way('studio', 'Lin', 2))).toEqual({
      lin: ['shop'],
      Lin: ['studio'],
    })
  })

  it('leaves out accounts that are gone', () => {
    expect(through(way('sold', 'lin', 99), way('shop', 'lin', 1), way('sold', 'mei', 2))).toEqual({
      lin: ['shop'],
    })
  })
})
