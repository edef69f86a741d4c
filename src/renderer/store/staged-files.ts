import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge, Staging } from '#shared/bridge.ts'
import { MAX_FILES } from '#shared/limits.ts'
import type { StagedFile, StagedId, StageProblem, StageResult } from '#shared/model/media.ts'
import { moveTo } from './move-to.ts'

/** A file that is going to be sent. */
export interface StagedItem {
  /** Unique within its list. */
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

export interface StagedFilesState {
  /** The operator wants pictures and videos to go out with the place where they were taken. */
  keepsPlace: boolean
  /** In sending order. */
  items: readonly StagedItem[]
  /** Files that are still being copied into the app's keeping. */
  copying: number
  leftOut: readonly LeftOut[]
}

/** What a list of files holds that nobody has added to. */
export const NO_FILES: StagedFilesState = { keepsPlace: false, items: [], copying: 0, leftOut: [] }

/** What a send names: each file as the operator wants it to go out. */
export function filesToSend({ items, keepsPlace }: Pick<StagedFilesState, 'items' | 'keepsPlace'>) {
  return items.map(({ staged, asFile }) => ({
    stagedId: (keepsPlace ? staged.withPlace : null) ?? staged.id,
    asFile,
  }))
}

/** All that is in the app's keeping for a file. */
export function idsOf({ id, withPlace }: StagedFile): StagedId[] {
  return withPlace === null ? [id] : [id, withPlace]
}

/** What such a list needs of the world. */
export interface StagingPorts {
  stageFiles: Bridge['stageFiles']
  discard(ids: StagedId[]): void
  /** Whether pictures and videos keep their place where nothing else was said. */
  keepsPlace(): boolean
}

/** Files on their way out of this window: copied into the app's keeping while they are looked through. */
export interface StagedFiles {
  readonly state: StoreApi<StagedFilesState>
  /** Adds files behind those that are there. */
  take(files: readonly File[]): void
  /** Ends copying; what is not copied yet is left out. */
  stopCopying(): void
  remove(key: number): void
  /** Takes all but the first so many out. */
  keepFirst(count: number): void
  /** Moves a file to a place among the others, 0 being the first; answers the place it stands at now. */
  move(key: number, place: number): number | null
  sendAsFile(key: number, asFile: boolean): void
  keepPlace(keepsPlace: boolean): void
  /** Adds files that are in the app's keeping already. */
  put(files: readonly Pick<StagedItem, 'staged' | 'asFile'>[]): void
  /** Lets go of what is there for files that are in the app's keeping already. */
  replace(files: readonly Pick<StagedItem, 'staged' | 'asFile'>[]): void
  /** Empties the list; the files belong to somebody else now. */
  release(): void
  /** Empties the list and lets go of the files. */
  discard(): void
}

export function createStagedFiles(ports: StagingPorts): StagedFiles {
  const state = createStore<StagedFilesState>(() => NO_FILES)
  const running = new Set<Staging>()
  let lastKey = 0
  /** Counts lists, so that what was begun for one says nothing in the next. */
  let round = 0

  function newKey(): number {
    lastKey += 1
    return lastKey
  }

  function leaveOut(names: readonly string[], problem: LeftOut['problem']): void {
    const more = names.map((name) => ({ key: newKey(), name, problem }))
    state.setState(({ leftOut }) => ({ leftOut: [...leftOut, ...more] }))
  }

  function settle(result: StageResult): void {
    const item = result.ok ? { key: newKey(), staged: result.file, asFile: false } : null
    state.setState(({ copying, items }) => ({ copying: copying - 1, items: item ? [...items, item] : items }))
    if (!result.ok && result.problem !== 'cancelled') leaveOut([result.name], result.problem)
  }

  function stage(files: readonly File[]): void {
    const mine = round
    const unsettled = new Map([...files.entries()])
    state.setState(({ copying }) => ({ copying: copying + files.length }))
    const staging = ports.stageFiles(files, (index, result) => {
      unsettled.delete(index)
      if (mine === round) settle(result)
      else if (result.ok) ports.discard(idsOf(result.file))
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

  /** Begins a new list; answers what stood in the former one. */
  function begin(items: readonly StagedItem[]): readonly StagedItem[] {
    const former = state.getState().items
    stopCopying()
    round += 1
    state.setState({ ...NO_FILES, items }, true)
    return former
  }

  function release(items: readonly StagedItem[]): void {
    if (items.length > 0) ports.discard(items.flatMap(({ staged }) => idsOf(staged)))
  }

  return {
    state,
    take(files) {
      const { items, copying } = state.getState()
      if (items.length + copying === 0) state.setState({ keepsPlace: ports.keepsPlace() })
      const room = Math.max(0, MAX_FILES - items.length - copying)
      const beyond = files.slice(room).map(({ name }) => name)
      if (beyond.length > 0) leaveOut(beyond, 'too-many')
      if (room > 0 && files.length > 0) stage(files.slice(0, room))
    },
    stopCopying,
    remove(key) {
      const item = state.getState().items.find((one) => one.key === key)
      if (!item) return
      state.setState(({ items }) => ({ items: items.filter((one) => one !== item) }))
      release([item])
    },
    keepFirst(count) {
      const extra = state.getState().items.slice(count)
      if (extra.length === 0) return
      state.setState(({ items }) => ({ items: items.slice(0, count) }))
      release(extra)
    },
    move(key, place) {
      const { items } = state.getState()
      const item = items.find((one) => one.key === key)
      const moved = item ? moveTo(items, item, place) : null
      if (!item || !moved) return null
      state.setState({ items: moved })
      return moved.indexOf(item)
    },
    sendAsFile(key, asFile) {
      state.setState(({ items }) => ({
        items: items.map((one) => (one.key === key ? { ...one, asFile } : one)),
      }))
    },
    keepPlace: (keepsPlace) => state.setState({ keepsPlace }),
    put(files) {
      if (state.getState().items.length === 0)
        state.setState({ keepsPlace: files.some(({ staged }) => staged.withPlace !== null) })
      const more = files.map(({ staged, asFile }) => ({ key: newKey(), staged, asFile }))
      state.setState(({ items }) => ({ items: [...items, ...more] }))
    },
    replace(files) {
      // only what was kept with its place still has one when it is opened again
      const keepsPlace = files.some(({ staged }) => staged.withPlace !== null)
      release(begin(files.map(({ staged, asFile }) => ({ key: newKey(), staged, asFile }))))
      state.setState({ keepsPlace })
    },
    release() {
      const { keepsPlace } = state.getState()
      const former = begin([])
      // of two of the same picture one went out
      const left = former.flatMap(({ staged: { id, withPlace } }) =>
        withPlace === null ? [] : [keepsPlace ? id : withPlace],
      )
      if (left.length > 0) ports.discard(left)
    },
    discard: () => release(begin([])),
  }
}
