import { describe, expect, it } from 'vitest'
import { moveTo } from './move-to.ts'

describe('moveTo', () => {
  it('counts places among the others, and stops at the ends', () => {
    expect(moveTo(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c'])
    expect(moveTo(['a', 'b', 'c'], 'c', 0)).toEqual(['c', 'a', 'b'])
    expect(moveTo(['a', 'b', 'c'], 'a', 9)).toEqual(['b', 'c', 'a'])
    expect(moveTo(['a', 'b', 'c'], 'c', -1)).toEqual(['c', 'a', 'b'])
  })

  it('says when nothing would change', () => {
    expect(moveTo(['a', 'b', 'c'], 'b', 1)).toBeNull()
    expect(moveTo(['a', 'b', 'c'], 'c', 9)).toBeNull()
    expect(moveTo(['a', 'b'], 'c', 0)).toBeNull()
  })
})
