import type { NameFallbacks } from '#shared/model/broadcast.ts'
import { QUOTA } from '#shared/model/reply-window.ts'
import { PIECE_BYTES, PIECE_CHARACTERS, splitText, utf8Bytes } from '#shared/text/pieces.ts'
import { fillPlaceholders, type GivenNames, placeholdersIn } from '#shared/text/placeholders.ts'
import { isBlank, repairText } from '#shared/text/repair.ts'

/** Longer texts than this, in UTF-16 units, go out in more messages than anybody could get. */
const HOPELESS_LENGTH = QUOTA * PIECE_CHARACTERS * 2

/** What a text takes to be sent to one person. */
export interface TextCost {
  /** Messages; none for a blank text. */
  messages: number
  /** One of them is more than the server takes (fact sheet 5.1). */
  isTooLong: boolean
}

/** The messages a text goes out in; none for a blank one. */
export function piecesOf(text: string): string[] {
  return splitText(repairText(text))
}

function costOf(text: string): TextCost {
  // most texts are short, and splitting is not for free
  if (text.length <= PIECE_CHARACTERS) return { messages: isBlank(text) ? 0 : 1, isTooLong: false }
  if (text.length > HOPELESS_LENGTH) return { messages: QUOTA + 1, isTooLong: false }
  const pieces = piecesOf(text)
  return { messages: pieces.length, isTooLong: pieces.some((piece) => utf8Bytes(piece) > PIECE_BYTES) }
}

/**
 * Counts what a text costs one person after the other. Splitting takes milliseconds for a long text, so of
 * names that are equally long only the first is tried.
 */
export function createCounting(text: string, fallbacks: NameFallbacks): (names: GivenNames) => TextCost {
  const isPersonal = placeholdersIn(text).size > 0
  const known = new Map<string, TextCost>()
  const lengthOf = (name: string | null, fallback: string) => [...(name ?? fallback)].length
  return (names) => {
    const filled = isPersonal ? fillPlaceholders(text, names, fallbacks) : text
    if (isPersonal && filled.length <= PIECE_CHARACTERS) return costOf(filled)
    const key = isPersonal
      ? `${lengthOf(names.contact, fallbacks.contact)} ${lengthOf(names.account, fallbacks.account)}`
      : ''
    let cost = known.get(key)
    if (cost === undefined) {
      cost = costOf(filled)
      known.set(key, cost)
    }
    return cost
  }
}
