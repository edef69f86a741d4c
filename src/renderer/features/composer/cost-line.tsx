import { useTranslation } from '../../i18n/use-translation.tsx'
import type { WrittenCost } from '../../parts/composing/cost.ts'
import { classNames } from '../../ui/class-names.ts'

/** Says before sending in how many messages a long text goes out, or why it cannot. */
export function CostLine({ cost, left, open }: { cost: WrittenCost; left: number; open: boolean }) {
  const { t } = useTranslation()
  const words = costWords()
  if (words === null) return null
  const bad = cost.problem !== null || (open && cost.pieces > left)
  return (
    <p role="status" className={classNames('mt-1.5 text-meta', bad ? 'text-danger' : 'text-soft')}>
      {words}
    </p>
  )

  function costWords(): string | null {
    if (cost.problem === 'too-long') return t('composer.tooLong')
    if (cost.problem === 'too-many-bytes') return t('composer.tooManyBytes')
    if (cost.problem === 'unfilled') return t('quickReply.unfilled')
    if (cost.pieces < 2) return null
    if (!open) return t('composer.piecesOnly', { count: cost.pieces })
    if (left === 0) return t('composer.piecesNone', { count: cost.pieces })
    if (cost.pieces > left) return t('composer.piecesOver', { count: cost.pieces, left })
    return t('composer.pieces', { count: cost.pieces, left: left - cost.pieces })
  }
}
