import type { Tool } from '../tool.ts'
import { draftReply } from './draft-reply.ts'
import { recv } from './recv.ts'
import { send } from './send.ts'
import { sendStatus } from './send-status.ts'
import { sessions } from './sessions.ts'

/** Every tool, in the order in which clients list them. */
export const TOOLS: readonly Tool[] = [recv, send, sendStatus, draftReply, sessions]
