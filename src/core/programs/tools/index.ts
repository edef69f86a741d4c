import type { Tool } from '../tool.ts'
import { draftReply } from './draft-reply.ts'
import { login } from './login.ts'
import { logout } from './logout.ts'
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
  sessions,
  login,
  logout,
  renameSession,
  setDefault,
  setTags,
  setNote,
]
