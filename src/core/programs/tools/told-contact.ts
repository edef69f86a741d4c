import { z } from 'zod'
import type { ProgramView } from '../program-view.ts'

/** What the operator keeps about a contact, as it is stored. */
export const ToldContact = z.object({
  user_id: z.string(),
  contact: z.string().nullable().describe('What the operator calls the contact.'),
  tags: z.array(z.string()),
  note: z.string(),
  follow_up: z.string().nullable().describe('YYYY-MM-DD, by the calendar of the operator.'),
})

/** @throws ToolError `no_such_contact` */
export function toldContact(view: ProgramView, userId: string): z.input<typeof ToldContact> {
  const { contactAlias } = view.routeTo(userId, undefined)
  const { tags, note, followUp } = view.card(userId)
  return { user_id: userId, contact: contactAlias, tags, note, follow_up: followUp }
}
