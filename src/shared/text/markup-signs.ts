import { linksIn } from './links.ts'

/** Signs that a phone may take for formatting where they come in pairs, and their full-width likes (fact sheet 5.1). */
const FULL_WIDTH = { '*': '＊', _: '＿', '#': '＃', '~': '～', '`': '｀', '|': '｜' } as const

export type MarkupSign = keyof typeof FULL_WIDTH

/** A sign that stays as it is on every phone, and looks much the same. */
export function fullWidth(sign: MarkupSign): string {
  return FULL_WIDTH[sign]
}

/** Twice in one line with something between; three in a row fence code. Of numbers of signs a heading is one. */
const PAIRS: Readonly<Record<MarkupSign, RegExp>> = {
  '*': /\*[^\n]*[^\s*][^\n]*\*/u,
  _: /_[^\n]*[^\s_][^\n]*_/u,
  '#': /#[^\n]*[^\s#][^\n]*#|^#{1,4} +\S/mu,
  '~': /~[^\n]*[^\s~][^\n]*~|~~~/u,
  '`': /`[^\n]*[^\s`][^\n]*`|```/u,
  '|': /\|[^\n]*[^\s|][^\n]*\|/u,
}

const SIGNS: readonly MarkupSign[] = ['*', '_', '#', '~', '`', '|']
/** Texts that are longer are not looked through with every key. */
const LONGEST = 20_000

/** The signs in a text that the contact's phone may hide. Those of links are none of them. */
export function markupSignsIn(text: string): MarkupSign[] {
  const beginning = text.slice(0, LONGEST)
  if (!SIGNS.some((sign) => beginning.includes(sign))) return []
  let rest = ''
  let position = 0
  for (const { start, end } of linksIn(beginning)) {
    rest += beginning.slice(position, start)
    position = end
  }
  rest += beginning.slice(position)
  return SIGNS.filter((sign) => PAIRS[sign].test(rest))
}
