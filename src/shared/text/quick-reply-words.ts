import type { Language } from '../model/settings.ts'
import { type GivenNames, PLACEHOLDERS } from './placeholders.ts'

/** What a placeholder of a quick reply stands for; `blank` is always left for the operator to fill in. */
export type QuickPlaceholder = 'contact' | 'account' | 'date' | 'time' | 'weekday' | 'blank'

/** How they are written, in either language of the interface; both are always understood. */
export const QUICK_PLACEHOLDERS: Record<Language, Record<QuickPlaceholder, string>> = {
  en: {
    ...PLACEHOLDERS.en,
    ...{ date: '{date}', time: '{time}', weekday: '{weekday}', blank: '{blank}' },
  },
  'zh-CN': {
    ...PLACEHOLDERS['zh-CN'],
    ...{ date: '{日期}', time: '{时间}', weekday: '{星期}', blank: '{填空}' },
  },
}

const MEANING = new Map<string, QuickPlaceholder>(
  Object.values(QUICK_PLACEHOLDERS).flatMap((words) => [
    [words.contact, 'contact'] as const,
    [words.account, 'account'] as const,
    [words.date, 'date'] as const,
    [words.time, 'time'] as const,
    [words.weekday, 'weekday'] as const,
    [words.blank, 'blank'] as const,
  ]),
)
const KNOWN = new RegExp([...MEANING.keys()].map((word) => word.replace(/[{}]/gu, '\\$&')).join('|'), 'gu')
/** What looks as if it were to be filled in: few characters in braces, of whatever width. */
const ANY = /[{｛][^{}｛｝\n]{1,20}[}｝]/gu

/** What stands for the placeholders in what one person gets; null where nothing is known. */
export type QuickValues = Record<QuickPlaceholder, string | null>

/** The names given, and the time as people write it in a language, of this computer's zone. */
export function quickValues({ contact, account }: GivenNames, now: number, language: Language): QuickValues {
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, options).format(new Date(now))
  return {
    contact,
    account,
    date: say({ year: 'numeric', month: 'long', day: 'numeric' }),
    time: say({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    weekday: say({ weekday: 'long' }),
    blank: null,
  }
}

/** A stretch of a text, in UTF-16 units. */
export interface Gap {
  from: number
  to: number
}

/**
 * The text as one person gets it. What a value itself holds is never taken for a placeholder; one without a value stays,
 * as `unwritten` writes it if given.
 */
export function fillQuickReply(
  text: string,
  values: QuickValues,
  unwritten?: Readonly<Record<QuickPlaceholder, string>>,
): { text: string; gaps: Gap[] } {
  const gaps: Gap[] = []
  let filled = ''
  let done = 0
  for (const { 0: word, index } of text.matchAll(KNOWN)) {
    const meaning = MEANING.get(word)
    const value = meaning === undefined ? word : values[meaning]
    filled += text.slice(done, index)
    done = index + word.length
    const stands = meaning === undefined ? word : (unwritten?.[meaning] ?? word)
    if (value === null) gaps.push({ from: filled.length, to: filled.length + stands.length })
    filled += value ?? stands
  }
  return { text: filled + text.slice(done), gaps }
}

/** Placeholders that stand in a text that is about to be sent. */
export function gapsIn(text: string): Gap[] {
  return [...text.matchAll(KNOWN)].map(({ 0: word, index }) => ({ from: index, to: index + word.length }))
}

/** What looks like a placeholder and is none: it would be sent as it stands. Each once, in the text's order. */
export function unknownPlaceholders(text: string): string[] {
  return [...new Set([...text.matchAll(ANY)].map(([word]) => word))].filter((word) => !MEANING.has(word))
}
