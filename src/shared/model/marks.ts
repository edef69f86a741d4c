import { z } from 'zod'
import { ConversationId } from './ids.ts'
import type { WallTime } from './wall-time.ts'
import { WallTimeSchema } from './wall-time-schema.ts'

/** What the operator has set; a next message of the contact ends it, and a snooze its time too. */
export type Triage =
  | { kind: 'done' }
  /** `until` null: until the contact writes. */
  | { kind: 'snoozed'; until: WallTime | null }

/** What is kept of a conversation beside its messages. */
export interface ConversationMarks {
  /**
   * The contact wrote last: nothing that was accepted here, came from elsewhere or was marked as sent has followed.
   * By the order of arrival (P19); what is on its way, refused, unconfirmed or part of a broadcast answers nothing.
   */
  isUnanswered: boolean
  /** The contact wrote at all, through whatever binding of the account. */
  hasWritten: boolean
  triage: Triage | null
  isPinned: boolean
  /** New messages are not told; closing windows, refusals and a dead account are. */
  isMuted: boolean
  /** Unread by hand, until it is opened. */
  isMarkedUnread: boolean
}

/** A place in the order of arrival (P19); 0 stands before everything. */
const Seq = z.number().int().min(0)

/** What the operator has finished or put off, and up to which message: a later one of the contact ends it. */
const StoredTriage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), seq: Seq }),
  z.object({ kind: z.literal('snoozed'), seq: Seq, until: WallTimeSchema.nullable() }),
])
export type StoredTriage = z.infer<typeof StoredTriage>

/** One mark of one conversation, before and after: what taking it back needs. */
export const MarkChange = z.discriminatedUnion('mark', [
  z.object({
    id: ConversationId,
    mark: z.literal('triage'),
    before: StoredTriage.nullable(),
    after: StoredTriage.nullable(),
  }),
  z.object({
    id: ConversationId,
    mark: z.enum(['pinned', 'muted', 'unread']),
    before: z.boolean(),
    after: z.boolean(),
  }),
])
export type MarkChange = z.infer<typeof MarkChange>

/** What the operator does to conversations. */
export const MarkAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done') }),
  /** Takes back that they are done or snoozed. */
  z.object({ kind: z.literal('reopen') }),
  /** `until` null: until the contact writes. */
  z.object({ kind: z.literal('snooze'), until: WallTimeSchema.nullable() }),
  z.object({ kind: z.literal('pinned'), value: z.boolean() }),
  z.object({ kind: z.literal('muted'), value: z.boolean() }),
  z.object({ kind: z.literal('unread'), value: z.boolean() }),
])
export type MarkAction = z.infer<typeof MarkAction>

/** A conversation as the operator saw it: what arrived after `seen`, its `activitySeq`, is neither done nor put off. */
export const MarkedConversation = z.object({ id: ConversationId, seen: Seq })
export type MarkedConversation = z.infer<typeof MarkedConversation>
