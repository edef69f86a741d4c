import type { Media } from '#core/media/media.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { HandlersOf } from '#core/router.ts'
import type { mediaRequests } from '#shared/contract/media.ts'

export interface MediaHandlerDeps {
  media: Media
  reads: Reads
}

export function createMediaHandlers({ media, reads }: MediaHandlerDeps): HandlersOf<typeof mediaRequests> {
  return {
    'media.fetch': ({ id }) => media.fetcher.fetch(id),
    'media.cancel': ({ id }) => media.fetcher.cancel(id),
    'media.save': async ({ id }) => ({ saved: await media.exporter.save(id) }),
    'media.open': async ({ id }) => ({ opened: await media.exporter.open(id) }),
    'media.showInFolder': ({ id }) => media.exporter.showInFolder(id),
    'media.startDrag': ({ id }) => media.exporter.startDrag(id),
    'media.gallery': (request) => media.gallery(request),
    'media.storage': () => reads.run('storage-use', null),
    'media.cleanUp': () => media.retention.cleanUp(),
    'staging.discard': ({ ids }) => media.staging.discard(ids),
  }
}
