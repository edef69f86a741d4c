import { describe, expect, it } from 'vitest'
import type { ConversationId } from '#shared/model/ids.ts'
import { conversationId } from '../../test-support/samples.ts'
import { RowSlots } from './row-slots.ts'

const ids = (...numbers: number[]): ConversationId[] => numbers.map((n) => conversationId(n))
const nobody = () => false

/** Elements as `key:row`, in the order in which they are drawn. */
function drawing(isKept: (id: ConversationId) => boolean = nobody) {
  const slots = new RowSlots()
  return (...numbers: number[]) => slots.of(ids(...numbers), isKept).map(({ key, id }) => `${key}:${id}`)
}

describe('RowSlots', () => {
  it('moves no element when rows change their places', () => {
    const draw = drawing()
    expect(draw(1, 2, 3)).toEqual(['0:1', '1:2', '2:3'])
    expect(draw(3, 1, 2)).toEqual(['0:1', '1:2', '2:3'])
  })

  it('gives the element of a row that goes to the one that comes', () => {
    const draw = drawing()
    draw(1, 2, 3)
    expect(draw(4, 1, 2)).toEqual(['0:1', '1:2', '2:4'])
    expect(draw(5, 4, 1)).toEqual(['0:1', '1:5', '2:4'])
  })

  it('leaves each element where it is when all rows go at once', () => {
    const draw = drawing()
    draw(1, 2, 3)
    expect(draw(3, 1, 2)).toEqual(['0:1', '1:2', '2:3'])
    expect(draw(6, 5, 4)).toEqual(['0:5', '1:4', '2:6'])
    expect(draw(7, 6, 8)).toEqual(['0:7', '1:8', '2:6'])
  })

  it('makes elements for more rows, and lets go of those that no row needs', () => {
    const draw = drawing()
    draw(1)
    expect(draw(2, 1)).toEqual(['0:1', '1:2'])
    expect(draw(2)).toEqual(['1:2'])
    expect(draw(3, 2)).toEqual(['1:2', '2:3'])
    expect(draw()).toEqual([])
  })

  it('lets an element go with its row where it is kept for it', () => {
    const draw = drawing((id) => id === conversationId(3))
    draw(1, 2, 3)
    expect(draw(4, 1, 2)).toEqual(['0:1', '1:2', '3:4'])
  })
})
