import { describe, expect, it } from 'vitest'
import type { AccountSort } from '../../store/ui.ts'
import { anAccount, NOW } from '../../test-support/samples.ts'
import { nextSort } from '../../ui/sort.ts'
import { lastContact, sortAccounts } from './order.ts'

const byNumber = (sort: AccountSort, ...accounts: ReturnType<typeof anAccount>[]) =>
  sortAccounts(accounts, sort, ({ alias, number }) => alias ?? String(number)).map(({ number }) => number)

describe('sorting accounts', () => {
  it('goes upwards, downwards and back to the own order', () => {
    const up = nextSort<'state' | 'since'>(null, 'state')
    expect(up).toEqual({ column: 'state', descending: false })
    const down = nextSort(up, 'state')
    expect(down).toEqual({ column: 'state', descending: true })
    expect(nextSort(down, 'state')).toBeNull()
    expect(nextSort(down, 'since')).toEqual({ column: 'since', descending: false })
  })

  it('puts first what needs a person, and keeps equals in place', () => {
    const accounts = [
      anAccount(1),
      anAccount(2, { state: 'needs-sign-in' }),
      anAccount(3),
      anAccount(4, { state: 'offline' }),
    ]
    expect(byNumber({ column: 'state', descending: false }, ...accounts)).toEqual([2, 4, 1, 3])
    expect(byNumber(null, ...accounts)).toEqual([1, 2, 3, 4])
  })

  it('sorts names and times; what never happened stands last both ways', () => {
    const accounts = [
      anAccount(1, { alias: 'b', lastInboundAt: null }),
      anAccount(2, { alias: 'c', lastInboundAt: NOW - 2 }),
      anAccount(3, { alias: 'a', lastInboundAt: NOW - 1 }),
    ]
    expect(byNumber({ column: 'account', descending: false }, ...accounts)).toEqual([3, 1, 2])
    expect(byNumber({ column: 'inbound', descending: false }, ...accounts)).toEqual([2, 3, 1])
    expect(byNumber({ column: 'inbound', descending: true }, ...accounts)).toEqual([3, 2, 1])
  })

  it('counts coming online as contact', () => {
    const heard = { stateSince: NOW, lastContactAt: NOW - 60_000 }
    expect(lastContact(anAccount(1, heard))).toBe(NOW)
    expect(lastContact(anAccount(1, { ...heard, state: 'reconnecting' }))).toBe(NOW - 60_000)
    expect(lastContact(anAccount(1, { state: 'offline', lastContactAt: null }))).toBeNull()
  })
})
