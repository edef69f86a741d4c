/** What is read as a line break, in whatever system's or program's spelling. */
const LINE_BREAK = /\r\n|[\r\v\f\u0085]/gu
/** Controls that mean nothing in a text, and halves of characters. Tab and line break are none of them. */
const BROKEN = /[^\P{Cc}\t\n]|\p{Cs}/gu
const NEEDS_REPAIR = /[^\P{Cc}\t\n]|\p{Cs}/u

/** What draws nothing, whatever stands beside it. */
const INVISIBLE = '\\s\\p{Cc}\\p{Cs}\\p{DI}\\u2800\\ufff9-\\ufffb\\u{1d159}'
const BLANK = new RegExp(`^[${INVISIBLE}]*$`, 'u')
/** Lines of which nothing is seen. */
const BLANK_BEGINNING = new RegExp(`^(?:(?:(?!\\n)[${INVISIBLE}])*\\n)+`, 'u')
const INVISIBLE_CHARACTER = new RegExp(`[${INVISIBLE}]`, 'u')

/**
 * A text without what no phone or program can take: halves of characters and controls are taken out, every
 * spelling of a line break becomes one. Joiners, directions and all that is written stay.
 */
export function repairText(text: string): string {
  return NEEDS_REPAIR.test(text) ? text.replace(LINE_BREAK, '\n').replace(BROKEN, '') : text
}

/** A name that the operator gives: repaired, on one line, composed; empty when nothing of it would be seen. */
export function repairName(name: string): string {
  const clean = repairText(name).normalize('NFC').replace(/\s+/gu, ' ').trim()
  return isBlank(clean) ? '' : clean
}

/** Whether nothing of a text would be seen: blanks and invisible characters alone. */
export function isBlank(text: string): boolean {
  return BLANK.test(text)
}

/** A text without blank lines at its beginning; blanks that indent the first line stay. */
export function withoutBlankBeginning(text: string): string {
  return text.replace(BLANK_BEGINNING, '')
}

/** A text without line breaks at its end, nor anything about them that is not seen. */
export function withoutBlankEnd(text: string): string {
  // by hand: a pattern that ends in blanks would try anew at each of them
  let seen = text.length
  while (seen > 0 && INVISIBLE_CHARACTER.test(lastCharacter(text, seen)))
    seen -= lastCharacter(text, seen).length
  const lineEnd = text.indexOf('\n', seen)
  return lineEnd === -1 ? text : text.slice(0, seen) + text.slice(seen, lineEnd).trimEnd()
}

function lastCharacter(text: string, end: number): string {
  const isPair = (text.codePointAt(end - 2) ?? 0) > 0xffff
  return text.slice(isPair ? end - 2 : end - 1, end)
}
