import { createMediaViews } from '#core/media/views.ts'
import { AccountRepository } from '#core/storage/account-repository.ts'
import { BroadcastRepository } from '#core/storage/broadcast-repository.ts'
import { ContactRepository } from '#core/storage/contact-repository.ts'
import { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { ReadHandle } from '#core/storage/handles.ts'
import { MediaRepository } from '#core/storage/media-repository.ts'
import { MessageReader } from '#core/storage/messages/message-reader.ts'
import { ProgramRepository } from '#core/storage/program-repository.ts'
import { RouteRepository } from '#core/storage/route-repository.ts'
import { unwritable } from '#core/storage/unwritable.ts'
import { systemRandom } from '#core/system-ports.ts'
import type { MediaId } from '#shared/model/media.ts'

/** What programs are told of, over a connection that cannot write. */
export function createSeenStores(database: ReadHandle) {
  const seen = unwritable(database)
  return {
    accounts: new AccountRepository(seen, systemRandom),
    broadcasts: new BroadcastRepository(seen),
    contacts: new ContactRepository(seen),
    conversations: new ConversationRepository(seen),
    media: new MediaRepository(seen),
    messages: new MessageReader(seen),
    programs: new ProgramRepository(seen),
    routes: new RouteRepository(seen),
  }
}

export type SeenStores = ReturnType<typeof createSeenStores>

/** Media as programs see them. @param loading what is being fetched */
export function viewsOf({ media }: SeenStores, loading: readonly MediaId[]) {
  return createMediaViews(media, (id) => loading.includes(id))
}
