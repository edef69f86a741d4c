import { linksIn } from './links.ts'

/** Signs that a phone may take for formatting where they come in pairs, and their full-width likes (fact sheet 5.1). */
const FULL_WIDTH = { '*': '＊', _: '＿', '#': '＃', '~': '～', '`': '｀', '|': '｜' } as const

export type MarkupSign = keyof typeof FULL_WIDTH

/** A sign that stays as it is on every phone, and looks much the same. */
export function fullWidth(sign: MarkupSign): string {
  return FULL_WIDTH[sign]
}

const SIGNS: readonly MarkupSign[] = ['*', '_', '#', '~', '`', '|']
/** A heading is one with a single sign, and three fence code over lines. */
const ALONE: Partial<Record<MarkupSign, RegExp>> = { '#': /^#{1,4} +\S/mu, '~': /~~~/u, '`': /```/u }
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
  const lines = rest.split('\n')
  return SIGNS.filter((sign) => ALONE[sign]?.test(rest) || lines.some((line) => hasPair(line, sign)))
}

/** Whether a sign stands twice in a line with something to be formatted between. */
function hasPair(line: string, sign: MarkupSign): boolean {
  const between = line.slice(line.indexOf(sign) + 1, Math.max(0, line.lastIndexOf(sign)))
  return line.includes(sign) && between.replaceAll(sign, '').trim() !== ''
}
