import { z } from 'zod'
import { defineRead, READS } from '../tool.ts'

const Session = z.object({
  name: z.string(),
  bot_id: z.string(),
  connected: z.boolean().describe('Its messages arrive, and it can send.'),
  state: z.enum([
    'connecting',
    'online',
    'reconnecting',
    'offline',
    'checking',
    'needs-sign-in',
    'signed-out',
  ]),
  unread: z.number().int().describe('Conversations with something unread.'),
  default: z.boolean(),
})

/** The accounts of the desk. */
export const sessions = defineRead({
  name: 'sessions',
  title: 'List the WeChat sessions',
  description: 'Lists the WeChat accounts that Linkboard looks after and that this program may know of.',
  scope: 'read',
  hints: READS,
  input: z.object({}),
  output: z.object({ sessions: z.array(Session) }),
  async run(_input, { view, states }) {
    const [unread, standing] = await Promise.all([view.unread(), states()])
    const found = view.sessions().map(({ id, name, botId, isDefault }) => {
      const state = standing.get(id)?.state ?? 'connecting'
      return {
        ...{ name, state },
        bot_id: botId,
        connected: state === 'online',
        unread: unread.get(id) ?? 0,
        default: isDefault,
      }
    })
    return { result: { sessions: found }, accountId: null }
  },
})
