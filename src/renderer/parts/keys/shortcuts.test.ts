// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { isShortcut, SHORTCUT_PLACES, SHORTCUTS, shortcutsOf } from './shortcuts.ts'

const pressed = (init: KeyboardEventInit) => new KeyboardEvent('keydown', init)

describe('keys of the table', () => {
  it('are met with Ctrl and with Cmd, whatever Caps Lock makes of the letter', () => {
    expect(isShortcut(pressed({ key: 'k', ctrlKey: true }), 'palette')).toBe(true)
    expect(isShortcut(pressed({ key: 'K', metaKey: true }), 'palette')).toBe(true)
  })

  it('are missed with a modifier too many or too few', () => {
    expect(isShortcut(pressed({ key: 'k' }), 'palette')).toBe(false)
    expect(isShortcut(pressed({ key: 'K', ctrlKey: true, shiftKey: true }), 'palette')).toBe(false)
    expect(isShortcut(pressed({ key: 'k', ctrlKey: true, altKey: true }), 'palette')).toBe(false)
    expect(isShortcut(pressed({ key: '?', ctrlKey: true }), 'shortcuts')).toBe(false)
  })

  it('take a sign whether or not a keyboard needs Shift for it', () => {
    expect(isShortcut(pressed({ key: '?', shiftKey: true }), 'shortcuts')).toBe(true)
    expect(isShortcut(pressed({ key: '?' }), 'shortcuts')).toBe(true)
  })

  it('stand in one place each, and no two of a place are the same', () => {
    const listed = SHORTCUT_PLACES.flatMap(shortcutsOf)
    expect([...listed].sort()).toEqual(Object.keys(SHORTCUTS).sort())
    for (const place of SHORTCUT_PLACES) {
      const keys = shortcutsOf(place).flatMap((id) => [...SHORTCUTS[id].keys])
      expect(new Set(keys).size, place).toBe(keys.length)
    }
  })
})
