import { Dialog } from '@base-ui/react/dialog'
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import type { GalleryItem, MediaId } from '#shared/model/media.ts'
import { unreachable } from '#shared/unreachable.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { DIALOG_BACKDROP } from '../../ui/dialog.tsx'
import { AfterAMoment, EmptyState } from '../../ui/feedback.tsx'
import { useKeysInside } from '../../ui/keys-at-once.ts'
import { itemName } from './item-name.ts'
import { LargeItem } from './large-item.tsx'
import { type FoundItem, useItem } from './use-item.ts'

/**
 * A picture or video of a conversation, large, with the others before and behind it. What came as a
 * file stands alone: nobody looks for files among the pictures.
 */
export function Lightbox(props: { conversationId: ConversationId; mediaId: MediaId; onClose: () => void }) {
  const { t } = useTranslation()
  const found = useItem(props.conversationId, props.mediaId)
  const walk = useWalk(found, props.mediaId)
  const { item } = walk
  const close = useRef<HTMLButtonElement>(null)
  const { ref } = useKeysInside<HTMLDivElement>(() => close.current)

  function onKey(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLVideoElement) return
    if (event.key === 'ArrowLeft') void walk.older()
    else if (event.key === 'ArrowRight') walk.newer()
    else return
    event.preventDefault()
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={DIALOG_BACKDROP} />
        <Dialog.Popup
          onKeyDown={onKey}
          ref={ref}
          initialFocus={close}
          className="appear fixed inset-6 z-50 flex flex-col overflow-hidden rounded-dialog bg-raised shadow-float"
        >
          <header className="flex items-center gap-2 border-b py-2 pr-2 pl-4">
            <Dialog.Title className="min-w-0 flex-1 truncate text-title font-semibold">
              <Title item={item} number={walk.number} found={found} />
            </Dialog.Title>
            <IconButton
              label={t('media.lightbox.previous')}
              idle={!walk.hasOlder}
              onClick={() => void walk.older()}
            >
              <ChevronLeft size={16} aria-hidden />
            </IconButton>
            <IconButton label={t('media.lightbox.next')} idle={!walk.hasNewer} onClick={walk.newer}>
              <ChevronRight size={16} aria-hidden />
            </IconButton>
            <Dialog.Close
              ref={close}
              aria-label={t('action.close')}
              className="inline-flex size-8 items-center justify-center rounded-control text-soft hover:bg-sunken hover:text-ink"
            >
              <X size={16} aria-hidden />
            </Dialog.Close>
          </header>
          {found.pictures.older === 'failed' ? (
            <p role="alert" className="px-4 py-2 text-preview text-danger">
              {t('media.lightbox.olderFailed')}
            </p>
          ) : null}
          {item ? <LargeItem key={item.media.id} item={item} /> : <NothingYet found={found} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** What is shown of the pictures, and the steps from it to its neighbours. */
function useWalk({ item, pictures }: FoundItem, first: MediaId) {
  const [shown, setShown] = useState(first)
  const { items } = pictures
  const index = items.findIndex(({ media }) => media.id === shown)
  const isAmong = index !== -1
  const older = items[index + 1]
  const newer = items[index - 1]
  return {
    /** Null while it is looked for, or cannot be found. */
    item: items[index] ?? (shown === first ? item : null),
    /** Its place among the pictures, the newest being 1; null where it does not stand among them. */
    number: isAmong ? index + 1 : null,
    hasOlder: isAmong && (older !== undefined || pictures.hasOlder),
    hasNewer: newer !== undefined,
    async older(): Promise<void> {
      if (!isAmong) return
      const next = older ?? (await pictures.loadOlder())[0]
      // whoever went elsewhere meanwhile stays there
      if (next) setShown((now) => (now === shown ? next.media.id : now))
    },
    newer(): void {
      if (newer) setShown(newer.media.id)
    },
  }
}

function Title(props: { item: GalleryItem | null; number: number | null; found: FoundItem }): ReactNode {
  const { t } = useTranslation()
  const { item, number, found } = props
  if (number === null) return item ? itemName(item, t) : t('message.kind.image')
  const { items, hasOlder } = found.pictures
  // in the order of the steps, as soon as it is known how many there are
  return hasOlder
    ? t('media.lightbox.title', { context: 'older', index: number })
    : t('media.lightbox.title', { index: items.length + 1 - number, count: items.length })
}

function NothingYet({ found }: { found: FoundItem }) {
  const { t } = useTranslation()
  switch (found.state) {
    case 'looking':
    case 'found':
      return (
        <AfterAMoment>
          <EmptyState>{t('screen.loading')}</EmptyState>
        </AfterAMoment>
      )
    case 'missing':
      return <EmptyState>{t('media.lightbox.missing')}</EmptyState>
    case 'failed':
      return (
        <EmptyState action={<Button onClick={found.retry}>{t('action.tryAgain')}</Button>}>
          {t('media.lightbox.loadFailed')}
        </EmptyState>
      )
    default:
      return unreachable(found.state)
  }
}
