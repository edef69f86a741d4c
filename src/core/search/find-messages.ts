import type { ReadHandle } from '#core/storage/handles.ts'
import { parseParts } from '#core/storage/messages/message-columns.ts'
import { integer, type Row, text } from '#core/storage/row.ts'
import { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { MessagePart } from '#shared/model/message.ts'
import type { MessageFilter, MessageHit } from '#shared/model/search.ts'
import { excerptOf } from './excerpt.ts'
import { type FacetFilter, filterTokens } from './facets.ts'
import type { IndexSource } from './index-source.ts'
import { searchableText } from './searchable-message.ts'
import { marksOf, readWanted, standsIn, type Term } from './wanted.ts'

/** Ids that are looked through in one go of the index, the newest first. */
const STRETCH = 100_000
/** After so long a read answers what it has, so that it can be given up between two. */
const BUDGET_MS = 40

/** A portion of a search. */
export interface MessageSearch {
  text: string
  filter: MessageFilter
  /** Only what arrived before this message; null begins with the newest. */
  before: number | null
  limit: number
}

export interface FoundMessages {
  hits: MessageHit[]
  /** Where the search goes on; null when everything was looked through. */
  next: number | null
}

/** Whether there is anything to look for. */
function asksForNothing(terms: readonly Term[], typed: string, filter: FacetFilter): boolean {
  // what holds signs alone finds nothing, rather than everything
  if (terms.length === 0 && typed.trim() !== '') return true
  if (filter.conversationIds?.length === 0 || filter.kinds?.length === 0) return true
  return terms.length === 0 && Object.values(filter).every((value) => value === undefined)
}

/**
 * The newest messages in which all of the terms stand, in the order of arrival: sorting by time would have to read them
 * all (P19). Ends at the limit, or after a while; `elapsed` is a clock that never goes back.
 */
export function findMessages(
  database: ReadHandle,
  source: IndexSource,
  { text: typed, filter, before, limit }: MessageSearch,
  elapsed: () => number,
): FoundMessages {
  const terms = readWanted(source.tokeniser, typed)
  const facets = toFacetFilter(database, filter)
  if (asksForNothing(terms, typed, facets)) return { hits: [], next: null }
  return source.use((index) => {
    const hits: MessageHit[] = []
    const began = elapsed()
    const row = database.select(
      // as a join SQLite would prepare it anew for every id, which takes longer than reading the row
      `SELECT id, account_id, conversation_id, direction, at, parts FROM messages m WHERE id = ?
         AND (SELECT erased FROM conversations WHERE id = m.conversation_id) = 0
         AND (SELECT removed FROM accounts WHERE id = m.account_id) = 0`,
    )
    const { upto } = index.progress()
    let below = Math.min(before ?? Number.MAX_SAFE_INTEGER, upto + 1)
    while (below > 0) {
      const from = Math.max(0, below - STRETCH)
      for (const id of index.find(terms, filterTokens(facets), { below, from })) {
        const found = row.get(id)
        const hit = found === undefined ? null : toHit(found, facets, terms, source)
        if (hit !== null) hits.push(hit)
        if (hits.length === limit || elapsed() - began > BUDGET_MS) return { hits, next: id }
      }
      below = from
      if (elapsed() - began > BUDGET_MS) break
    }
    return { hits, next: below === 0 ? null : below }
  })
}

/** A person's messages are those of all their conversations. */
function toFacetFilter(database: ReadHandle, filter: MessageFilter): FacetFilter {
  const { contactOf, conversationId, ...rest } = filter
  if (conversationId !== undefined) return { ...rest, conversationIds: [conversationId] }
  if (contactOf === undefined) return rest
  const conversationIds = database
    .select(
      `SELECT id FROM conversations WHERE contact_user_id =
         (SELECT contact_user_id FROM conversations WHERE id = ?)`,
    )
    .all(contactOf)
    .map((row) => ConversationId.parse(row['id']))
  return { ...rest, conversationIds }
}

/** The index narrows down by tokens that some share, and by pairs that may stand apart; this decides. */
function passes(row: Row, parts: readonly MessagePart[], filter: FacetFilter): boolean {
  const at = integer(row, 'at')
  const conversationId = ConversationId.parse(row['conversation_id'])
  return (
    (filter.accountId === undefined || filter.accountId === row['account_id']) &&
    (filter.conversationIds === undefined || filter.conversationIds.includes(conversationId)) &&
    (filter.direction === undefined || filter.direction === row['direction']) &&
    (filter.kinds === undefined || parts.some(({ kind }) => filter.kinds?.includes(kind))) &&
    (filter.from === undefined || at >= filter.from) &&
    (filter.to === undefined || at < filter.to)
  )
}

function toHit(
  row: Row,
  filter: FacetFilter,
  terms: readonly Term[],
  { tokeniser }: IndexSource,
): MessageHit | null {
  const parts = parseParts(text(row, 'parts'))
  if (!passes(row, parts, filter)) return null
  const readable = parts.flatMap((part) => {
    const words = searchableText(part)
    return words === null ? [] : [{ words, tokens: tokeniser.tokens(words) }]
  })
  if (!terms.every((term) => readable.some(({ tokens }) => standsIn(tokens, term)))) return null
  const best = readable.find(({ tokens }) => terms.some((term) => standsIn(tokens, term))) ?? readable[0]
  const shown = best === undefined ? null : excerptOf(best.words, marksOf(best.tokens, terms))
  return {
    messageId: MessageId.parse(row['id']),
    accountId: AccountId.parse(row['account_id']),
    conversationId: ConversationId.parse(row['conversation_id']),
    direction: row['direction'] === 'out' ? 'out' : 'in',
    at: integer(row, 'at'),
    kind: parts[0]?.kind ?? 'unreadable',
    excerpt: shown?.excerpt ?? null,
    marks: shown?.marks ?? [],
  }
}
