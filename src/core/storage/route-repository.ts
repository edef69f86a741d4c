import { GROUP_PREFIX } from '#shared/model/group.ts'
import { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { RecipientRoute } from '#shared/model/recipients.ts'
import type { ReadHandle } from './handles.ts'
import { unsettled } from './messages/unsettled.ts'
import { flag, integer, integerOrNull, type Row, text, textOrNull } from './row.ts'

/** A route to somebody, as a plan sees it. */
export interface Route extends RecipientRoute {
  contactAlias: string | null
  /** Nothing can be sent without one. */
  hasContextToken: boolean
  /** Messages in the outbox that will be sent by themselves or are offered once the contact writes. */
  unsent: number
}

function toRoute(row: Row, unsent: ReadonlyMap<unknown, number>): Route {
  return {
    id: ConversationId.parse(row['id']),
    accountId: AccountId.parse(row['account_id']),
    contactUserId: text(row, 'contact_user_id'),
    contactAlias: textOrNull(row, 'alias'),
    isExcluded: flag(row, 'is_excluded'),
    lastInboundAt: integerOrNull(row, 'last_inbound_at'),
    lastInboundSeq: integerOrNull(row, 'last_inbound_seq'),
    sentSinceInbound: integer(row, 'sent_since_inbound'),
    refusedSinceInbound: flag(row, 'refused_since_inbound'),
    unread: integer(row, 'unread'),
    hasContextToken: flag(row, 'has_token'),
    unsent: unsent.get(row['id']) ?? 0,
  }
}

/** Every conversation of accounts that were not removed, but those of groups, which are answered nowhere. */
export const ROUTES = `
  SELECT c.id, c.account_id, c.contact_user_id, k.alias, COALESCE(k.excluded, 0) AS is_excluded,
    c.last_inbound_at, c.last_inbound_seq, c.sent_since_inbound, c.refused_since_inbound, c.unread,
    c.context_token IS NOT NULL AS has_token
  FROM conversations c
  JOIN accounts a ON a.id = c.account_id AND a.removed = 0 AND c.erased = 0
    AND substr(c.contact_user_id, 1, ${GROUP_PREFIX.length}) <> '${GROUP_PREFIX}'
  LEFT JOIN contacts k ON k.user_id = c.contact_user_id`

const UNSENT = `
  SELECT conversation_id, COUNT(*) AS count FROM messages
  WHERE ${unsettled('messages')} AND send_state IN ('held', 'queued', 'uploading', 'waiting-for-contact')`

/** A text that is put together anew is hashed anew, which takes as long as what it finds. */
const ROUTE = `${ROUTES} WHERE c.id = ?`
const UNSENT_OF_ONE = `${UNSENT} AND conversation_id = ?`

/** The routes to everybody, for planning: a quick look at many conversations. */
export class RouteRepository {
  readonly #db: ReadHandle

  constructor(database: ReadHandle) {
    this.#db = database
  }

  list(): Route[] {
    const unsent = this.#unsent()
    return this.#db
      .select(ROUTES)
      .all()
      .map((row) => toRoute(row, unsent))
  }

  get(id: ConversationId): Route | null {
    const row = this.#db.select(ROUTE).get(id)
    if (row === undefined) return null
    const unsent = this.#db.select(UNSENT_OF_ONE).get(id)
    return toRoute(row, new Map([[id, unsent === undefined ? 0 : integer(unsent, 'count')]]))
  }

  #unsent(): Map<unknown, number> {
    const rows = this.#db.select(`${UNSENT} GROUP BY conversation_id`).all()
    return new Map(rows.map((row) => [row['conversation_id'], integer(row, 'count')]))
  }
}
