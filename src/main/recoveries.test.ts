import { describe, expect, it } from 'vitest'
import { Recoveries } from './recoveries.ts'

describe('P21: reports of damage', () => {
  it('are acted on once for each database, however many readings meet it', () => {
    const recoveries = new Recoveries()
    const database = {}
    expect([1, 2, 3].map(() => recoveries.isDue(database, database))).toEqual([true, false, false])
  })

  it('of a database that was replaced, or while none is in use, are past', () => {
    const recoveries = new Recoveries()
    expect(recoveries.isDue({}, {})).toBe(false)
    expect(recoveries.isDue({}, undefined)).toBe(false)
    const current = {}
    expect(recoveries.isDue(current, current)).toBe(true)
  })

  it('of a disk that goes on breaking are left alone after the second', () => {
    const recoveries = new Recoveries()
    const databases = [{}, {}, {}]
    expect(databases.map((one) => recoveries.isDue(one, one))).toEqual([true, true, false])
  })
})
