/** What a key in the message box means. */
export type KeyMeaning = 'send' | 'leave' | 'text'

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
 * Enter sends; Shift+Enter breaks the line; nothing is sent while an input method composes. Some
 * browsers end the composition before they report the Enter that ended it: `justComposed` says so.
 */
export function keyMeaning(event: KeyFacts, justComposed: boolean): KeyMeaning {
  if (event.isComposing || event.keyCode === HANDLED_BY_INPUT_METHOD) return 'text'
  if (event.key === 'Escape') return 'leave'
  if (event.key !== 'Enter' || event.shiftKey || event.altKey || justComposed) return 'text'
  return 'send'
}
