import { describe, expect, it } from 'vitest'
import { heldOrder } from './use-stable-order.ts'

describe('heldOrder', () => {
  it('moves nothing, lets nothing but removed rows go, and puts what is new at the end', () => {
    expect(heldOrder([1, 2, 3], [5, 3], (id) => id !== 2)).toEqual([1, 3, 5])
  })
})
