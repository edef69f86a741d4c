import type { Translate } from '../i18n/index.ts'
import type { Formats } from './format.ts'

/** The time between two messages of a broadcast: "1.5 s". */
export function paceWords(paceMs: number, t: Translate, formats: Formats): string {
  return t('broadcasts.seconds', { seconds: formats.number(paceMs / 1000) })
}
