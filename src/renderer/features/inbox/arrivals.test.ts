import { describe, expect, it } from 'vitest'
import type { ConversationId } from '#shared/model/ids.ts'
import { conversationId } from '../../test-support/samples.ts'
import { Arrivals } from './arrivals.ts'

const ids = (...numbers: number[]): ConversationId[] => numbers.map((n) => conversationId(n))
const WRITING = false
const FREE = true

describe('Arrivals', () => {
  it('has rows come a few at a time from the top down, and those that they push out go as they do', () => {
    const arrivals = new Arrivals()
    expect(arrivals.of(ids(1, 2, 3, 4, 5, 6, 7, 8, 9), 0, 7, FREE)).toEqual(ids(1, 2, 3, 4, 5, 6, 7))
    const order = ids(17, 16, 15, 14, 13, 12, 11, 1, 2, 3, 4, 5, 6, 7, 8, 9)
    const draw = () => arrivals.of(order, 0, 7, WRITING)
    expect([draw(), arrivals.areLate]).toEqual([ids(1, 2, 3, 4, 5, 6, 7), true])
    arrivals.admit()
    expect([draw(), arrivals.areLate]).toEqual([ids(17, 16, 15, 14, 13, 1, 2), true])
    // drawn again for something else
    expect(draw()).toEqual(ids(17, 16, 15, 14, 13, 1, 2))
    arrivals.admit()
    expect([draw(), arrivals.areLate]).toEqual([ids(17, 16, 15, 14, 13, 12, 11), false])
  })

  it('keeps nobody out once nobody writes', () => {
    const arrivals = new Arrivals()
    arrivals.of(ids(1, 2, 3), 0, 2, FREE)
    const order = ids(5, 4, 1, 2, 3)
    expect(arrivals.of(order, 0, 2, WRITING)).toEqual(ids(1, 2))
    expect([arrivals.of(order, 0, 2, FREE), arrivals.areLate]).toEqual([ids(5, 4), false])
  })

  it('moves what is drawn already at once', () => {
    const arrivals = new Arrivals()
    arrivals.of(ids(1, 2, 3, 4), 0, 3, FREE)
    expect([arrivals.of(ids(3, 1, 2, 4), 0, 3, WRITING), arrivals.areLate]).toEqual([ids(3, 1, 2), false])
  })

  it('has all rows at once for who scrolls, up or down', () => {
    const arrivals = new Arrivals()
    const order = ids(1, 2, 3, 4, 5, 6, 7, 8, 9)
    arrivals.of(order, 5, 3, FREE)
    expect([arrivals.of(order, 3, 3, WRITING), arrivals.areLate]).toEqual([ids(4, 5, 6), false])
    expect([arrivals.of(order, 0, 3, WRITING), arrivals.areLate]).toEqual([ids(1, 2, 3), false])
    expect([arrivals.of(order, 6, 3, WRITING), arrivals.areLate]).toEqual([ids(7, 8, 9), false])
  })

  it.each([
    ['another list', ids(11, 12, 13, 14), ids(11, 12, 13)],
    ['what follows rows that have left', ids(1, 4, 5), ids(1, 4, 5)],
    ['one more where there is room', ids(9, 1, 2), ids(9, 1, 2)],
    ['another stretch of the list', ids(7, 8, 9), ids(7, 8, 9)],
  ])('leaves no place empty: %s', (_, order, drawn) => {
    const arrivals = new Arrivals()
    arrivals.of(ids(1, 2, 3), 0, 3, FREE)
    expect([arrivals.of(order, 0, 3, WRITING), arrivals.areLate]).toEqual([drawn, false])
  })
})
