import { type FrozenLedger, type LedgerRequest, readFrozenLedger } from '#core/broadcast/frozen-ledger.ts'
import { type PlanRequest, readPlan } from '#core/broadcast/plan-request.ts'
import { readContactFacts } from '#core/contacts/contact-facts.ts'
import { type HistoryExtent, readHistoryExtent, readHistorySome } from '#core/contacts/history-reads.ts'
import { readDayTally, type TallyRequest } from '#core/inbox/day-tally.ts'
import { type ArrivedMessages, type ArrivedRequest, readArrived } from '#core/programs/reads/arrived.ts'
import { type HistoryPortion, type HistoryRequest, readHistory } from '#core/programs/reads/history.ts'
import {
  type ListedConversations,
  type ListRequest,
  readListed,
  readShown,
  readUnread,
  type ShownRequest,
} from '#core/programs/reads/listed.ts'
import { type FoundMessages, findMessages, type MessageSearch } from '#core/search/find-messages.ts'
import { findPeople, type PeopleSearch } from '#core/search/find-people.ts'
import { type IndexState, indexSome, readIndexState } from '#core/search/index-some.ts'
import { markMessages } from '#core/search/mark-messages.ts'
import { type AccountCounts, readAccountCounts } from '#core/storage/account-counts.ts'
import { readPortion } from '#core/storage/conversation-summaries.ts'
import { MessageReader, type StoredMessage } from '#core/storage/messages/message-reader.ts'
import { readStorageUse } from '#core/storage/storage-use.ts'
import type { BroadcastPlan } from '#shared/model/broadcast.ts'
import type { ContactFacts } from '#shared/model/contact.ts'
import type { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { StorageUse } from '#shared/model/media.ts'
import type { MessageMarks } from '#shared/model/search.ts'
import type { ConversationPortion } from '#shared/model/snapshot-text.ts'
import type { DayTally } from '#shared/model/tally.ts'
import type { ReadSources } from './sources.ts'

/** Every read that may be asked for by name. Inputs and outputs are plain data, as they go from thread to thread. */
interface ReadQueries {
  /** Bytes of media, over all and by account. */
  'storage-use': { input: null; output: StorageUse }
  /** How much each of these accounts has stored. */
  'account-counts': { input: readonly AccountId[]; output: ReadonlyMap<AccountId, AccountCounts> }
  /** A portion of all conversations, as texts. */
  'conversation-portion': { input: { after: ConversationId | null }; output: ConversationPortion }
  /** What would happen if a broadcast were started. */
  'broadcast-plan': { input: PlanRequest; output: BroadcastPlan }
  /** The list of a run as it is frozen. */
  'broadcast-ledger': { input: LedgerRequest; output: FrozenLedger }
  /** What a day has brought and what became of it. */
  'day-tally': { input: TallyRequest; output: DayTally }
  /** What is known of a person over all accounts. */
  'contact-facts': { input: { userId: string }; output: ContactFacts }
  /** Whose conversations hold a person's history, and how much it is. */
  'history-extent': { input: { userId: string }; output: HistoryExtent }
  /**
   * The first message of a contact to arrive that shows this time or a later one; null when there is none. Quick by the
   * marks of days, of which none are made any more behind one message of a clock that was far ahead.
   */
  'first-from': { input: { conversationId: ConversationId; at: number }; output: MessageId | null }
  /** The first of the last so many messages of a contact; null when there are not so many. */
  'first-of-last': {
    input: { conversationId: ConversationId; count: number; upTo: number }
    output: MessageId | null
  }
  /** A portion of a conversation in the order of arrival; null when its history is deleted. */
  'history-some': {
    input: { conversationId: ConversationId; after: number }
    output: StoredMessage[] | null
  }
  /** Reads a portion of what the search index does not know yet into it; it is a file of this thread's alone. */
  'index-some': { input: null; output: IndexState }
  'index-state': { input: null; output: IndexState }
  /** A portion of a search of messages. */
  'search-messages': { input: MessageSearch; output: FoundMessages }
  /** What contacts wrote since a place of arrival. */
  'messages-arrived': { input: ArrivedRequest; output: ArrivedMessages }
  /** A portion of messages by what they are, the newest first. */
  'messages-like': { input: HistoryRequest; output: HistoryPortion }
  /** A page of conversations as the Inbox filters them. */
  'conversations-shown': { input: ShownRequest; output: ConversationId[] }
  /** How many are unread, by account. */
  'conversations-unread': { input: null; output: ReadonlyMap<AccountId, number> }
  'conversations-listed': { input: ListRequest; output: ListedConversations }
  'search-people': { input: PeopleSearch; output: ConversationId[] }
  'search-marks': { input: { text: string; messageIds: readonly MessageId[] }; output: MessageMarks[] }
}

export type ReadName = keyof ReadQueries
export type ReadInput<N extends ReadName> = ReadQueries[N]['input']
export type ReadOutput<N extends ReadName> = ReadQueries[N]['output']

const QUERIES: {
  readonly [N in ReadName]: (sources: ReadSources, input: ReadInput<N>) => ReadOutput<N>
} = {
  'storage-use': ({ database }) => readStorageUse(database),
  'account-counts': ({ database }, ids) => readAccountCounts(database, ids),
  'conversation-portion': ({ database }, { after }) => readPortion(database, after),
  'broadcast-plan': ({ database }, request) => readPlan(database, request),
  'broadcast-ledger': ({ database }, request) => readFrozenLedger(database, request),
  'day-tally': ({ database }, request) => readDayTally(database, request),
  'contact-facts': ({ database }, { userId }) => readContactFacts(database, userId),
  'history-extent': ({ database }, { userId }) => readHistoryExtent(database, userId),
  'first-from': ({ database }, { conversationId, at }) =>
    new MessageReader(database).firstFrom(conversationId, at),
  'first-of-last': ({ database }, { conversationId, count, upTo }) =>
    new MessageReader(database).firstOfLast(conversationId, count, upTo),
  'history-some': ({ database }, { conversationId, after }) =>
    readHistorySome(database, conversationId, after),
  'index-some': ({ database, index }) => indexSome(database, index),
  'index-state': ({ database, index }) => readIndexState(database, index),
  'search-messages': ({ database, index, elapsed }, search) => findMessages(database, index, search, elapsed),
  'messages-arrived': ({ database }, request) => readArrived(database, request),
  'messages-like': ({ database, elapsed }, request) => readHistory(database, request, elapsed),
  'conversations-shown': ({ database }, request) => readShown(database, request),
  'conversations-unread': ({ database }) => readUnread(database),
  'conversations-listed': ({ database }, request) => readListed(database, request),
  'search-people': ({ database, names }, search) => findPeople(database, names, search),
  'search-marks': ({ database, index }, search) => markMessages(database, index.tokeniser, search),
}

/** Runs a read by its name over what it reads from. */
export function runQuery<N extends ReadName>(
  sources: ReadSources,
  name: N,
  input: ReadInput<N>,
): ReadOutput<N> {
  return QUERIES[name](sources, input)
}

/** What has to be loaded before a read can run; null where it can run at once. */
export function preparing({ names }: ReadSources, name: ReadName): Promise<void> | null {
  return name === 'search-people' ? names.load() : null
}
