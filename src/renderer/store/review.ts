import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge, Staging } from '#shared/bridge.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { StagedFile, StagedId, StageProblem, StageResult } from '#shared/model/media.ts'
import { moveTo } from './move-to.ts'

/** Files sent in one go at most; the contract's `MAX_FILES`, which only main may load. */
export const MOST_FILES = 500

/** A file that is going to be sent. */
export interface ReviewItem {
  /** Unique within this window. */
  key: number
  /** The copy in the app's keeping. */
  staged: StagedFile
  /** The operator wants it to go out as a file, whatever it is. */
  asFile: boolean
}

/** A file that cannot be sent, and why. */
export interface LeftOut {
  key: number
  name: string
  problem: Exclude<StageProblem, 'cancelled'> | 'too-many'
}

/** Whom files are for. */
export interface ReviewTarget {
  conversationId: ConversationId
  /** The account they were dropped on, where the contact can still be chosen among several; else null. */
  accountId: AccountId | null
}

/** What is being looked through before it is sent. */
export interface ReviewState extends ReviewTarget {
  /** In sending order. */
  items: readonly ReviewItem[]
  /** Files that are still being copied into the app's keeping. */
  copying: number
  leftOut: readonly LeftOut[]
}

/** What the review needs of the world. */
export interface ReviewPorts {
  stageFiles: Bridge['stageFiles']
  discard(ids: StagedId[]): void
}

/** The files on their way out of this window: copied into the app's keeping while they are looked through. */
export interface Review {
  readonly state: StoreApi<ReviewState | null>
  /** Begins a review, or adds to the one under way, whomever that is for. */
  take(target: ReviewTarget, files: readonly File[]): void
  /** Ends copying; what is not copied yet is left out. */
  stopCopying(): void
  remove(key: number): void
  /** Takes all but the first so many out. */
  keepFirst(count: number): void
  /** Moves a file to a place among the others, 0 being the first; answers the place it stands at now. */
  move(key: number, place: number): number | null
  sendAsFile(key: number, asFile: boolean): void
  /** Another contact of the same account gets the files. */
  choose(id: ConversationId): void
  /** Ends the review; the files belong to the outbox now. */
  sent(): void
  /** Ends the review and lets go of the files. */
  discard(): void
}

export function createReview(ports: ReviewPorts): Review {
  const state = createStore<ReviewState | null>(() => null)
  const running = new Set<Staging>()
  let lastKey = 0
  /** Counts reviews, so that what was begun in one says nothing in the next. */
  let round = 0

  function newKey(): number {
    lastKey += 1
    return lastKey
  }

  function change(update: (review: ReviewState) => Partial<ReviewState>): void {
    const review = state.getState()
    if (review) state.setState({ ...review, ...update(review) }, true)
  }

  function leaveOut(names: readonly string[], problem: LeftOut['problem']): void {
    const more = names.map((name) => ({ key: newKey(), name, problem }))
    change(({ leftOut }) => ({ leftOut: [...leftOut, ...more] }))
  }

  function settle(result: StageResult): void {
    const item = result.ok ? { key: newKey(), staged: result.file, asFile: false } : null
    change(({ copying, items }) => ({ copying: copying - 1, items: item ? [...items, item] : items }))
    if (!result.ok && result.problem !== 'cancelled') leaveOut([result.name], result.problem)
  }

  function add(files: readonly File[]): void {
    const { items, copying } = state.getState() ?? { items: [], copying: 0 }
    const room = Math.max(0, MOST_FILES - items.length - copying)
    const beyond = files.slice(room).map(({ name }) => name)
    if (beyond.length > 0) leaveOut(beyond, 'too-many')
    if (room > 0) stage(files.slice(0, room))
  }

  function stage(files: readonly File[]): void {
    const mine = round
    const unsettled = new Map([...files.entries()])
    change(({ copying }) => ({ copying: copying + files.length }))
    const staging = ports.stageFiles(files, (index, result) => {
      unsettled.delete(index)
      if (mine === round) settle(result)
      else if (result.ok) ports.discard([result.file.id])
    })
    running.add(staging)
    const end = () => {
      running.delete(staging)
      if (mine !== round) return
      // What nothing was said about cannot be had.
      for (const { name } of unsettled.values()) settle({ ok: false, name, problem: 'unreadable' })
    }
    staging.done.then(end, end)
  }

  function stopCopying(): void {
    for (const staging of running) staging.cancel()
  }

  function end(): ReviewState | null {
    const review = state.getState()
    stopCopying()
    round += 1
    state.setState(null, true)
    return review
  }

  return {
    state,
    take(target, files) {
      if (files.length === 0) return
      if (!state.getState()) state.setState({ ...target, items: [], copying: 0, leftOut: [] }, true)
      add(files)
    },
    stopCopying,
    remove(key) {
      const item = state.getState()?.items.find((one) => one.key === key)
      if (!item) return
      change(({ items }) => ({ items: items.filter((one) => one !== item) }))
      ports.discard([item.staged.id])
    },
    keepFirst(count) {
      const extra = state.getState()?.items.slice(count) ?? []
      if (extra.length === 0) return
      change(({ items }) => ({ items: items.slice(0, count) }))
      ports.discard(extra.map(({ staged }) => staged.id))
    },
    move(key, place) {
      const items = state.getState()?.items ?? []
      const item = items.find((one) => one.key === key)
      const moved = item ? moveTo(items, item, place) : null
      if (!item || !moved) return null
      change(() => ({ items: moved }))
      return moved.indexOf(item)
    },
    sendAsFile(key, asFile) {
      change(({ items }) => ({ items: items.map((one) => (one.key === key ? { ...one, asFile } : one)) }))
    },
    choose: (id) => change(() => ({ conversationId: id })),
    sent: () => void end(),
    discard() {
      const ids = end()?.items.map(({ staged }) => staged.id) ?? []
      if (ids.length > 0) ports.discard(ids)
    },
  }
}
