import type { AppActions } from '#core/app-actions.ts'
import type { Cdn } from '#core/cdn/cdn.ts'
import type { EventSink } from '#core/events/event-bus.ts'
import type { Clock, Random } from '#core/ports.ts'
import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { Database } from '#core/storage/database.ts'
import type { MediaFileRepository } from '#core/storage/media-file-repository.ts'
import type { MediaRepository, StoredAttachment } from '#core/storage/media-repository.ts'
import type { OutputOf, ParsedInputOf } from '#shared/contract/index.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { MediaSettings } from '#shared/model/settings.ts'
import { MediaFetcher } from './fetcher.ts'
import { FileStore } from './file-store.ts'
import { readGallery } from './gallery.ts'
import { MediaExporter } from './media-exporter.ts'
import type { MediaServing, VoiceDecoder } from './ports.ts'
import { Retention } from './retention.ts'
import { createMediaServing } from './serving.ts'
import { Staging } from './staging.ts'
import { TransferProgress } from './transfer-progress.ts'
import { createMediaViews, type MediaViews } from './views.ts'

export interface MediaDeps {
  /** Where the bytes lie. */
  folder: string
  cdn: Cdn
  clock: Clock
  random: Random
  stores: {
    database: Database
    conversations: ConversationRepository
    media: MediaRepository
    files: MediaFileRepository
  }
  settings: () => MediaSettings
  voices: VoiceDecoder
  actions: Pick<
    AppActions,
    'saveCopy' | 'confirmOpening' | 'markOrigin' | 'openFile' | 'showInFolder' | 'startDrag'
  >
  events: EventSink
  failed(error: unknown): void
}

/** Everything about bytes: what is received, staged, kept, shown and handed out. */
export interface Media {
  store: FileStore
  views: MediaViews
  progress: TransferProgress
  fetcher: MediaFetcher
  staging: Staging
  retention: Retention
  exporter: MediaExporter
  serving: MediaServing
  /** A page of a conversation's media, the newest first. @throws AppError `not-found` */
  gallery(request: ParsedInputOf<'media.gallery'>): OutputOf<'media.gallery'>
  /** Ends what is fetched for an account that is gone, and removes copies that were made of its files. */
  forgetAccount(id: AccountId): void
  /** The same for conversations whose history is deleted. */
  forgetConversations(ids: readonly ConversationId[]): void
  /** Tidies up after an earlier run and begins to fetch. */
  start(): void
  stop(): Promise<void>
}

export function createMedia(deps: MediaDeps): Media {
  const { folder, clock, random, stores, settings, actions, events, failed } = deps
  const { media, files } = stores
  const store = new FileStore(folder, random)
  const progress = new TransferProgress(clock, ({ id, progress: far }) =>
    events.raise({ kind: 'media-progress', mediaId: id, progress: far }),
  )
  /** In the transaction that changes them, or right after the one statement that does. */
  function changed(all: readonly StoredAttachment[]): void {
    events.raise({
      kind: 'media-changed',
      mediaIds: all.map(({ id }) => id),
      messageIds: all.map(({ messageId }) => messageId),
    })
  }
  const fetcher = new MediaFetcher({
    ...{ cdn: deps.cdn, clock, media, files, store, settings, progress, failed },
    onChange: (attachment) => changed([attachment]),
  })
  /** Somebody removed the file: it can be fetched again where it came from. */
  function onMissing(attachment: StoredAttachment): void {
    media.setState(attachment.id, 'failed', 'missing')
    changed([attachment])
  }
  const exporter = new MediaExporter({ media, store, folder, actions, onMissing })
  const retention = new Retention({
    ...{ clock, database: stores.database, media, files, store, settings, failed },
    changed,
    onRemoved: (removed) => exporter.forget(removed.map(({ id }) => id)),
  })
  const staging = new Staging({
    ...{ store, files, clock, random },
    maxBytes: () => settings().sendMaxBytes,
    onReleased: (hashes) => void retention.releaseUnreferenced(hashes),
  })
  const views = createMediaViews(media, (id) => fetcher.isLoading(id))
  const stopped = new AbortController()

  return {
    store,
    views,
    progress,
    fetcher,
    staging,
    retention,
    exporter,
    serving: createMediaServing({ media, files, store, voices: deps.voices, onMissing }),
    gallery: (request) => readGallery({ ...stores, views }, request),
    forgetAccount(id) {
      fetcher.cancelAccount(id)
      exporter.tidy()
    },
    forgetConversations(ids) {
      fetcher.cancelConversations(ids)
      exporter.tidy()
    },
    start() {
      try {
        store.clearUnfinished()
        retention.releaseUnreferenced(files.removeAllStaged())
        exporter.tidy()
        store.tidy((hash) => files.has(hash), stopped.signal).catch(failed)
      } catch (error) {
        failed(error)
      }
      retention.start()
      fetcher.start()
    },
    async stop() {
      stopped.abort()
      retention.stop()
      await Promise.all([fetcher.stop(), staging.stop()])
    },
  }
}
