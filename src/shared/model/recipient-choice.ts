import { z } from 'zod'
import { MAX_CAP_DAYS, MAX_RECIPIENTS } from '../limits.ts'
import { AccountId, BroadcastId, ConversationId } from './ids.ts'

const Tags = z.array(z.string().max(512)).max(100)

/** Whom the operator wants to reach. Everybody it leaves out by itself is left out by a rule that has words. */
export const RecipientChoice = z.object({
  /**
   * `recent`: everybody with an open window. `nobody`: only who is picked by hand. A former run: whom it was
   * for, or whom of them it did not reach.
   */
  from: z.union([
    z.literal('recent'),
    z.literal('nobody'),
    z.object({ run: BroadcastId, which: z.enum(['all', 'unreached']) }),
  ]),
  /** Only contacts of these accounts; null for all. */
  accounts: z.array(AccountId).max(1000).nullable(),
  /** Only windows that close within so many hours. */
  closesWithinHours: z.number().positive().max(24).nullable(),
  /** Only who wrote within so many hours. */
  wroteWithinHours: z.number().positive().max(24).nullable(),
  /** Only who has written nothing for so many hours. */
  quietForHours: z.number().positive().max(24).nullable().default(null),
  /** Only contacts with one of these tags, with every one, and with none; an empty list asks for nothing. */
  tags: z.object({ any: Tags, all: Tags, none: Tags }).default({ any: [], all: [], none: [] }),
  /** Leaves out whom a broadcast went to within so many days. */
  notWithinDays: z.number().int().positive().max(MAX_CAP_DAYS).nullable().default(null),
  /** Only who has written something unread. */
  unreadOnly: z.boolean(),
  /** Leaves out who has no name where the text puts one in. Choices kept before this could be chosen do not. */
  skipUnnamed: z.boolean().default(false),
  /** Decided one by one, over every rule above. */
  picks: z.array(z.object({ contactUserId: z.string().max(512), included: z.boolean() })).max(MAX_RECIPIENTS),
  /** The way to somebody that the operator chose over that of P8. */
  routes: z
    .array(z.object({ contactUserId: z.string().max(512), conversationId: ConversationId }))
    .max(MAX_RECIPIENTS),
})
export type RecipientChoice = z.infer<typeof RecipientChoice>

/** The part of a choice that is a rule about contacts, as a segment keeps it: nobody by hand, and nothing of the text. */
export const SegmentFilter = RecipientChoice.omit({ skipUnnamed: true, picks: true, routes: true })
export type SegmentFilter = z.infer<typeof SegmentFilter>
