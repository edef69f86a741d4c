import { createStore, type StoreApi } from 'zustand/vanilla'
import type { InputOf } from '#shared/contract/index.ts'
import type { AppErrorCode } from '#shared/errors.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { errorCode } from '../../api/client-error.ts'

/** Pause after the last change before a draft is kept. */
export const KEEP_DELAY_MS = 700

/** A draft as main takes it. */
export type DraftInput = Omit<InputOf<'broadcasts.saveDraft'>, 'id'>

/** What the autosave needs of the world. */
export interface KeeperPorts {
  save(id: BroadcastId | null, input: DraftInput): Promise<{ id: BroadcastId }>
  setTimer(ms: number, fn: () => void): () => void
}

export interface Kept {
  /** Null until it was kept for the first time. */
  id: BroadcastId | null
  /** Why the last attempt failed; null once one succeeds. */
  error: AppErrorCode | null
  /** Everything up to the last change is kept. */
  isUpToDate: boolean
}

/** Keeps one draft while it is worked on: one save at a time, and the newest state wins. */
export interface DraftKeeper {
  readonly state: StoreApi<Kept>
  /**
   * It is like this now and is kept soon.
   * @param isWorthIt without content, a draft that was never kept is not begun
   */
  change(input: DraftInput, isWorthIt: boolean): void
  /** Keeps at once what is not kept yet. Answers the id, null where there is nothing; fails as the save does. */
  keep(): Promise<BroadcastId | null>
  /** Keeps nothing from here on; answers the id once no save is under way. */
  end(): Promise<BroadcastId | null>
}

/** @param id the draft that is worked on; null for a new one */
export function createDraftAutosave(id: BroadcastId | null, ports: KeeperPorts): DraftKeeper {
  const state = createStore<Kept>(() => ({ id, error: null, isUpToDate: true }))
  let wanted: { input: DraftInput; isWorthIt: boolean } | null = null
  let running: Promise<void> | null = null
  let cancelTimer: (() => void) | null = null
  let hasEnded = false

  function forgetTimer(): void {
    cancelTimer?.()
    cancelTimer = null
  }

  function due(): typeof wanted {
    return wanted && !hasEnded && (wanted.isWorthIt || state.getState().id !== null) ? wanted : null
  }

  async function saveAll(): Promise<void> {
    for (let saving = due(); saving; saving = due()) {
      try {
        const { id: kept } = await ports.save(state.getState().id, saving.input)
        // Something newer may have come meanwhile.
        if (wanted === saving) wanted = null
        state.setState({ id: kept, error: null, isUpToDate: wanted === null })
      } catch (failure) {
        state.setState({ error: errorCode(failure) })
        throw failure
      }
    }
  }

  async function keep(): Promise<BroadcastId | null> {
    forgetTimer()
    running ??= saveAll().finally(() => {
      running = null
    })
    await running
    // Something may have come after that run had looked for the last time.
    return due() ? await keep() : state.getState().id
  }

  return {
    state,
    change(input, isWorthIt) {
      if (hasEnded) return
      wanted = { input, isWorthIt }
      state.setState({ isUpToDate: false })
      forgetTimer()
      // A failure stands in the state, and the next change tries again.
      cancelTimer = ports.setTimer(KEEP_DELAY_MS, () => void keep().catch(() => undefined))
    },
    keep,
    async end() {
      hasEnded = true
      forgetTimer()
      await running?.catch(() => undefined)
      return state.getState().id
    },
  }
}
