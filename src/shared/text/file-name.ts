import { repairText } from './repair.ts'

/** Letters and marks of writing in which joiners change what is read. */
const JOINING =
  '\\p{scx=Arab}\\p{scx=Syrc}\\p{scx=Nkoo}\\p{scx=Mong}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}\\p{scx=Khmr}\\p{scx=Mymr}\\p{scx=Tibt}'
/** What stands before a joiner within one emoji. */
const EMOJI = '\\p{ExtPict}\\ufe0f\\p{EMod}'
/** A joiner that joins: inside an emoji, or behind a letter of such writing. */
const JOINER = `(?<=[${EMOJI}])\\u200d(?=\\p{ExtPict})|(?<=[${JOINING}])[\\u200c\\u200d]`
/** A flag of a region, spelt in characters that are invisible elsewhere. */
const REGION_FLAG = '\\u{1f3f4}[\\u{e0030}-\\u{e007a}]+\\u{e007f}'
/** What draws nothing or turns the direction of what follows; a name can lie with it (P12). */
const INVISIBLE =
  '[\\p{Cc}\\p{Cs}\\u00ad\\u034f\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]'
const KEPT_OR_INVISIBLE = new RegExp(`(${REGION_FLAG}|${JOINER})|${INVISIBLE}`, 'gu')

/**
 * The one rule for names of files, wherever they come from and go to (P12): composed characters on one line,
 * nothing that deceives the eye, joiners kept where they join.
 */
export function cleanFileName(name: string): string {
  return repairText(name)
    .normalize('NFC')
    .replace(/[\t\n\u2028\u2029]/gu, '')
    .replace(KEPT_OR_INVISIBLE, (_found, kept: string | undefined) => kept ?? '')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** The last part of a name that may be a path, of whatever system; empty when there is none. */
export function lastPartOf(name: string): string {
  return name.split(/[/\\]/u).findLast((part) => part.trim() !== '') ?? ''
}

/** The name a file of the operator's goes out under: its own, without folders. */
export function sentFileName(name: string): string {
  return cleanFileName(lastPartOf(name))
}
