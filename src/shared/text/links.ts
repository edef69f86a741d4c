import { linkifyit } from 'linkify-it'
import { MAX_URL } from '../limits.ts'

/** Where a link stands in a text: from `start`, up to and without `end`, in UTF-16 units. */
export interface Link {
  start: number
  end: number
  /** The address as it is written there. */
  url: string
}

/** Only addresses written out with http or https: anything guessed could lead elsewhere than it reads. */
const finder = linkifyit({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  .add('ftp:', null)
  .add('mailto:', null)
  .add('//', null)

/**
 * What ends an address: blanks, Chinese punctuation, writing that needs no blank before it, emoji, and what
 * draws nothing. An address with such writing inside has it percent-encoded, as every browser copies it.
 */
const END =
  /[\s\p{Cc}\p{DI}\u3000-\u30ff\uff00-\uffef“”‘’…—\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Bopo}\p{ExtPict}\p{RI}\p{EMod}]/gu

/** Where an address may begin: also right behind a Chinese character, which linkify-it takes for a word. */
const BEGINNING = /(?<![A-Za-z0-9_])https?:\/\//giu

/** Longest run without an end that is looked at; an address in more than that is none that anybody wrote. */
const LONGEST_RUN = 2 * MAX_URL

/**
 * The links of a text, in order, found in the whole of it: a text is cut for the eye or for sending afterwards.
 * What is too long to be opened is no link.
 * @param until links that begin here or later are not looked for
 */
export function linksIn(text: string, until: number = text.length): Link[] {
  const links: Link[] = []
  let position = 0
  for (const { index } of text.matchAll(BEGINNING)) {
    if (index >= until) break
    if (index < position) continue
    END.lastIndex = index
    const runEnd = END.exec(text)?.index ?? text.length
    if (runEnd - index > LONGEST_RUN) {
      position = runEnd
      continue
    }
    const url = finder.matchAtStart(text.slice(index, runEnd))?.text
    if (url === undefined) continue
    position = index + url.length
    if (url.length <= MAX_URL) links.push({ start: index, end: position, url })
  }
  return links
}
