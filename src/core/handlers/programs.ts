import type { Programs } from '#core/programs/programs.ts'
import type { Proposals } from '#core/programs/proposals.ts'
import type { HandlersOf } from '#core/router.ts'
import type { programRequests } from '#shared/contract/programs.ts'

export interface ProgramHandlerDeps {
  programs: Programs
  proposals: Proposals
}

export function createProgramHandlers(deps: ProgramHandlerDeps): HandlersOf<typeof programRequests> {
  const { programs, proposals } = deps
  return {
    'programs.allow': (wanted) => programs.allow(wanted),
    'programs.revoke': ({ id }) => programs.revoke(id),
    'programs.addFolder': ({ id, folder }) => programs.addFolder(id, folder),
    'programs.removeFolder': ({ id, folder }) => programs.removeFolder(id, folder),
    'programs.calls': ({ before, limit }) => programs.calls(before ?? null, limit),
    'programs.answer': ({ id, answer }) => ({ messageIds: proposals.answer(id, answer) }),
    'programs.takeDraft': ({ id, typed }) => proposals.take(id, typed),
    'programs.dismissDraft': ({ id }) => proposals.dismiss(id),
  }
}
