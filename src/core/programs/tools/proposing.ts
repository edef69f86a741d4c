import { z } from 'zod'
import { MAX_PATH } from '#shared/limits.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { isGroupContact } from '#shared/model/group.ts'
import type { StagedId } from '#shared/model/media.ts'
import type { ProposalId } from '#shared/model/program.ts'
import type { NamedPath } from '../program-files.ts'
import type { ProgramView, SessionView } from '../program-view.ts'
import type { ProposalInput } from '../proposals.ts'
import type { ToolContext } from '../tool.ts'
import { ToolError } from '../tool-error.ts'

/** Longest id or key that is taken, in UTF-16 units. */
const MAX_ID = 200

/** So long files may take: no call lasts for 45 seconds (mcp.md 1). */
const TAKING_MS = 40_000

export const FilePath = z.string().max(MAX_PATH)
export const Key = z.string().min(1).max(MAX_ID)

/** A contact, and a session by what it is called or by its bot_id. */
export const UserId = z.string().min(1).max(MAX_ID)
export const SessionName = z.string().min(1).max(MAX_ID)

/** A session as WeiLink names it: nothing stands for the default one. */
export const SessionOrDefault = z
  .string()
  .max(MAX_ID)
  .default('')
  .describe('What it is called, or its bot_id; empty: the default session.')

/** Null where nothing is named and this program may not know of the default one. @throws ToolError `no_such_session` */
export function sessionOrDefault(named: string, view: ProgramView): SessionView | null {
  if (named !== '') return view.sessionNamed(named)
  return view.sessions().find(({ isDefault }) => isDefault) ?? null
}

/** Whom something is for, as WeiLink names them. */
export const recipient = {
  to: UserId.describe('The contact: user_id.'),
  bot_id: z
    .string()
    .max(MAX_ID)
    .optional()
    .describe('The session to go through; without it the one that the contact last wrote to.'),
}

/** A file that is part of a proposal, and whether it goes out as a file whatever it is. */
export interface ProposedPath extends NamedPath {
  asFile: boolean
}

/** The conversation it goes through. @throws ToolError `no_such_session`, `no_such_contact`, `group_not_answerable` */
export function routeOf(
  { to, bot_id }: { to: string; bot_id?: string | undefined },
  { view }: Pick<ToolContext, 'view'>,
): ConversationSummary {
  if (isGroupContact(to)) throw new ToolError('group_not_answerable')
  return view.routeTo(to, bot_id === '' ? undefined : bot_id)
}

/**
 * Takes the files into the app's keeping and proposes all of it.
 * @throws ToolError, AppError as `Proposals.propose` does
 */
export function proposeWith(
  input: Omit<ProposalInput, 'files'>,
  paths: readonly ProposedPath[],
  context: ToolContext,
): Promise<ProposalId> {
  return withFiles(paths, context, (files) => context.proposals.propose(context.program, { ...input, files }))
}

/**
 * Takes files into the app's keeping for as long as `use` takes; what it made them part of stays.
 * @throws ToolError `took_too_long`, and as `ProgramFiles.take` and `mayGoOn` do
 */
export async function withFiles<T>(
  paths: readonly ProposedPath[],
  { files, program, mayGoOn, signal, monotonic }: ToolContext,
  use: (files: ProposalInput['files']) => T | Promise<T>,
): Promise<T> {
  const until = monotonic() + TAKING_MS
  const staged: StagedId[] = []
  try {
    const chosen: ProposalInput['files'][number][] = []
    for (const one of paths) {
      const ids = await files.take(program.folders, one, () => {
        if (signal.aborted || monotonic() > until) throw new ToolError('took_too_long')
        mayGoOn()
      })
      staged.push(...ids)
      chosen.push({ stagedId: ids[0], asFile: one.asFile })
    }
    mayGoOn()
    return await use(chosen)
  } finally {
    files.discard(staged)
  }
}
