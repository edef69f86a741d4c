import { TriangleAlert } from 'lucide-react'
import type { BroadcastPlan, NameFallbacks } from '#shared/model/broadcast.ts'
import { repairName } from '#shared/text/repair.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { Check } from '../../../ui/check.tsx'

/** Says up front for how many people a name is missing that the text puts in, and lets one skip them. */
export function Unnamed(props: {
  plan: BroadcastPlan
  fallbacks: NameFallbacks
  isSkipping: boolean
  onSkip: (isSkipping: boolean) => void
}) {
  const { t } = useTranslation()
  const { fallbacks, isSkipping } = props
  const { contacts, accounts } = props.plan.unnamed
  const isLeavingOut = isSkipping && props.plan.skipped.some(({ reason }) => reason === 'name-missing')
  if (contacts === 0 && accounts === 0 && !isLeavingOut) return null
  const instead = (words: string) =>
    repairName(words) === ''
      ? t('broadcastDraft.plan.insteadNothing')
      : t('broadcastDraft.plan.insteadWords', { words: repairName(words) })
  return (
    <div className="flex items-start gap-2 rounded-card bg-warn-wash p-3 text-preview">
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-warn" />
      <div className="flex flex-col gap-1">
        {contacts > 0 ? (
          <p>
            {t('broadcastDraft.plan.unnamedContacts', {
              count: contacts,
              instead: instead(fallbacks.contact),
            })}
          </p>
        ) : null}
        {accounts > 0 ? (
          <p>
            {t('broadcastDraft.plan.unnamedAccounts', {
              count: accounts,
              instead: instead(fallbacks.account),
            })}
          </p>
        ) : null}
        <Check isChecked={isSkipping} onChange={props.onSkip}>
          {t('broadcastDraft.plan.skipUnnamed')}
        </Check>
      </div>
    </div>
  )
}
