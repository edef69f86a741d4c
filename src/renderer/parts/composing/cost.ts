import { MAX_TEXT } from '#shared/limits.ts'
import { PIECE_BYTES, PIECE_CHARACTERS, splitText, utf8Bytes } from '#shared/text/pieces.ts'
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
