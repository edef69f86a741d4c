import { z } from 'zod'
import { MAX_CALLS_SHOWN, MAX_PATH, MAX_PROGRAM_ACCOUNTS } from '../limits.ts'
import { AccountId, type MessageId } from '../model/ids.ts'
import type { StagedFile } from '../model/media.ts'
import {
  PROGRAM_SCOPES,
  PROPOSAL_ANSWERS,
  type ProgramCall,
  ProgramId,
  ProposalId,
} from '../model/program.ts'
import { OwnName, OwnText } from './own-texts.ts'
import { request } from './request.ts'

const OfProgram = z.object({ id: ProgramId })
const Folder = z.string().min(1).max(MAX_PATH)
const OfProposal = z.object({ id: ProposalId })

export const programRequests = {
  /**
   * Lets a program in. Its token is in the answer and nowhere else: only its hash is kept.
   * Fails with `programs-full`.
   */
  'programs.allow': request(
    z.object({
      name: OwnName.min(1),
      scope: z.enum(PROGRAM_SCOPES),
      accounts: z.array(AccountId).min(1).max(MAX_PROGRAM_ACCOUNTS).nullable(),
    }),
  )<{ id: ProgramId; token: string }>(),
  /** Takes it all back: its token opens nothing any more, its leave ends, and what it asked for is declined. */
  'programs.revoke': request(OfProgram)<void>(),
  /**
   * Lets the program take files from a folder and save into it. Fails with `folder-unreadable` for what is no absolute path
   * of a folder, `not-found`.
   */
  'programs.addFolder': request(OfProgram.extend({ folder: Folder }))<void>(),
  'programs.removeFolder': request(OfProgram.extend({ folder: Folder }))<void>(),
  /** Calls of all programs, the newest first; those before `before`, which is the id of one. */
  'programs.calls': request(
    z.object({
      before: z.number().int().positive().optional(),
      limit: z.number().int().min(1).max(MAX_CALLS_SHOWN),
    }),
  )<{ calls: ProgramCall[]; hasMore: boolean }>(),
  /**
   * Decides what a program asked to send. `send` queues it as it stands, once; `edit` lays it beside the message box;
   * `allow-for-an-hour` sends it and whatever this program has for this conversation within an hour.
   * Fails with `not-found` once it is decided, `window-closed`, `too-few-left`, `reserve-kept` where it would use up what is
   * kept for the operator, `media-missing`, and `not-possible-now` for leave that this program cannot have.
   */
  'programs.answer': request(OfProposal.extend({ answer: z.enum(PROPOSAL_ANSWERS) }))<{
    messageIds: MessageId[]
  }>(),
  /**
   * Takes what a program wrote into the message box, behind `typed`, which is what the box holds; its files are staged,
   * and those whose bytes are gone are named.
   * Fails with `not-found` once it is taken or put away.
   */
  'programs.takeDraft': request(OfProposal.extend({ typed: OwnText }))<{
    draft: string
    files: { staged: StagedFile; asFile: boolean }[]
    missing: string[]
  }>(),
  'programs.dismissDraft': request(OfProposal)<void>(),
}
