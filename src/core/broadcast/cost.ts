import type { NameFallbacks } from '#shared/model/broadcast.ts'
import { PIECE_BYTES, splitText, utf8Bytes } from '#shared/text/pieces.ts'
import { fillPlaceholders, type GivenNames, placeholdersIn } from '#shared/text/placeholders.ts'

/** A text as it goes out to one person. */
export interface FilledText {
  /** The messages it goes out in; none for a blank one. */
  pieces: readonly string[]
  /** One of them is more than the server takes (fact sheet 5.1). */
  isTooLong: boolean
}

function piecesOf(text: string): FilledText {
  if (text.trim() === '') return { pieces: [], isTooLong: false }
  const pieces = splitText(text)
  return { pieces, isTooLong: pieces.some((piece) => utf8Bytes(piece) > PIECE_BYTES) }
}

/** Fills a text for one person after the other; the same text is split once. */
export function createFilling(text: string, fallbacks: NameFallbacks): (names: GivenNames) => FilledText {
  const isPersonal = placeholdersIn(text).size > 0
  const known = new Map<string, FilledText>()
  return (names) => {
    const filled = isPersonal ? fillPlaceholders(text, names, fallbacks) : text
    let result = known.get(filled)
    if (result === undefined) {
      result = piecesOf(filled)
      known.set(filled, result)
    }
    return result
  }
}
