import { linksIn } from '#shared/text/links.ts'

/** A stretch of a text: plain, or a link with its address. Joined they give the text again. */
export interface Stretch {
  text: string
  url: string | null
  /** Where it starts in the text. */
  start: number
}

/**
 * Splits the beginning of a text into plain stretches and links.
 * @param length how much of it, in UTF-16 units; a link that begins there is given whole
 */
export function stretches(text: string, length: number = text.length): Stretch[] {
  const found: Stretch[] = []
  let position = 0
  const plain = (end: number) => {
    if (end > position) found.push({ text: text.slice(position, end), url: null, start: position })
  }
  for (const { start, end, url } of linksIn(text, length)) {
    if (!URL.canParse(url)) continue
    plain(start)
    found.push({ text: url, url, start })
    position = end
  }
  plain(Math.min(length, text.length))
  return found
}
