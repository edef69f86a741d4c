import { CircleAlert, CircleCheck } from 'lucide-react'
import type { ImportCandidate, ImportOutcome } from '#shared/model/import.ts'
import { unreachable } from '#shared/unreachable.ts'
import { accountName } from '../../formatting/names.ts'
import type { Translate } from '../../i18n/index.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'

interface OutcomeListProps {
  candidates: readonly ImportCandidate[]
  outcomes: readonly ImportOutcome[]
}

/** What became of every chosen account, in words. */
export function OutcomeList({ candidates, outcomes }: OutcomeListProps) {
  const { t } = useTranslation()
  const byKey = new Map(candidates.map((candidate) => [candidate.key, candidate]))
  const imported = outcomes.filter(({ result }) => result === 'imported')
  return (
    <>
      <p role="status" className="font-medium">
        {t('importing.summary', { imported: imported.length, total: outcomes.length })}
      </p>
      <ul aria-label={t('importing.results')} className="flex flex-col">
        {outcomes.map((outcome) => (
          <OutcomeItem key={outcome.key} outcome={outcome} candidate={byKey.get(outcome.key)} />
        ))}
      </ul>
    </>
  )
}

function OutcomeItem(props: { outcome: ImportOutcome; candidate: ImportCandidate | undefined }) {
  const { t } = useTranslation()
  const { outcome, candidate } = props
  const accounts = useReplica((replica) => replica.accounts)
  const account = outcome.result === 'imported' ? accounts.get(outcome.accountId) : undefined
  const done = outcome.result === 'imported' && candidate?.problem !== 'host-not-allowed'
  const Icon = done ? CircleCheck : CircleAlert
  return (
    <li className="flex items-start gap-2 border-b py-2 last:border-b-0">
      <Icon size={16} aria-hidden className={`mt-[3px] shrink-0 ${done ? 'text-accent' : 'text-warn'}`} />
      <span className="min-w-0">
        <span className="font-medium [overflow-wrap:anywhere]">{candidate?.name}</span>
        <span className="block text-preview text-soft">
          {outcomeWords(outcome, candidate, account && accountName(account, t), t)}
        </span>
      </span>
    </li>
  )
}

/** An outcome as a sentence; `name` is what the account is called here. */
function outcomeWords(
  outcome: ImportOutcome,
  candidate: ImportCandidate | undefined,
  name: string | undefined,
  t: Translate,
): string {
  if (outcome.result === 'imported') {
    if (name === undefined) return t('importing.result.imported')
    const stopped = candidate?.problem === 'host-not-allowed'
    return t(stopped ? 'importing.result.stopped' : 'importing.result.importedAs', { name })
  }
  switch (outcome.reason) {
    case 'gone':
    case 'not-stored':
      return t(`importing.result.${outcome.reason}`)
    case 'broken-file':
    case 'token-missing':
    case 'already-here':
    case 'superseded':
      return t(`importing.problem.${outcome.reason}`, { file: candidate?.file ?? '' })
    default:
      return unreachable(outcome.reason)
  }
}
