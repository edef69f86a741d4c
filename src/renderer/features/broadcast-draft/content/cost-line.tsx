import { unreachable } from '#shared/unreachable.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { classNames } from '../../../ui/class-names.ts'
import type { ContentCost } from './cost.ts'

/** What it takes per person, or why it cannot be sent like this. */
export function CostLine({ cost }: { cost: ContentCost }) {
  const { t } = useTranslation()
  const isMixed = cost.files > 0 && cost.text.to > 0
  const parts = isMixed
    ? t('broadcastDraft.content.costParts', { text: rangeOf(cost.text), files: cost.files })
    : null
  return (
    <div role="status" className="text-preview">
      {cost.to > 0 ? (
        <p className={classNames('font-medium', cost.problem !== null && 'text-danger')}>
          {cost.from === cost.to
            ? t('broadcastDraft.content.cost', { count: cost.to })
            : t('broadcastDraft.content.costRange', { from: cost.from, to: cost.to })}
          {parts === null ? null : <span className="ml-2 font-normal text-soft">{parts}</span>}
        </p>
      ) : cost.problem === null ? (
        <p className="text-soft">{t('broadcastDraft.content.nothing')}</p>
      ) : null}
      {cost.problem === null ? null : <p className="text-danger">{problem(cost.problem)}</p>}
    </div>
  )

  function problem(code: NonNullable<ContentCost['problem']>): string {
    switch (code) {
      case 'too-long':
        return t('composer.tooLong')
      case 'too-many-bytes':
        return t('composer.tooManyBytes')
      case 'too-many-messages':
        return t('error.broadcast-too-many-messages')
      default:
        return unreachable(code)
    }
  }
}

function rangeOf({ from, to }: ContentCost['text']): string {
  return from === to ? String(to) : `${from}–${to}`
}
