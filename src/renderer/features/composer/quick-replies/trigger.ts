/** What was typed to find a quick reply. */
export interface Trigger {
  /** Where its sign stands, in UTF-16 units. */
  from: number
  /** What stands behind the sign, up to the caret. */
  typed: string
}

/** A slash, or what Chinese input methods make of it, at the beginning or behind a blank. */
const AT_CARET = /(?:^|\p{White_Space})[/、]([^\p{White_Space}]*)$/u

/** The trigger that ends at the caret, if there is one. */
export function triggerAt(text: string, caret: number): Trigger | null {
  const found = AT_CARET.exec(text.slice(0, caret))
  const typed = found?.[1]
  return typed === undefined ? null : { from: caret - typed.length - 1, typed }
}

/** Kinds of input that put something into the box that nobody typed; no list opens for a path that was pasted. */
const NOT_TYPED = /^(?:delete|history|insertFrom(?:Paste|Drop|Yank))/u

/** Whether an input event says that somebody typed; one that says nothing counts as that. */
export function isTyped(event: Event): boolean {
  return !('inputType' in event && typeof event.inputType === 'string' && NOT_TYPED.test(event.inputType))
}
