import { linksIn } from './links.ts'

/** Signs that a phone may take for formatting where they come in pairs, and their full-width likes (fact sheet 5.1). */
const FULL_WIDTH = { '*': '＊', _: '＿', '#': '＃', '~': '～', '`': '｀', '|': '｜', '-': '－' } as const

export type MarkupSign = keyof typeof FULL_WIDTH

/** A sign that stays as it is on every phone, and looks much the same. */
export function fullWidth(sign: MarkupSign): string {
  return FULL_WIDTH[sign]
}

const SIGNS: readonly MarkupSign[] = ['*', '_', '#', '~', '`', '|', '-']
/** A heading is one with a single sign, three fence code over lines, and three in a line of their own are a rule. */
const ALONE: Partial<Record<MarkupSign, RegExp>> = {
  '#': /^#{1,4} +\S/mu,
  '~': /~~~/u,
  '`': /```/u,
  '*': /^ {0,3}\*{3,} *$/mu,
  _: /^ {0,3}_{3,} *$/mu,
  '-': /^ {0,3}-{3,} *$/mu,
}
/** These mean nothing in pairs: a list of dates is full of them. */
const ONLY_ALONE: ReadonlySet<MarkupSign> = new Set(['-'])
/** Texts that are longer are not looked through with every key. */
const LONGEST = 20_000

/** The signs in a text that the contact's phone may hide. Those of links are none of them. */
export function markupSignsIn(text: string): MarkupSign[] {
  const beginning = text.slice(0, LONGEST)
  if (!SIGNS.some((sign) => beginning.includes(sign))) return []
  const rest = outsideLinks(beginning, (plain) => plain, '')
  const lines = rest.split('\n')
  return SIGNS.filter(
    (sign) => ALONE[sign]?.test(rest) || (!ONLY_ALONE.has(sign) && lines.some((line) => hasPair(line, sign))),
  )
}

/** A text in which those signs are full-width, so that every phone shows them. Links stay what they are. */
export function withFullWidth(text: string, signs: readonly MarkupSign[]): string {
  const widen = (plain: string, sign: MarkupSign): string => {
    const alone = ONLY_ALONE.has(sign) ? ALONE[sign] : undefined
    if (alone === undefined) return plain.replaceAll(sign, fullWidth(sign))
    return plain.replace(new RegExp(alone, 'gmu'), (line) => line.replaceAll(sign, fullWidth(sign)))
  }
  return outsideLinks(text, (plain) => signs.reduce(widen, plain))
}

/** A text with all that is no link changed; links give way to `instead` where that is given. */
function outsideLinks(text: string, change: (plain: string) => string, instead?: string): string {
  let done = ''
  let position = 0
  for (const { start, end } of linksIn(text)) {
    done += change(text.slice(position, start)) + (instead ?? text.slice(start, end))
    position = end
  }
  return done + change(text.slice(position))
}

/** Whether a sign stands twice in a line with something to be formatted between. */
function hasPair(line: string, sign: MarkupSign): boolean {
  const between = line.slice(line.indexOf(sign) + 1, Math.max(0, line.lastIndexOf(sign)))
  return line.includes(sign) && between.replaceAll(sign, '').trim() !== ''
}
