import { z } from 'zod'
import { MAX_NAME } from '#shared/limits.ts'
import { CHANGES, defineTool } from '../tool.ts'
import { ToolError } from '../tool-error.ts'
import { SessionName } from './proposing.ts'

/** What a session is called. */
export const renameSession = defineTool({
  name: 'rename_session',
  title: 'Rename a session',
  description: 'Gives a session another name. Nobody but the operator and programs sees it.',
  scope: 'manage',
  hints: CHANGES,
  input: z.object({ old_name: SessionName, new_name: z.string().min(1).max(MAX_NAME) }),
  output: z.object({ success: z.boolean(), old_name: z.string(), new_name: z.string() }),
  async run({ old_name, new_name }, { view, ask }) {
    const { id, name } = view.sessionNamed(old_name)
    const wanted = new_name.trim()
    // a name says which session it is
    const isTaken = view
      .sessions()
      .some((one) => one.id !== id && (one.name === wanted || one.botId === wanted))
    if (isTaken || wanted === '') throw new ToolError('name_taken')
    await ask('accounts.setAlias', { id, alias: wanted })
    const renamed = view.session(id)?.name ?? wanted
    return { result: { success: true, old_name: name, new_name: renamed }, accountId: id }
  },
})
