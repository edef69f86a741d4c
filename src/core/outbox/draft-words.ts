import { splitText } from '#shared/text/pieces.ts'
import { isBlank } from '#shared/text/repair.ts'

/** Where a text may have been cut behind a line as well as inside one. */
const SENTENCE_END = /[。！？!?…；;]["'”’）)」』]*$/u

/**
 * A text with the piece behind it that it was split from. Only line breaks are lost between the two: there was one unless
 * the text would be cut just there without it.
 */
export function continued(text: string, piece: string): string {
  const isInsideLine = !SENTENCE_END.test(text) && splitText(text + piece).includes(piece)
  return isInsideLine ? text + piece : `${text}\n${piece}`
}

/** What was just sent stands before what was typed since; what is fetched from a queue comes behind what stands there. */
export function joined(texts: readonly string[], box: string, isFirst: boolean): string {
  const typed = isBlank(box) ? [] : [box]
  return (isFirst ? [...texts, ...typed] : [...typed, ...texts]).join('\n')
}
