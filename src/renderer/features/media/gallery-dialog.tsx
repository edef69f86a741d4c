import { FileText, Mic, Play } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { GalleryItem } from '#shared/model/media.ts'
import { mediaAddress } from '#shared/model/media-address.ts'
import { contactName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { FileActions } from '../../parts/media/file-actions.tsx'
import { HeldActions } from '../../parts/media/held-actions.tsx'
import { NotHeld } from '../../parts/media/not-held.tsx'
import { Picture } from '../../parts/media/picture.tsx'
import { Unshowable } from '../../parts/media/unshowable.tsx'
import { useAccount, useFormats, useNow, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { AfterAMoment, EmptyState } from '../../ui/feedback.tsx'
import { ChoiceChip } from '../../ui/field.tsx'
import { reachable } from '../../ui/reachable.ts'
import { itemName } from './item-name.ts'
import { useAlbum } from './use-album.ts'

const SHOWS = ['pictures', 'files'] as const

/** Everything but words that was exchanged with a contact. */
export function GalleryDialog({ id, onClose }: { id: ConversationId; onClose: () => void }) {
  const conversation = useReplica((replica) => replica.conversations.get(id))
  return conversation ? <Gallery conversation={conversation} onClose={onClose} /> : null
}

function Gallery({ conversation, onClose }: { conversation: ConversationSummary; onClose: () => void }) {
  const { t } = useTranslation()
  const account = useAccount(conversation.accountId)
  const [show, setShow] = useState<(typeof SHOWS)[number]>('pictures')
  return (
    <Dialog
      open
      width="wide"
      title={t('media.gallery.title', { name: contactName(conversation, account, t) })}
      onClose={onClose}
    >
      <div
        role="radiogroup"
        aria-label={t('media.gallery.show')}
        className="mb-3 inline-flex gap-0.5 rounded-card border bg-panel p-1"
      >
        {SHOWS.map((one) => (
          <ChoiceChip key={one} name="gallery" checked={show === one} onChange={() => setShow(one)}>
            {t(`media.gallery.${one}`)}
          </ChoiceChip>
        ))}
      </div>
      <Items key={show} conversationId={conversation.id} show={show} />
    </Dialog>
  )
}

function Items({ conversationId, show }: { conversationId: ConversationId; show: (typeof SHOWS)[number] }) {
  const { t } = useTranslation()
  const { items, hasOlder, state, older, retry, loadOlder } = useAlbum({ conversationId, show })
  if (state === 'loading')
    return (
      <AfterAMoment>
        <EmptyState>{t('screen.loading')}</EmptyState>
      </AfterAMoment>
    )
  if (state === 'failed')
    return (
      <EmptyState action={<Button onClick={retry}>{t('action.tryAgain')}</Button>}>
        {t('media.gallery.loadFailed')}
      </EmptyState>
    )
  if (items.length === 0)
    return (
      <EmptyState>{t(show === 'pictures' ? 'media.gallery.noPictures' : 'media.gallery.noFiles')}</EmptyState>
    )
  return (
    <>
      {show === 'pictures' ? (
        <ul className="flex flex-wrap gap-2">
          {items.map((item) => (
            <li key={item.media.id}>
              <Tile item={item} />
            </li>
          ))}
        </ul>
      ) : (
        <ul>
          {items.map((item) => (
            <li key={item.media.id} className="border-t py-2 first:border-t-0">
              <FileLine item={item} />
            </li>
          ))}
        </ul>
      )}
      {older === 'failed' ? (
        <p role="alert" className="mt-3 text-preview text-danger">
          {t('media.gallery.loadFailed')}
        </p>
      ) : null}
      {hasOlder ? (
        <Button className="mt-3" disabled={older === 'loading'} onClick={() => void loadOlder()}>
          {t('media.gallery.older')}
        </Button>
      ) : null}
    </>
  )
}

function Tile({ item }: { item: GalleryItem }) {
  const { t } = useTranslation()
  const { media, conversationId, declared } = item
  const instead = (
    <Unshowable
      media={media}
      declared={declared === 'video' ? 'video' : 'image'}
      name={t(`message.kind.${declared}`)}
    />
  )
  if (media.state !== 'held')
    return (
      <TileBox>
        <NotHeld media={media} />
      </TileBox>
    )
  if (media.kind === 'video') return <FilmTile item={item} />
  if (media.kind !== 'image') return <TileBox>{instead}</TileBox>
  return (
    <Picture
      media={media}
      conversationId={conversationId}
      width={160}
      height={160}
      fills
      instead={<TileBox>{instead}</TileBox>}
    />
  )
}

/** The place of a picture that cannot be seen. */
function TileBox({ children }: { children: ReactNode }) {
  return (
    <div ref={reachable} className="focus-inset size-40 overflow-y-auto rounded-control bg-sunken p-2">
      {children}
    </div>
  )
}

/** A video's first frame; it plays where it is large. */
function FilmTile({ item }: { item: GalleryItem }) {
  const { t } = useTranslation()
  const { ui } = useServices()
  const { media, conversationId } = item
  return (
    <button
      type="button"
      aria-label={t('media.enlargeFilm')}
      onClick={() => ui.setState({ lightbox: { conversationId, mediaId: media.id } })}
      className="relative block size-40 overflow-hidden rounded-control bg-sunken"
    >
      <video muted preload="metadata" src={mediaAddress(media.id)} className="size-full object-cover" />
      <span
        aria-hidden
        className="absolute inset-0 m-auto inline-flex size-9 items-center justify-center rounded-full bg-raised"
      >
        <Play size={16} />
      </span>
    </button>
  )
}

function FileLine({ item }: { item: GalleryItem }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const { media, declared, at, conversationId } = item
  const Icon = declared === 'voice' ? Mic : FileText
  const shown = itemName(item, t)
  const day = formats.day(at, now)
  return (
    <div className="flex items-center gap-3">
      <Icon size={18} aria-hidden className="shrink-0 text-soft" />
      <span className="min-w-0 flex-1">
        <bdi className="block truncate font-medium">{shown}</bdi>
        <span className="text-meta text-soft">
          {item.direction === 'out' ? t('media.gallery.you', { day }) : day}
          {media.size === null ? null : ` · ${formats.size(media.size)}`}
        </span>
      </span>
      {media.state !== 'held' ? (
        <NotHeld media={media} />
      ) : declared === 'file' ? (
        <FileActions media={media} conversationId={conversationId} name={shown} />
      ) : (
        <HeldActions id={media.id} name={shown} opens={false} />
      )}
    </div>
  )
}
