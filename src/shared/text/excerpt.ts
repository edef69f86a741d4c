/** The beginning of a text, at most `limit` UTF-16 units and never ending in half a character. */
export function excerpt(text: string, limit: number): string {
  const cut = text.slice(0, limit)
  return cut.length < text.length && /[\ud800-\udbff]$/u.test(cut) ? cut.slice(0, -1) : cut
}
