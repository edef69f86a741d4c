import { linkifyit } from 'linkify-it'

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
/** The contract's limit for an address that can be opened. */
const LONGEST_URL = 4096

export function stretches(text: string): Stretch[] {
  const found: Stretch[] = []
  let position = 0
  const plain = (end: number) => {
    if (end > position) found.push({ text: text.slice(position, end), url: null, start: position })
  }
  for (const match of finder.match(text) ?? []) {
    const mark = match.text.search(CHINESE_MARK)
    const address = mark === -1 ? match.text : match.text.slice(0, mark)
    if (address.length > LONGEST_URL || !URL.canParse(address)) continue
    plain(match.index)
    found.push({ text: address, url: address, start: match.index })
    position = match.index + address.length
  }
  plain(text.length)
  return found
}
