import { z } from 'zod'

/** Local id of an account row (UUID). It outlives sign-ins: a new binding keeps the row. */
export const AccountId = z.uuid().brand<'AccountId'>()
export type AccountId = z.infer<typeof AccountId>

/** Local id of a conversation, the pair of an account and a contact. */
export const ConversationId = z.number().int().positive().brand<'ConversationId'>()
export type ConversationId = z.infer<typeof ConversationId>

/** Local id of a stored message. An outgoing message and its outbox job share it. */
export const MessageId = z.number().int().positive().brand<'MessageId'>()
export type MessageId = z.infer<typeof MessageId>

/** Local id of one running sign-in attempt (UUID). */
export const SignInId = z.uuid().brand<'SignInId'>()
export type SignInId = z.infer<typeof SignInId>

/** Local id of a broadcast, a draft or a run. */
export const BroadcastId = z.number().int().positive().brand<'BroadcastId'>()
export type BroadcastId = z.infer<typeof BroadcastId>

/** Local id of a template. */
export const TemplateId = z.number().int().positive().brand<'TemplateId'>()
export type TemplateId = z.infer<typeof TemplateId>

/** Local id of a segment. */
export const SegmentId = z.number().int().positive().brand<'SegmentId'>()
export type SegmentId = z.infer<typeof SegmentId>

/** Local id of a quick reply. */
export const QuickReplyId = z.number().int().positive().brand<'QuickReplyId'>()
export type QuickReplyId = z.infer<typeof QuickReplyId>

/** Local id of a message that is scheduled; once its time has come it is a message with an id of its own. */
export const ScheduledId = z.number().int().positive().brand<'ScheduledId'>()
export type ScheduledId = z.infer<typeof ScheduledId>
