import type { z } from 'zod'

/**
 * Keys that are pressed together anywhere in the system, like `Mod+Alt+L`: `Mod` (Ctrl, or Cmd on a Mac) or `Alt`,
 * perhaps `Shift`, and a letter, a digit or a function key. `KeyboardEvent.code` says which, so that layouts do not matter.
 */
export type KeyCombination = string & z.$brand<'KeyCombination'>

/** Whether a text is such a combination, with its parts in their order. */
export function isKeyCombination(text: string): text is KeyCombination {
  return /^(?:Mod\+(?:Alt\+)?|Alt\+)(?:Shift\+)?(?:[A-Z0-9]|F(?:[1-9]|1[0-9]|2[0-4]))$/u.test(text)
}

/** What of a pressed key makes a combination. */
export interface PressedKey {
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/** The combination that was pressed; null while only modifiers are, and for keys that make none. */
export function combinationOf({
  code,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
}: PressedKey): KeyCombination | null {
  const key = code.replace(/^(?:Key|Digit)/u, '')
  const parts = [
    ...(ctrlKey || metaKey ? ['Mod'] : []),
    ...(altKey ? ['Alt'] : []),
    ...(shiftKey ? ['Shift'] : []),
  ]
  const text = [...parts, key].join('+')
  return isKeyCombination(text) ? text : null
}
