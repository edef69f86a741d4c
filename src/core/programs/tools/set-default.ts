import { z } from 'zod'
import { CHANGES, defineTool } from '../tool.ts'
import { SessionName } from './proposing.ts'

/** The session that is taken where nothing else says which. */
export const setDefault = defineTool({
  name: 'set_default',
  title: 'Choose the default session',
  description: 'Makes a session the one that is taken where nothing else says which.',
  scope: 'manage',
  hints: CHANGES,
  input: z.object({ session_name: SessionName }),
  output: z.object({ success: z.boolean(), default_session: z.string() }),
  async run({ session_name }, { view, ask }) {
    const { id, name } = view.sessionNamed(session_name)
    await ask('accounts.setDefault', { id })
    return { result: { success: true, default_session: name }, accountId: id }
  },
})
