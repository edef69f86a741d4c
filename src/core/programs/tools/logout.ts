import { z } from 'zod'
import type { SessionView } from '../program-view.ts'
import { defineTool, type ToolContext } from '../tool.ts'
import { ToolError } from '../tool-error.ts'
import { SessionOrDefault, sessionOrDefault } from './proposing.ts'

/** So long a call waits for the person; clients give up after a minute. */
const WAIT_MS = 40_000

const State = z.enum(['signed_out', 'waiting_approval', 'declined'])

/** Signs a session out, once a person agrees. */
export const logout = defineTool({
  name: 'logout',
  title: 'Sign a session out',
  description:
    'Asks a person, in Linkboard, to sign a session out: nothing is received or sent through it until its owner scans a code ' +
    'again; its history stays. This waits up to 40 seconds for them, then answers "waiting_approval"; call it again to see. ' +
    'After a no, nobody is asked again for ten minutes.',
  scope: 'manage',
  hints: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  input: z.object({ session_name: SessionOrDefault }),
  output: z.object({
    success: z.boolean().describe('It is signed out.'),
    session: z.string(),
    state: State,
  }),
  async run({ session_name }, context) {
    const { view, program, signOuts, signal, monotonic } = context
    const session = sessionOrDefault(session_name, view)
    if (session === null) throw new ToolError('no_such_session')
    const until = monotonic() + WAIT_MS
    if (session.state !== 'signed-out') signOuts.ask(program, session)
    for (;;) {
      const state = stateOf(session, context)
      const left = until - monotonic()
      if (state !== 'waiting_approval' || left <= 0 || signal.aborted)
        return {
          result: { success: state === 'signed_out', session: session.name, state },
          accountId: session.id,
        }
      await context.changed(left, ({ kind }) => kind === 'account' || kind === 'account-removed')
    }
  },
})

/** @throws ToolError `failed` where it was agreed to and came to nothing, `no_such_session` once it is removed */
function stateOf({ id }: SessionView, { view, program, signOuts }: ToolContext): z.infer<typeof State> {
  const now = view.session(id)
  if (now === null) throw new ToolError('no_such_session')
  if (now.state === 'signed-out') return 'signed_out'
  const state = signOuts.stateOf(program.id, id)
  if (state === null) throw new ToolError('failed')
  return state === 'declined' ? 'declined' : 'waiting_approval'
}
