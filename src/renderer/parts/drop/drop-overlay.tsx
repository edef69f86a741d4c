import { Ban, FileUp } from 'lucide-react'
import { useStore } from 'zustand'
import { useTranslation } from '../../i18n/use-translation.tsx'
import type { DropTarget } from '../../store/drops.ts'
import { useServices } from '../../store/services.tsx'
import { classNames } from '../../ui/class-names.ts'
import { useDropWords } from './drop-words.ts'

/**
 * Covers the place that files are dragged over and says whom they would go to, or why to nobody;
 * a narrow place only takes the outline. The place has to be positioned, and the pointer meets what
 * is below.
 */
export function DropOverlay(props: { target: DropTarget; isOver: boolean; isNarrow?: boolean }) {
  if (!props.isOver) return null
  return <Overlay target={props.target} isNarrow={props.isNarrow ?? false} />
}

function Overlay({ target, isNarrow }: { target: DropTarget; isNarrow: boolean }) {
  const { words, isRefused } = useDropWords(target)
  return <Cover words={isNarrow ? null : words} isRefused={isRefused} />
}

/** Covers an open review while files are dragged anywhere: they would join those in it. */
export function DropOnSheet() {
  const { t } = useTranslation()
  const { drops } = useServices()
  const isDragged = useStore(drops.dragged, (dragged) => dragged !== null)
  return isDragged ? <Cover words={t('drop.add')} isRefused={false} /> : null
}

function Cover({ words, isRefused }: { words: string | null; isRefused: boolean }) {
  const Icon = isRefused ? Ban : FileUp
  return (
    <span
      className={classNames(
        'pointer-events-none absolute inset-0 z-20 flex items-center justify-center overflow-hidden rounded-control p-1 text-preview outline-2 -outline-offset-2',
        isRefused ? 'outline-idle outline-dashed' : 'bg-accent-wash outline-accent',
      )}
    >
      {words === null ? null : (
        <span className="flex max-w-full min-w-0 items-center gap-2 rounded-control bg-raised px-2 py-1 font-medium text-ink shadow-float">
          <Icon
            size={14}
            aria-hidden
            className={classNames('shrink-0', isRefused ? 'text-soft' : 'text-accent')}
          />
          <span className="min-w-0 truncate">{words}</span>
        </span>
      )}
    </span>
  )
}
