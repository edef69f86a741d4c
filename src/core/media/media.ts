import type { AppActions } from '#core/app-actions.ts'
import type { Cdn } from '#core/cdn/cdn.ts'
import type { Clock, Random } from '#core/ports.ts'
import type { Database } from '#core/storage/database.ts'
import type { MediaFileRepository } from '#core/storage/media-file-repository.ts'
import type { MediaRepository, StoredMedium } from '#core/storage/media-repository.ts'
import type { MediaProgress } from '#shared/model/media.ts'
import type { MediaSettings } from '#shared/model/settings.ts'
import { MediaFetcher } from './fetcher.ts'
import { FileStore } from './file-store.ts'
import { HandOut } from './hand-out.ts'
import type { MediaServing, VoiceDecoder } from './ports.ts'
import { Retention } from './retention.ts'
import { createMediaServing } from './serving.ts'
import { Staging } from './staging.ts'
import { TransferProgress } from './transfer-progress.ts'
import { createMediaViews, type MediaViews } from './views.ts'

export interface MediaParts {
  /** Where the bytes lie. */
  folder: string
  cdn: Cdn
  clock: Clock
  random: Random
  stores: { database: Database; media: MediaRepository; files: MediaFileRepository }
  settings: () => MediaSettings
  voices: VoiceDecoder
  actions: Pick<AppActions, 'saveCopy' | 'openFile' | 'showInFolder' | 'startDrag'>
  /** Media changed, after the commit. */
  onChange(media: readonly StoredMedium[]): void
  onProgress(progress: MediaProgress): void
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
  handOut: HandOut
  serving: MediaServing
  /** Tidies up after an earlier run and begins to fetch. */
  start(): void
  stop(): Promise<void>
}

export function createMedia(parts: MediaParts): Media {
  const { folder, clock, random, stores, settings, actions, onChange, failed } = parts
  const { media, files } = stores
  const store = new FileStore(folder, random)
  const progress = new TransferProgress(clock, parts.onProgress)
  const fetcher = new MediaFetcher({
    ...{ cdn: parts.cdn, clock, media, files, store, settings, progress, failed },
    onChange: (medium) => onChange([medium]),
  })
  /** Somebody removed the file: it can be fetched again where it came from. */
  function onMissing(medium: StoredMedium): void {
    media.setState(medium.id, 'failed', 'missing')
    onChange([medium])
  }
  const retention = new Retention({
    ...{ clock, database: stores.database, media, files, store, settings, failed },
    onRemoved(removed) {
      handOut.forget(removed.map(({ id }) => id))
      onChange(removed)
    },
  })
  const staging = new Staging({
    ...{ store, files, clock, random },
    maxBytes: () => settings().sendMaxBytes,
    onReleased: (hashes) => void retention.releaseUnreferenced(hashes),
  })
  const stopped = new AbortController()
  const handOut = new HandOut({ media, store, folder, actions, onMissing })

  return {
    store,
    views: createMediaViews(media, (id) => fetcher.isLoading(id)),
    progress,
    fetcher,
    staging,
    retention,
    handOut,
    serving: createMediaServing({ media, files, store, voices: parts.voices, onMissing }),
    start() {
      try {
        store.clearUnfinished()
        retention.releaseUnreferenced(files.removeAllStaged())
        handOut.tidy()
        store.tidy((hash) => files.has(hash), stopped.signal).catch(failed)
      } catch (error) {
        failed(error)
      }
      retention.start()
      fetcher.wake()
    },
    async stop() {
      stopped.abort()
      retention.stop()
      await Promise.all([fetcher.stop(), staging.stop()])
    },
  }
}
