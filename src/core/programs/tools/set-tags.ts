import { z } from 'zod'
import { MAX_TAG, MAX_TAGS } from '#shared/limits.ts'
import { CHANGES, defineTool } from '../tool.ts'
import { UserId } from './proposing.ts'
import { ToldContact, toldContact } from './told-contact.ts'

/** Tags of a contact. */
export const setTags = defineTool({
  name: 'set_tags',
  title: 'Set the tags of a contact',
  description: 'Gives a contact these tags, in place of those it has; none takes all of them away.',
  scope: 'manage',
  hints: CHANGES,
  input: z.object({ user_id: UserId, tags: z.array(z.string().min(1).max(MAX_TAG)).max(MAX_TAGS) }),
  output: ToldContact,
  async run({ user_id, tags }, { view, ask }) {
    const { id } = view.routeTo(user_id, undefined)
    await ask('contacts.change', { id, change: { tags } })
    return { result: toldContact(view, user_id), accountId: null }
  },
})
