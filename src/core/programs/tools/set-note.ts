import { z } from 'zod'
import { MAX_NOTE } from '#shared/limits.ts'
import { CHANGES, defineTool } from '../tool.ts'
import { UserId } from './proposing.ts'
import { ToldContact, toldContact } from './told-contact.ts'

/** The note about a contact. */
export const setNote = defineTool({
  name: 'set_note',
  title: 'Set the note about a contact',
  description: 'Writes the note that the operator keeps about a contact, in place of the one there is.',
  scope: 'manage',
  hints: CHANGES,
  input: z.object({ user_id: UserId, note: z.string().max(MAX_NOTE).describe('Empty: none.') }),
  output: ToldContact,
  async run({ user_id, note }, { view, ask }) {
    const { id } = view.routeTo(user_id, undefined)
    await ask('contacts.change', { id, change: { note } })
    return { result: toldContact(view, user_id), accountId: null }
  },
})
