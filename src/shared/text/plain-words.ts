/** Words and nothing else: whatever could be an id, a key or a path does not look so. */
const PLAIN_WORDS = /^[A-Za-z_]{1,24}(?: [A-Za-z_]{1,24}){0,9}$/

/** A server's text where it is nothing but words, else null. */
export function plainWords(text: string): string | null {
  return PLAIN_WORDS.test(text) ? text : null
}
