import { z } from 'zod'
import type { AccountId, ConversationId } from './ids.ts'
import type { SendKind } from './media.ts'

/** Local id of a program that the operator has let in. */
export const ProgramId = z.number().int().positive().brand<'ProgramId'>()
export type ProgramId = z.infer<typeof ProgramId>

/** Local id of what a program proposes (UUID). Programs ask by it what has become of a send. */
export const ProposalId = z.uuid().brand<'ProposalId'>()
export type ProposalId = z.infer<typeof ProposalId>

/** What a program may do, the least first; each includes those before it. */
export const PROGRAM_SCOPES = ['read', 'draft', 'send', 'manage'] as const
export type ProgramScope = (typeof PROGRAM_SCOPES)[number]

/** Whether a program of this scope may do what takes `needed`. */
export function reaches(scope: ProgramScope, needed: ProgramScope): boolean {
  return PROGRAM_SCOPES.indexOf(scope) >= PROGRAM_SCOPES.indexOf(needed)
}

/** A program that was let in. Times are Unix milliseconds. */
export interface Program {
  id: ProgramId
  name: string
  scope: ProgramScope
  /** The accounts that it may know of; null: all, also those to come. */
  accounts: AccountId[] | null
  /** Folders that it may take files from and save into, as the system writes them. */
  folders: string[]
  createdAt: number
  /** Null while it has not called yet. */
  lastCallAt: number | null
  /** Since midnight by the operator's clock. */
  callsToday: number
}

/** How a call of a program ended: what it got, or the code of the error that it was answered with. */
export type CallOutcome = 'answered' | 'failed' | 'refused'

/** One call as it is written down: nothing of what was said in it. */
export interface ProgramCall {
  /** Place in the order of calls. */
  id: number
  /** Unix milliseconds. */
  at: number
  programName: string
  tool: string
  /** Null where no account was named or the call concerned several. */
  accountId: AccountId | null
  outcome: CallOutcome
  /** Of a call that was not answered. */
  code: string | null
  durationMs: number
}

/** How programs reach the app. */
export interface ProgramDoor {
  /** Where programs connect over HTTP; null while nothing listens. */
  url: string | null
  /** Why nothing listens though it is switched on. */
  trouble: 'port-taken' | 'failed' | null
  /** Wrong tokens were tried so often that nobody is let in until then, in Unix milliseconds; null else. */
  restsUntil: number | null
}

/** A file that a program would have sent. */
export interface ProposedFile {
  name: string
  /** In bytes; null once its bytes are not here any more. */
  size: number | null
  sendKind: SendKind
}

/**
 * What a program proposes and a person decides (P22): a message to be sent, or words for the message box. It is in
 * this list until somebody has decided.
 */
export interface Proposal {
  id: ProposalId
  /** `send` waits for a person to send, edit or decline it; `draft` lies beside the message box until it is taken or put away. */
  kind: 'send' | 'draft'
  programId: ProgramId
  programName: string
  accountId: AccountId
  conversationId: ConversationId
  text: string
  files: ProposedFile[]
  /** Messages that it would take. */
  cost: number
  /** The program may be given leave to send to this conversation for a while. */
  canHaveLeave: boolean
  /** Unix milliseconds. */
  createdAt: number
}

/** What becomes of a program's wish to send. */
export const PROPOSAL_ANSWERS = ['send', 'edit', 'decline', 'allow-for-an-hour'] as const
export type ProposalAnswer = (typeof PROPOSAL_ANSWERS)[number]
