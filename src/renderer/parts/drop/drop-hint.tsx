import { Ban, FileUp, type LucideIcon } from 'lucide-react'
import { useStore } from 'zustand'
import { useTranslation } from '../../i18n/use-translation.tsx'
import type { DropTarget } from '../../store/drops.ts'
import { useServices } from '../../store/services.tsx'
import { useDropWords } from './drop-words.ts'

/**
 * Says at the window's foot what the place under dragged files has no room for, and where they can be
 * dropped while nobody takes them where they are.
 */
export function DropHint() {
  const { t } = useTranslation()
  const { drops, review } = useServices()
  const dragged = useStore(drops.dragged)
  const reviewing = useStore(review.state, (state) => state !== null)
  const isTaken = useStore(drops.taker, (taker) => taker !== null)
  if (!dragged || reviewing || isTaken) return null
  if (!dragged.place) return <Hint icon={Ban}>{t('drop.elsewhere')}</Hint>
  return dragged.place.isNarrow ? <TargetHint target={dragged.place.target} /> : null
}

function TargetHint({ target }: { target: DropTarget }) {
  const { words, isRefused } = useDropWords(target)
  return <Hint icon={isRefused ? Ban : FileUp}>{words}</Hint>
}

function Hint({ icon: Icon, children }: { icon: LucideIcon; children: string }) {
  return (
    <p className="pointer-events-none fixed inset-x-0 bottom-20 z-60 mx-auto flex w-fit max-w-full items-center gap-2 rounded-full bg-ink px-4 py-1.5 text-preview font-medium text-page shadow-float">
      <Icon size={14} aria-hidden className="shrink-0" />
      {children}
    </p>
  )
}
