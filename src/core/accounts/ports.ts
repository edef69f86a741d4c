import type { InboundMessage, UnreadableMessage } from '#core/ilink/message.ts'
import type { AccountReason, AccountState } from '#shared/model/account.ts'
import type { AccountId } from '#shared/model/ids.ts'

/** An account as the database knows it. Times are Unix milliseconds. */
export interface AccountRecord {
  id: AccountId
  number: number
  alias: string | null
  colour: number
  botId: string
  baseUrl: string
  ownerUserId: string | null
  /** `get_updates_buf`; empty before the first poll of a binding. */
  cursor: string
  /** Counts sign-ins of this row; what an older binding brings is refused (P6). */
  binding: number
  signedOut: boolean
  isDefault: boolean
  lastContactAt: number | null
  lastInboundAt: number | null
}

/** What a `confirmed` sign-in brings, without its token. */
export interface NewBinding {
  botId: string
  baseUrl: string
  ownerUserId: string | null
}

/** The accounts in the database. */
export interface AccountStore {
  list(): AccountRecord[]
  get(id: AccountId): AccountRecord | null
  findByOwner(ownerUserId: string): AccountRecord | null
  findByBot(botId: string): AccountRecord | null
  /**
   * Binds a row anew, or a new row when `id` is null: the binding number rises, the cursor is empty
   * and old context tokens are gone, all in one transaction (fact sheet 2.3). `restore` runs in it at
   * its end and may write what is known of the account from elsewhere.
   */
  bind(id: AccountId | null, binding: NewBinding, restore?: (bound: AccountRecord) => void): AccountRecord
  setSignedOut(id: AccountId): void
  /** Takes the account out of every list; kept history comes back when its owner signs in again. */
  remove(id: AccountId, history: 'keep' | 'delete'): void
  /** Notes that the server answered; may be written lazily. */
  recordContact(id: AccountId, at: number): void
}

/** One answered poll, decoded. */
export interface UpdateBatch {
  accountId: AccountId
  binding: number
  messages: readonly (InboundMessage | UnreadableMessage)[]
  /** What the answer held beside them and was not kept (P20). */
  lost: number
  /** The next cursor; null keeps the old one. */
  cursor: string | null
  receivedAt: number
}

/** What became of a batch. */
export type Ingested =
  /** `added`: messages that were not there yet. */
  | { kind: 'stored'; added: number }
  /** The binding is no longer the current one: nothing more was stored (P6). */
  | { kind: 'superseded' }

/** Where polls end. */
export interface UpdateSink {
  /**
   * Stores messages, summaries, context tokens and the cursor durably (P1): an ordinary batch in one transaction, a
   * long one in several with the cursor in the last, so that others have their turn between them (P20).
   * Rejects when the database could not commit; the cursor has not moved then.
   */
  ingest(batch: UpdateBatch): Promise<Ingested>
}

/** What the rest of the app learns of a session. */
export interface SessionStatus {
  state: AccountState
  since: number
  reason: AccountReason | null
}
