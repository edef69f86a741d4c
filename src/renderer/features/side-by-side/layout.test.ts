import { describe, expect, it } from 'vitest'
import { accountOrder } from '../../store/account-order.ts'
import { accountId, anAccount } from '../../test-support/samples.ts'
import { firstLayout, movedBy, resized, standing, withColumn, withoutColumn } from './layout.ts'

const layout = [1, 2, 3].map((n) => ({ accountId: accountId(n), width: 300 + n }))
const ids = (columns: readonly { accountId: string }[]) =>
  columns.map((one) => Number(one.accountId.slice(-12)))

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

  it('are added at the end and removed', () => {
    expect(ids(withColumn(layout, accountId(7)))).toEqual([1, 2, 3, 7])
    expect(ids(withoutColumn(layout, accountId(2)))).toEqual([1, 3])
  })

  it('move with their widths and stop at the ends', () => {
    expect(movedBy(layout, accountId(3), -1)).toEqual([layout[0], layout[2], layout[1]])
    expect(movedBy(layout, accountId(1), -1)).toEqual(layout)
    expect(movedBy(layout, accountId(3), 1)).toEqual(layout)
    expect(movedBy(layout, accountId(9), 1)).toEqual(layout)
  })

  it('keep to whole pixels within the bounds', () => {
    const width = (wanted: number) => resized(layout, accountId(2), wanted)[1]?.width
    expect([width(10), width(400.4), width(9000)]).toEqual([280, 400, 1200])
    expect(resized(layout, accountId(2), 400)[0]).toEqual(layout[0])
  })
})
