import type { Outbox } from '#core/outbox/outbox.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredContent } from '#core/storage/broadcast-content-repository.ts'
import { AppError } from '#shared/errors.ts'
import type { ConversationId, MessageId } from '#shared/model/ids.ts'
import { windowAt } from '#shared/model/reply-window.ts'
import { PIECE_BYTES, utf8Bytes } from '#shared/text/pieces.ts'
import { fillPlaceholders, givenNames } from '#shared/text/placeholders.ts'
import { contentsFor } from './contents.ts'
import { piecesOf } from './cost.ts'
import { messagesFree } from './eligibility.ts'
import type { BroadcastStores } from './stores.ts'

export interface TestSendsDeps {
  clock: Pick<Clock, 'now'>
  stores: Pick<BroadcastStores, 'accounts' | 'contacts' | 'outbox' | 'routes'>
  outbox: Pick<Outbox, 'sendPrepared'>
}

/** What a draft says, sent to the operator first: as ordinary messages, which no run counts. */
export class TestSends {
  readonly #deps: TestSendsDeps

  constructor(deps: TestSendsDeps) {
    this.#deps = deps
  }

  /**
   * Queues it whole or not at all. Asking twice with the same request id is harmless.
   * @throws AppError `not-possible-now` for anybody but the operator, `nothing-to-send`, `text-too-long`,
   *   `window-closed`, `too-few-left`, `broadcast-file-missing`, `media-missing`, `not-found`
   */
  send(to: { conversationId: ConversationId; requestId: string }, content: StoredContent): MessageId[] {
    const { clock, stores, outbox } = this.#deps
    const earlier = stores.outbox.idsOfRequest(to.requestId)
    if (earlier.length > 0) return earlier
    const route = stores.routes.get(to.conversationId)
    if (route === null) throw new AppError('not-found')
    if (!stores.contacts.card(route.contactUserId).isSelf) throw new AppError('not-possible-now')
    const names = givenNames(route, stores.accounts.get(route.accountId) ?? undefined)
    const pieces = piecesOf(fillPlaceholders(content.text, names, content.fallbacks))
    if (pieces.some((piece) => utf8Bytes(piece) > PIECE_BYTES)) throw new AppError('text-too-long')
    if (content.files.some(({ file }) => file === null)) throw new AppError('broadcast-file-missing')
    const items = pieces.length + content.files.length
    const contents = contentsFor(pieces, [...Array(items).keys()], content)
    if (contents.length > 0) {
      if (windowAt(route, clock.now()).kind !== 'open') throw new AppError('window-closed')
      if (messagesFree(route, clock.now()) < contents.length) throw new AppError('too-few-left')
    }
    return outbox.sendPrepared({ ...to, contents, draft: null })
  }
}
