import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ConversationId } from '#shared/model/ids.ts'
import type { ProposalId } from '#shared/model/program.ts'

/** Whose words stand in a message box. */
export interface WrittenBy {
  program: string
  /** Names of its files that are not on this computer any more. */
  missing: readonly string[]
}

/** What of programs' drafts was taken into message boxes of this window. */
export interface ProgramDrafts {
  readonly taken: StoreApi<ReadonlyMap<ConversationId, WrittenBy>>
  /** Takes one, unless this window does so already; its conversation is marked once `work` is done. */
  take(id: ProposalId, into: ConversationId, work: () => Promise<WrittenBy>): Promise<void>
  /** Nothing of it stands in the box any more. */
  forget(id: ConversationId): void
}

export function createProgramDrafts(): ProgramDrafts {
  const taken = createStore<ReadonlyMap<ConversationId, WrittenBy>>(() => new Map())
  const underWay = new Set<ProposalId>()
  return {
    taken,
    async take(id, into, work) {
      if (underWay.has(id)) return
      underWay.add(id)
      try {
        const by = await work()
        taken.setState(new Map(taken.getState()).set(into, by), true)
      } finally {
        underWay.delete(id)
      }
    },
    forget(id) {
      if (!taken.getState().has(id)) return
      const next = new Map(taken.getState())
      next.delete(id)
      taken.setState(next, true)
    },
  }
}
