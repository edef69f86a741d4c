import { ArrowLeft, ArrowRight, X } from 'lucide-react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { IconButton } from '../../ui/button.tsx'

/** Moves a column, or takes it away. It stands in the head of what the column shows. */
export function ColumnTools(props: {
  first: boolean
  last: boolean
  onMove: (places: number) => void
  onRemove: () => void
}) {
  const { t } = useTranslation()
  return (
    <span className="flex shrink-0 items-center">
      <IconButton
        className="size-7!"
        label={t('sideBySide.left')}
        idle={props.first}
        onClick={() => props.onMove(-1)}
      >
        <ArrowLeft size={14} aria-hidden />
      </IconButton>
      <IconButton
        className="size-7!"
        label={t('sideBySide.right')}
        idle={props.last}
        onClick={() => props.onMove(1)}
      >
        <ArrowRight size={14} aria-hidden />
      </IconButton>
      <IconButton className="size-7!" label={t('sideBySide.remove')} onClick={props.onRemove}>
        <X size={14} aria-hidden />
      </IconButton>
    </span>
  )
}
