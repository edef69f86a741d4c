import type { ProgramCall } from '#shared/model/program.ts'
import { TOOL_ERROR_CODES } from '#shared/model/tool-error-code.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { Formats } from '../../../formatting/format.ts'
import type { Translate } from '../../../i18n/index.ts'

const SECOND_MS = 1_000

/** How a call ended, in words. */
export function outcomeWords({ outcome, code }: Pick<ProgramCall, 'outcome' | 'code'>, t: Translate): string {
  switch (outcome) {
    case 'answered':
      return t('programs.calls.answered')
    case 'failed':
    case 'refused':
      return t(`programs.calls.${outcome}`, { reason: reasonOf(code ?? 'failed', t) })
    default:
      return unreachable(outcome)
  }
}

/** A call that another version wrote down may have failed for a reason that has no words here: then its code is told. */
function reasonOf(code: string, t: Translate): string {
  const known = TOOL_ERROR_CODES.find((one) => one === code)
  return known === undefined ? code : t(`programs.calls.code.${known}`)
}

/** How long it took. */
export function tookWords(ms: number, t: Translate, formats: Formats): string {
  return ms < SECOND_MS
    ? t('programs.calls.ms', { count: ms })
    : t('programs.calls.seconds', { seconds: formats.number(Math.round(ms / 100) / 10) })
}
