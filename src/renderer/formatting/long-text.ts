/** Lines from which on a text is folded; in the widest bubble, where it has the fewest. Folded it has a few less. */
const LONG_LINES = 22
/** Narrow characters in a line of the widest bubble, see `--measure`; wide ones take two places. */
const LINE = 62
/** From the first wide script on. */
const FIRST_WIDE = 0x1100

/** Whether a text takes so many lines that it is shown from its beginning only, until somebody wants all of it. */
export function isLongText(text: string): boolean {
  if (text.length < LONG_LINES) return false
  let lines = 1
  let column = 0
  for (let at = 0; at < text.length && lines <= LONG_LINES; at += 1) {
    const code = text.charCodeAt(at)
    const isBreak = code === 10
    column += code >= FIRST_WIDE ? 2 : 1
    if (!isBreak && column <= LINE) continue
    lines += 1
    column = 0
  }
  return lines > LONG_LINES
}
