import type { Snapshot } from './changes.ts'
import type { ConversationSummary } from './conversation.ts'

type Last = NonNullable<ConversationSummary['last']>

/** The members of a summary in the order of its tuple, without their names: of thousands those are most of the text. */
type Packed = [
  id: ConversationSummary['id'],
  accountId: ConversationSummary['accountId'],
  contactUserId: ConversationSummary['contactUserId'],
  contactAlias: ConversationSummary['contactAlias'],
  isExcluded: boolean,
  last:
    | [
        at: Last['at'],
        direction: Last['direction'],
        sender: Last['sender'],
        part: Last['part'],
        sendState: Last['sendState'],
        isResolved: Last['isResolved'],
      ]
    | null,
  unread: number,
  failed: number,
  unconfirmed: number,
  wroteBefore: boolean,
  waiting: number,
  unsent: number,
  waitingOffered: boolean,
  draft: string,
  activitySeq: number,
  lastInboundSeq: number | null,
  lastInboundAt: number | null,
  sentSinceInbound: number,
  refusedSinceInbound: boolean,
  isUnanswered: boolean,
  hasWritten: boolean,
  triage: ConversationSummary['triage'],
  isPinned: boolean,
  isMuted: boolean,
  isMarkedUnread: boolean,
]

/** Some of the conversations, in the order of their ids. */
export interface ConversationPortion {
  /** As `fromConversationsText` reads them. */
  text: string
  /** The next portion begins after this one; null where there is none. */
  last: ConversationSummary['id'] | null
}

type SnapshotOfText = Omit<Snapshot, 'conversations'> & { isWhole: boolean; conversations: Packed[] }

function pack(one: ConversationSummary): Packed {
  const { last } = one
  return [
    one.id,
    one.accountId,
    one.contactUserId,
    one.contactAlias,
    one.isExcluded,
    last === null ? null : [last.at, last.direction, last.sender, last.part, last.sendState, last.isResolved],
    one.unread,
    one.failed,
    one.unconfirmed,
    one.wroteBefore,
    one.waiting,
    one.unsent,
    one.waitingOffered,
    one.draft,
    one.activitySeq,
    one.lastInboundSeq,
    one.lastInboundAt,
    one.sentSinceInbound,
    one.refusedSinceInbound,
    one.isUnanswered,
    one.hasWritten,
    one.triage,
    one.isPinned,
    one.isMuted,
    one.isMarkedUnread,
  ]
}

function unpackLast(packed: Packed[5]): Last | null {
  if (packed === null) return null
  const [at, direction, sender, part, sendState, isResolved] = packed
  return { at, direction, sender, part, sendState, isResolved }
}

function unpack(packed: Packed): ConversationSummary {
  return {
    id: packed[0],
    accountId: packed[1],
    contactUserId: packed[2],
    contactAlias: packed[3],
    isExcluded: packed[4],
    last: unpackLast(packed[5]),
    unread: packed[6],
    failed: packed[7],
    unconfirmed: packed[8],
    wroteBefore: packed[9],
    waiting: packed[10],
    unsent: packed[11],
    waitingOffered: packed[12],
    draft: packed[13],
    activitySeq: packed[14],
    lastInboundSeq: packed[15],
    lastInboundAt: packed[16],
    sentSinceInbound: packed[17],
    refusedSinceInbound: packed[18],
    isUnanswered: packed[19],
    hasWritten: packed[20],
    triage: packed[21],
    isPinned: packed[22],
    isMuted: packed[23],
    isMarkedUnread: packed[24],
  }
}

/** A conversation as it stands in the text of a snapshot. */
export function conversationText(conversation: ConversationSummary): string {
  return JSON.stringify(pack(conversation))
}

/** Conversations as a text of their own. */
export function conversationsText(conversations: Iterable<ConversationSummary>): string {
  return `[${[...conversations].map(conversationText).join()}]`
}

/** The conversations that such a text says. */
export function fromConversationsText(text: string): ConversationSummary[] {
  const packed: Packed[] = JSON.parse(text)
  return packed.map(unpack)
}

/**
 * A snapshot as a text. Between processes and between the worlds of a page every value is copied by itself, a text as one.
 * @param conversations those of the snapshot, each as `conversationText` writes it; its own are left out
 * @param isWhole they are all that there are
 */
export function snapshotText(snapshot: Snapshot, conversations: Iterable<string>, isWhole: boolean): string {
  const { conversations: _, ...rest } = snapshot
  const head = JSON.stringify({ ...rest, isWhole })
  return `${head.slice(0, -1)},"conversations":[${[...conversations].join()}]}`
}

/** The snapshot that a text says, and whether all conversations are in it. */
export function fromSnapshotText(text: string): { snapshot: Snapshot; isWhole: boolean } {
  const { isWhole, ...snapshot }: SnapshotOfText = JSON.parse(text)
  return { snapshot: { ...snapshot, conversations: snapshot.conversations.map(unpack) }, isWhole }
}
