/** Words and nothing else: whatever could be an id, a key or a path does not look so. */
const PLAIN_WORDS = /^[A-Za-z_]{1,24}(?: [A-Za-z_]{1,24}){0,9}$/

/** A server's text where it is nothing but words, else null. */
export function plainWords(text: string): string | null {
  return PLAIN_WORDS.test(text) ? text : null
}

/** A piece of a text between blanks that is a word, in Latin or Chinese letters, or a short number, with its punctuation. */
const WORD =
  /^["'(“（]?(?:[A-Za-z_]{1,24}|\d{1,6}|[\p{Script=Han}，。：；！？、（）]{1,200})["'”)）.,:;!?]{0,3}$/u

/** A server's text with `…` in place of whatever could be an id, a key or a path (P9); null where no word is left. */
export function maskedWords(text: string): string | null {
  const pieces = text.split(/\s+/u).filter((piece) => piece !== '')
  if (!pieces.some((piece) => WORD.test(piece))) return null
  const masked = pieces.map((piece) => (WORD.test(piece) ? piece : '…'))
  return masked.filter((piece, n) => piece !== '…' || masked[n - 1] !== '…').join(' ')
}
