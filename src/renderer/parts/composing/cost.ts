import { MAX_TEXT } from '#shared/limits.ts'
import { PIECE_BYTES, PIECE_CHARACTERS, splitText, utf8Bytes } from '#shared/text/pieces.ts'
import { gapsIn } from '#shared/text/quick-reply-words.ts'
import { isBlank } from '#shared/text/repair.ts'

/** What sending a text would take. */
export interface Cost {
  /** Messages it goes out in; zero for a blank text. */
  pieces: number
  problem: 'too-long' | 'too-many-bytes' | null
}

export function costOf(text: string): Cost {
  if (text.length > MAX_TEXT) return { pieces: 0, problem: 'too-long' }
  if (isBlank(text)) return { pieces: 0, problem: null }
  if (text.length <= PIECE_CHARACTERS) return { pieces: 1, problem: null }
  const pieces = splitText(text)
  const tooLarge = pieces.some((piece) => utf8Bytes(piece) > PIECE_BYTES)
  return { pieces: pieces.length, problem: tooLarge ? 'too-many-bytes' : null }
}

/** What sending a text would take that may come from a quick reply. */
export interface WrittenCost {
  pieces: number
  /** `unfilled`: a placeholder stands in it that nobody has filled in. */
  problem: Cost['problem'] | 'unfilled'
}

/** The cost of what stands in a message box. */
export function writtenCostOf(text: string): WrittenCost {
  const cost = costOf(text)
  return cost.problem === null && gapsIn(text).length > 0 ? { ...cost, problem: 'unfilled' } : cost
}
