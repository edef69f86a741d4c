import type { Tool } from '../tool.ts'
import { broadcastPlan } from './broadcast-plan.ts'
import { conversations } from './conversations.ts'
import { download } from './download.ts'
import { draftReply } from './draft-reply.ts'
import { history } from './history.ts'
import { login } from './login.ts'
import { logout } from './logout.ts'
import { reachable } from './reachable.ts'
import { recv } from './recv.ts'
import { renameSession } from './rename-session.ts'
import { send } from './send.ts'
import { sendStatus } from './send-status.ts'
import { sessions } from './sessions.ts'
import { setDefault } from './set-default.ts'
import { setNote } from './set-note.ts'
import { setTags } from './set-tags.ts'

/** Every tool, in the order in which clients list them. */
export const TOOLS: readonly Tool[] = [
  recv,
  send,
  sendStatus,
  draftReply,
  download,
  history,
  sessions,
  login,
  logout,
  conversations,
  reachable,
  broadcastPlan,
  renameSession,
  setDefault,
  setTags,
  setNote,
]
