import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import {
  createStagedFiles,
  idsOf,
  NO_FILES,
  type StagedFiles,
  type StagedFilesState,
  type StagingPorts,
} from './staged-files.ts'

/** Whom files are for. */
export interface ReviewTarget {
  conversationId: ConversationId
  /** The account they were dropped on, where the contact has to be chosen among several; else null. */
  accountId: AccountId | null
}

/** What is being looked through before it is sent. */
export interface ReviewState extends ReviewTarget, StagedFilesState {
  /** Somebody said who gets them; before that nothing can be sent (P17). */
  isChosen: boolean
  /** Which review of this window it is. */
  number: number
}

/** The files on their way to one contact. */
export interface Review
  extends Pick<StagedFiles, 'stopCopying' | 'remove' | 'keepFirst' | 'move' | 'sendAsFile' | 'keepPlace'> {
  readonly state: StoreApi<ReviewState | null>
  /** Begins a review, or adds to the one under way, whomever that is for. */
  take(target: ReviewTarget, files: readonly File[]): void
  /**
   * The same for files that are in the app's keeping already. They may come late, so that they never join a review for
   * somebody else (P17): they are looked through after it.
   */
  put(target: ReviewTarget, files: KeptFiles): void
  /** Another contact of the same account gets the files. */
  choose(id: ConversationId): void
  /** Ends the review; the files belong to the outbox now. */
  sent(): void
  /** Ends the review and lets go of the files. */
  discard(): void
  /** The same, also for what was to be looked through after it. */
  clear(): void
}

type KeptFiles = Parameters<StagedFiles['put']>[0]

export function createReview(ports: StagingPorts): Review {
  const state = createStore<ReviewState | null>(() => null)
  const files = createStagedFiles(ports)
  let begun = 0
  let next: { target: ReviewTarget; kept: KeptFiles }[] = []

  function change(part: Partial<ReviewState>): void {
    const review = state.getState()
    if (review) state.setState({ ...review, ...part }, true)
  }
  files.state.subscribe(change)

  function begin(target: ReviewTarget): void {
    if (state.getState()) return
    begun += 1
    state.setState({ ...target, isChosen: target.accountId === null, number: begun, ...NO_FILES }, true)
  }

  function put(target: ReviewTarget, kept: KeptFiles): void {
    if (kept.length === 0) return
    const review = state.getState()
    const isOthers = review !== null && !(review.isChosen && review.conversationId === target.conversationId)
    if (isOthers) {
      next.push({ target, kept })
      return
    }
    begin(target)
    files.put(kept)
  }

  function goOn(): void {
    const waiting = next
    next = []
    for (const { target, kept } of waiting) put(target, kept)
  }

  function drop(): void {
    state.setState(null, true)
    files.discard()
  }

  return {
    state,
    take(target, added) {
      if (added.length === 0) return
      begin(target)
      files.take(added)
    },
    put,
    stopCopying: files.stopCopying,
    remove: files.remove,
    keepFirst: files.keepFirst,
    move: files.move,
    sendAsFile: files.sendAsFile,
    keepPlace: files.keepPlace,
    choose: (id) => change({ conversationId: id, isChosen: true }),
    sent() {
      state.setState(null, true)
      files.release()
      goOn()
    },
    discard() {
      drop()
      goOn()
    },
    clear() {
      const waiting = next.flatMap(({ kept }) => kept)
      next = []
      drop()
      if (waiting.length > 0) ports.discard(waiting.flatMap(({ staged }) => idsOf(staged)))
    },
  }
}
