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
function route(account: string, contactUserId: string, arrived: number | null, lastInboundAt = arrived) {
  return { accountId: id(account), contactUserId, lastInboundAt, lastInboundSeq: arrived }
}

/** The accounts through which each contact is reached, best first. */
function through(...from: ReturnType<typeof route>[]): Record<string, string[]> {
  const routes = routesByContact(from, accounts)
  return Object.fromEntries([...routes].map(([who, best]) => [who, best.map((one) => one.accountId)]))
}

describe('routesByContact (P8)', () => {
  it('prefers the account the contact wrote to most recently', () => {
    expect(through(route('studio', 'lin', 10), route('office', 'lin', 30), route('shop', 'lin', 20))).toEqual(
      {
        lin: ['office', 'shop', 'studio'],
      },
    )
  })

  it('P19: goes by arrival, not by the times, which may come from clocks that differ', () => {
    expect(through(route('studio', 'lin', 1, 3_600_000), route('office', 'lin', 2, 0))).toEqual({
      lin: ['office', 'studio'],
    })
  })

  it('goes by time between accounts that were imported together', () => {
    expect(through(route('studio', 'lin', 7, 1_000), route('office', 'lin', 7, 2_000))).toEqual({
      lin: ['office', 'studio'],
    })
  })

  it('breaks a tie by the default account, then by the operator’s order', () => {
    expect(through(route('office', 'lin', 10), route('shop', 'lin', 10), route('studio', 'lin', 10))).toEqual(
      {
        lin: ['studio', 'shop', 'office'],
      },
    )
  })

  it('takes any account that was written to before one that never was, even the default', () => {
    expect(through(route('studio', 'lin', null), route('office', 'lin', 0))).toEqual({
      lin: ['office', 'studio'],
    })
  })

  it('goes by default and order where nobody wrote', () => {
    expect(
      through(route('office', 'lin', null), route('shop', 'lin', null), route('studio', 'lin', null)),
    ).toEqual({
      lin: ['studio', 'shop', 'office'],
    })
  })

  it('keeps contacts apart by their exact user id', () => {
    expect(through(route('shop', 'lin', 1), route('studio', 'Lin', 2))).toEqual({
      lin: ['shop'],
      Lin: ['studio'],
    })
  })

  it('leaves out accounts that are gone', () => {
    expect(through(route('sold', 'lin', 99), route('shop', 'lin', 1), route('sold', 'mei', 2))).toEqual({
      lin: ['shop'],
    })
  })
})
