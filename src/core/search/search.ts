import type { Reads } from '#core/reads/ports.ts'
import type { OutputOf, ParsedInputOf } from '#shared/contract/index.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { MAX_COUNTED, type MessageHit } from '#shared/model/search.ts'
import type { MessageSearch } from './find-messages.ts'
import type { SearchIndexing } from './search-indexing.ts'

/** What a reader looks for: a later search in the same place takes the place of an earlier one. */
type Place = 'everywhere' | 'conversation'

export interface SearchDeps {
  reads: Pick<Reads, 'run'>
  indexing: SearchIndexing
}

/** Finds messages and people. */
export class Search {
  readonly #deps: SearchDeps
  readonly #latest: Record<Place, WeakMap<object, symbol>> = {
    everywhere: new WeakMap(),
    conversation: new WeakMap(),
  }

  constructor(deps: SearchDeps) {
    this.#deps = deps
  }

  /** A page of messages, the newest first; null when the same reader has asked for something else since. */
  async messages(
    { text, filter, before, limit }: ParsedInputOf<'search.messages'>,
    reader: object,
  ): Promise<OutputOf<'search.messages'>> {
    const found = await this.#find({ text, filter, before: before ?? null, limit }, 'everywhere', reader)
    return found === null
      ? null
      : { hits: found.hits, next: found.next, progress: this.#deps.indexing.progress() }
  }

  /** Every message of a conversation, the newest first, as far as they are counted. */
  async inConversation(
    { conversationId, text }: ParsedInputOf<'search.inConversation'>,
    reader: object,
  ): Promise<OutputOf<'search.inConversation'>> {
    const search = { text, filter: { conversationId }, before: null, limit: MAX_COUNTED }
    const found = await this.#find(search, 'conversation', reader)
    if (found === null) return null
    return { messageIds: found.hits.map(({ messageId }) => messageId), hasMore: found.next !== null }
  }

  /** Conversations with the people that a text finds. */
  people(request: ParsedInputOf<'search.people'>): Promise<ConversationId[]> {
    return this.#deps.reads.run('search-people', { ...request, accountId: request.accountId ?? null })
  }

  /** Where a text stands in messages. */
  marks(request: ParsedInputOf<'search.marks'>): Promise<OutputOf<'search.marks'>> {
    return this.#deps.reads.run('search-marks', request)
  }

  /** Portion by portion, so that what nobody waits for any more is given up in between. */
  async #find(
    search: MessageSearch,
    place: Place,
    reader: object,
  ): Promise<{ hits: MessageHit[]; next: number | null } | null> {
    const { reads, indexing } = this.#deps
    const latest = this.#latest[place]
    const own = Symbol(place)
    latest.set(reader, own)
    await indexing.settle()
    const hits: MessageHit[] = []
    let { before } = search
    do {
      if (latest.get(reader) !== own) return null
      const portion = await reads.run('search-messages', {
        ...search,
        before,
        limit: search.limit - hits.length,
      })
      hits.push(...portion.hits)
      before = portion.next
    } while (before !== null && hits.length < search.limit)
    return latest.get(reader) === own ? { hits, next: before } : null
  }
}
