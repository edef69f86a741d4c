import { z } from 'zod'
import { MAX_PAGE } from '../limits.ts'
import { ConversationId } from '../model/ids.ts'
import { type GalleryItem, MediaId, StagedId, type StorageUse } from '../model/media.ts'
import { request } from './request.ts'

const OfMedia = z.object({ id: MediaId })

export const mediaRequests = {
  /** Fetches what is on demand, failed or removed, or tries a waiting one at once. Progress goes out as changes. */
  'media.fetch': request(OfMedia)<void>(),
  /** Ends a fetch; what was fetched so far is forgotten, and the attachment is on demand. */
  'media.cancel': request(OfMedia)<void>(),
  /** Asks where to and copies it there; false when cancelled. Fails with `media-missing`, `file-unwritable`, `storage-full`. */
  'media.save': request(OfMedia)<{ saved: boolean }>(),
  /**
   * Opens a copy in the system's program for it; false when the operator, whom main asks by itself about what could
   * run as a program, does not want to. Fails with `media-missing`, `file-unopenable`.
   */
  'media.open': request(OfMedia)<{ opened: boolean }>(),
  /** Shows a copy under its own name in the system's file manager. Fails with `media-missing`. */
  'media.showInFolder': request(OfMedia)<void>(),
  /** Drags a copy out of the window; asked for when a drag begins. Fails with `media-missing`. */
  'media.startDrag': request(OfMedia)<void>(),
  /** Media of a conversation, the newest first; `before` is the id of the last one known. */
  'media.gallery': request(
    z.object({
      conversationId: ConversationId,
      show: z.enum(['pictures', 'files']),
      before: MediaId.optional(),
      limit: z.number().int().min(1).max(MAX_PAGE),
    }),
  )<{ items: GalleryItem[]; hasOlder: boolean }>(),
  'media.storage': request(z.undefined())<StorageUse>(),
  /** Removes now what the retention settings let go; answers how much that was. */
  'media.cleanUp': request(z.undefined())<{ bytes: number; files: number }>(),
  /** Files that were staged are not wanted any more. */
  'staging.discard': request(z.object({ ids: z.array(StagedId).max(1000) }))<void>(),
}
