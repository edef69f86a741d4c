import type { SessionStatus } from '#core/accounts/ports.ts'
import type { StoredMessage } from '#core/storage/messages/message-reader.ts'
import type { Stores } from '#core/stores.ts'
import type { AccountId, BroadcastId, ConversationId, MessageId, ScheduledId } from '#shared/model/ids.ts'
import type { LessonFacts, LessonMessage } from './lesson-course.ts'
import type { LessonCast } from './ports.ts'

export interface LessonFactsDeps {
  stores: Pick<
    Stores,
    'accounts' | 'broadcasts' | 'conversations' | 'messages' | 'quickReplies' | 'scheduled' | 'sums'
  >
  statusOf(id: AccountId): SessionStatus
}

/** What a lesson is about in the product, and what was there before it began. */
export interface LessonPlace {
  /** Conversations with its people, each with its newest message before it began; 0 without any. */
  conversations: readonly { id: ConversationId; since: MessageId | 0 }[]
  accountId: AccountId | null
  answer: string | null
  started: ReadonlySet<BroadcastId>
  scheduled: ReadonlySet<ScheduledId>
}

/** So many messages of a conversation are looked at. */
const MOST_MESSAGES = 200

/** Where a lesson takes place; null where one of its accounts is not here. Conversations that are not are made. */
export function placeOf(
  { stores }: Pick<LessonFactsDeps, 'stores'>,
  cast: Pick<LessonCast, 'people' | 'ownerUserId' | 'answer'>,
): LessonPlace | null {
  const { accounts, broadcasts, conversations, messages, scheduled } = stores
  const here = (owner: string) => {
    const found = accounts.findByOwner(owner)
    // one that was removed is found too
    return found === null ? null : accounts.get(found.id)
  }
  const account = cast.ownerUserId === null ? null : here(cast.ownerUserId)
  if (cast.ownerUserId !== null && account === null) return null
  const places: { id: ConversationId; since: MessageId | 0 }[] = []
  for (const { ownerUserId, userId } of cast.people) {
    const owner = here(ownerUserId)
    if (owner === null) return null
    const id = conversations.ensure(owner.id, userId)
    places.push({ id, since: messages.before(id, null, 1)[0]?.id ?? 0 })
  }
  return {
    conversations: places,
    accountId: account?.id ?? null,
    answer: cast.answer,
    started: new Set(broadcasts.list().flatMap(({ id, state }) => (state === 'draft' ? [] : [id]))),
    scheduled: new Set(scheduled.list().map(({ id }) => id)),
  }
}

/** Whether everybody who takes part in a lesson, and the account that it is about, are here still. */
export function isThere(
  { stores: { accounts, conversations } }: Pick<LessonFactsDeps, 'stores'>,
  place: LessonPlace,
): boolean {
  const isHere = (id: AccountId | undefined) => id !== undefined && accounts.get(id) !== null
  return (
    (place.accountId === null || isHere(place.accountId)) &&
    place.conversations.every(({ id }) => isHere(conversations.target(id)?.accountId))
  )
}

/** What has become of a lesson since, as it is stored now. */
export function readFacts({ stores, statusOf }: LessonFactsDeps, place: LessonPlace): LessonFacts {
  const { broadcasts, conversations, messages, quickReplies, scheduled, sums } = stores
  const ids = new Set(place.conversations.map(({ id }) => id))
  return {
    messages: place.conversations.flatMap(({ id, since }) =>
      messages.after(id, since, MOST_MESSAGES).flatMap(toLessonMessage),
    ),
    triages: place.conversations.map(({ id }) => conversations.summary(id)?.triage?.kind ?? null),
    scheduled: scheduled
      .list()
      .filter(({ id, conversationId }) => ids.has(conversationId) && !place.scheduled.has(id)).length,
    account: place.accountId === null ? null : statusOf(place.accountId).state,
    broadcasts: broadcasts
      .list()
      .filter(({ id }) => !place.started.has(id))
      .map(({ id, state }) => ({ state, accepted: sums.counts(id).get('accepted') ?? 0 })),
    answer: place.answer,
    quickTexts: quickReplies
      .list()
      .flatMap(({ items }) => items.flatMap((item) => (item.kind === 'text' ? [item.text] : []))),
  }
}

function toLessonMessage({ direction, parts, sending }: StoredMessage): LessonMessage[] {
  // what another program sent is nobody's lesson
  if (direction === 'out' && sending === null) return []
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
  return [
    {
      state: sending?.state ?? null,
      resolution: sending?.resolution ?? null,
      kinds: parts.map(({ kind }) => kind),
      text: texts.join('\n'),
    },
  ]
}
