import { z } from 'zod'
import { MAX_NOTE, MAX_TAG, MAX_TAGS } from '../limits.ts'
import type { ContactFacts } from '../model/contact.ts'
import { ConversationId } from '../model/ids.ts'
import { repairName, repairText } from '../text/repair.ts'
import { OwnName } from './own-texts.ts'
import { request } from './request.ts'

/** A word of the operator's own, compared as it is written; a sign in front of it is none of it. */
const Tag = z
  .string()
  .overwrite((tag) =>
    repairName(tag)
      .replace(/^[#＃]/u, '')
      .trim(),
  )
  .min(1)
  .max(MAX_TAG)

/** What the operator changes about a contact; what is not named stays. */
const ContactPatch = z
  .object({
    tags: z
      .array(Tag)
      .max(MAX_TAGS)
      .overwrite((tags) => [...new Set(tags)]),
    note: z.string().max(MAX_NOTE).overwrite(repairText),
    followUp: z.iso.date().nullable(),
  })
  .partial()
  .strict()
export type ContactPatch = z.output<typeof ContactPatch>

/** A contact is named by one of its conversations, and is one person in all accounts. */
export const contactRequests = {
  'contacts.setAlias': request(z.object({ id: ConversationId, alias: OwnName }))<void>(),
  /** Changes what is kept about the contact. */
  'contacts.change': request(z.object({ id: ConversationId, change: ContactPatch }))<void>(),
  /** Marks the contact as the operator, to whom tests of broadcasts go, and nobody else any more; null: nobody. */
  'contacts.setSelf': request(z.object({ id: ConversationId.nullable() }))<void>(),
  /** Deletes all messages and files with the contact over all accounts, and what is kept about the contact; for good. */
  'contacts.delete': request(z.object({ id: ConversationId }))<void>(),
  /** Writes the messages with the contact over all accounts to a file of the operator's choice; false when that was cancelled. */
  'contacts.export': request(z.object({ id: ConversationId }))<{ saved: boolean }>(),
  'contacts.cancelExport': request(z.undefined())<void>(),
  /** What is known of the contact over all accounts. */
  'contacts.facts': request(z.object({ id: ConversationId }))<ContactFacts>(),
}
