import type { Settings } from '#shared/model/settings.ts'

/** What a key in the message box means. */
export type KeyMeaning = 'send' | 'leave' | 'input-method' | 'text'

export interface KeyFacts {
  key: string
  keyCode: number
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  isComposing: boolean
}

/** The key code browsers give every key that an input method handles. */
const HANDLED_BY_INPUT_METHOD = 229

/**
 * Enter sends and Shift+Enter breaks the line, or Enter breaks it and only Ctrl or Cmd with it sends; nothing is sent while an input method composes. Some
 * browsers end the composition before they report the Enter that ended it: `justComposed` says so.
 */
export function keyMeaning(event: KeyFacts, justComposed: boolean, sendKey: Settings['sendKey']): KeyMeaning {
  const composing = event.isComposing || event.keyCode === HANDLED_BY_INPUT_METHOD
  if (event.key === 'Escape') return composing ? 'input-method' : 'leave'
  if (event.key !== 'Enter') return 'text'
  // The Enter that picks a candidate must not break the line either.
  if (composing || justComposed) return 'input-method'
  if (event.shiftKey || event.altKey) return 'text'
  return sendKey === 'enter' || event.ctrlKey || event.metaKey ? 'send' : 'text'
}
