import { linkifyit } from 'linkify-it'
import { MAX_URL } from '#shared/limits.ts'

/** A stretch of a text: plain, or a link with its address. Joined they give the text again. */
export interface Stretch {
  text: string
  url: string | null
  /** Where it starts in the text. */
  start: number
}

/** Only addresses written out with http or https: anything guessed could lead elsewhere than it reads. */
const finder = linkifyit({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  .add('ftp:', null)
  .add('mailto:', null)
  .add('//', null)

/** Chinese punctuation ends an address; linkify-it takes some of it for letters. */
const CHINESE_MARK = /[\u3000-\u303f\uff00-\uffef“”‘’…—]/u

/** Where an address may begin: also right behind a Chinese character, which linkify-it takes for a word. */
const BEGINNING = /(?<![A-Za-z0-9_])https?:\/\//giu

/** Splits a text into plain stretches and links. */
export function stretches(text: string): Stretch[] {
  const found: Stretch[] = []
  let position = 0
  const plain = (end: number) => {
    if (end > position) found.push({ text: text.slice(position, end), url: null, start: position })
  }
  for (const { index } of text.matchAll(BEGINNING)) {
    if (index < position) continue
    const rest = text.slice(index, index + MAX_URL)
    const mark = rest.search(CHINESE_MARK)
    const address = finder.matchAtStart(mark === -1 ? rest : rest.slice(0, mark))?.text
    if (address === undefined || !URL.canParse(address)) continue
    plain(index)
    found.push({ text: address, url: address, start: index })
    position = index + address.length
  }
  plain(text.length)
  return found
}
