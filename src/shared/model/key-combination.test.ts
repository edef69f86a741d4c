import { describe, expect, it } from 'vitest'
import { combinationOf } from './key-combination.ts'
import { KeyCombinationSchema } from './key-combination-schema.ts'

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

describe('a combination of keys', () => {
  it.each([
    [{ code: 'KeyL', ctrlKey: true, altKey: true }, 'Mod+Alt+L'],
    [{ code: 'KeyL', metaKey: true, shiftKey: true }, 'Mod+Shift+L'],
    [{ code: 'Digit1', altKey: true }, 'Alt+1'],
    [{ code: 'F12', ctrlKey: true }, 'Mod+F12'],
  ])('%o is %s', (pressed, expected) => {
    expect(combinationOf({ ...NONE, ...pressed })).toBe(expected)
  })

  it.each([
    [{ code: 'ControlLeft', ctrlKey: true }],
    [{ code: 'KeyL' }],
    [{ code: 'KeyL', shiftKey: true }],
    [{ code: 'Enter', ctrlKey: true }],
    [{ code: 'F25', ctrlKey: true }],
  ])('%o makes none: it would be taken from every program, or is not whole', (pressed) => {
    expect(combinationOf({ ...NONE, ...pressed })).toBeNull()
  })

  it('is refused in any other form', () => {
    for (const text of ['', 'L', 'Shift+L', 'mod+l', 'Mod+Alt', 'Alt+Mod+L', 'Mod+Alt+L+L', 'Mod+Escape'])
      expect(KeyCombinationSchema.safeParse(text).success, text).toBe(false)
  })
})
