import { describe, expect, it } from 'vitest'
import { accountOrder } from '../../store/account-order.ts'
import { accountId, anAccount } from '../../test-support/samples.ts'
import {
  firstLayout,
  type Layout,
  movedBy,
  resized,
  standing,
  widest,
  withColumn,
  withoutColumn,
  withWidths,
} from './layout.ts'

const layout = [1, 2, 3].map((n) => ({ accountId: accountId(n), width: 300 + n }))
const ids = (columns: Layout) =>
  columns.map((one) => ('accountId' in one ? Number(one.accountId.slice(-12)) : one.filter))
const shares = (columns: Layout) => columns.map(({ width }) => width)

describe('columns', () => {
  it('begin with the first three accounts, the default one before the others', () => {
    const accounts = [1, 2, 3, 4].map((n) => anAccount(n, { isDefault: n === 3 }))
    expect(ids(firstLayout(accountOrder(accounts).map(({ id }) => id)))).toEqual([3, 1, 2])
    expect(firstLayout([])).toEqual([])
  })

  it('lose accounts that are gone and never show one twice', () => {
    const kept = [...layout, { accountId: accountId(1), width: 500 }]
    expect(standing(kept, (id) => id !== accountId(2))).toEqual([layout[0], layout[2]])
  })

  it('are added at the end, as wide as the others are, and removed', () => {
    const more = withColumn(layout, { accountId: accountId(7) })
    expect(ids(more)).toEqual([1, 2, 3, 7])
    expect(more.at(-1)?.width).toBe(302)
    expect(ids(withoutColumn(layout, accountId(2)))).toEqual([1, 3])
    expect(shares(withColumn([], { accountId: accountId(7) }))).toEqual([360])
  })

  it('may hold what a filter finds in all accounts, once', () => {
    const both = withColumn(withColumn(layout, { filter: 'needs-reply' }), { filter: 'closing' })
    expect(ids(both)).toEqual([1, 2, 3, 'needs-reply', 'closing'])
    expect(ids(standing([...both, { filter: 'closing', width: 400 }], () => true))).toEqual(ids(both))
    expect(ids(standing(both, () => false))).toEqual(['needs-reply', 'closing'])
    expect(ids(movedBy(both, 'filter:closing', -1))).toEqual([1, 2, 3, 'closing', 'needs-reply'])
    expect(ids(withoutColumn(both, 'filter:needs-reply'))).toEqual([1, 2, 3, 'closing'])
  })

  it('move with their widths and stop at the ends', () => {
    expect(movedBy(layout, accountId(3), -1)).toEqual([layout[0], layout[2], layout[1]])
    expect(movedBy(layout, accountId(1), -1)).toEqual(layout)
    expect(movedBy(layout, accountId(3), 1)).toEqual(layout)
    expect(movedBy(layout, accountId(9), 1)).toEqual(layout)
  })

  it('share the width: what one gains, the next one loses, in whole pixels and within the bounds', () => {
    const columns = withWidths(layout, new Map([1, 2, 3].map((n) => [accountId(n), 400.4])))
    expect(shares(columns)).toEqual([400, 400, 400])
    expect(shares(resized(columns, accountId(2), 450.6))).toEqual([400, 451, 349])
    expect(shares(resized(columns, accountId(2), 10))).toEqual([400, 280, 520])
    expect(shares(resized(columns, accountId(2), 9000))).toEqual([400, 520, 280])
    expect(widest(columns, accountId(2))).toBe(520)
    expect(resized(columns, accountId(3), 450)).toEqual(columns)
  })
})
