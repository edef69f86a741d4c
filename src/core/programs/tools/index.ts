import type { Tool } from '../tool.ts'
import { recv } from './recv.ts'
import { sessions } from './sessions.ts'

/** Every tool, in the order in which clients list them. */
export const TOOLS: readonly Tool[] = [recv, sessions]
