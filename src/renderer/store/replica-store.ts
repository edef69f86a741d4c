import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppErrorCode } from '#shared/errors.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import {
  type ConversationPortion,
  fromConversationsText,
  fromSnapshotText,
} from '#shared/model/snapshot-text.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { Client } from '../api/client.ts'
import { errorCode } from '../api/client-error.ts'
import { applyBatch, withOthers } from './apply-batch.ts'
import type { Frames } from './frames.ts'
import { fromSnapshot, type Replica } from './replica.ts'

/** The replica, or why there is none yet. `replica` stays during a new snapshot after a gap. */
export interface ReplicaState {
  replica: Replica | null
  error: AppErrorCode | null
}

/** The window's copy of main's state. */
export interface ReplicaStore {
  readonly state: StoreApi<ReplicaState>
  /** Changes what only this window knows of the replica: its loaded history. */
  update(change: (replica: Replica) => Replica): void
  /** Subscribes, then takes a snapshot. Calling it again after a failure tries again. */
  start(): Promise<void>
  /**
   * Asks for the conversations that a first snapshot left out, once the first screen stands. Twice is harmless. Refused, it
   * ends without them.
   * @param pause settled when the page has time for a portion of them
   */
  complete(pause: () => Promise<void>): Promise<void>
  /** Nothing is known any more, until a snapshot is taken anew. */
  forget(): void
  stop(): void
}

/** A batch that waits this long for its frame counts as digested: what changes meanwhile is drawn with the same frame. */
const TAKEN_MS = 80

/** A batch that came before the snapshot. */
interface Held {
  batch: ChangeBatch
  /** Tells main that the next one may come. */
  digested: () => void
}

/**
 * Keeps a replica current. A batch that comes alone is used when it comes, so that it still reaches the next frame, and
 * digested at once. Those that come while one is not drawn yet wait for that frame, are used together when it begins, as
 * one change of the replica, and digested then. As long as frames bring several, or somebody writes, all of them wait: the
 * page draws once a frame, however many batches there are. Main sends two ahead, so there are three a frame at most, and whatever
 * the page is busy with, two batches wait for it. A frame that is long in coming, as while somebody writes, is not waited
 * for: what changed since follows several times a second, and is drawn with it. Batches that arrive before the snapshot
 * wait for it; one that is not newer is dropped; a gap means a new snapshot.
 */
export function createReplicaStore(client: Client, frames: Frames): ReplicaStore {
  const state = createStore<ReplicaState>(() => ({ replica: null, error: null }))
  let unsubscribe: (() => void) | null = null
  /** What came before the snapshot that is on its way; null while none is. */
  let waiting: Held[] | null = null
  /** What is used when the next frame begins. */
  let gathered: Held[] = []
  /** A batch was used that no frame has shown yet. */
  let isUndrawn = false
  /** The last frame had several batches to show. */
  let isBusy = false
  let isFrameAsked = false
  /** Conversations that went while all others were asked for; null while they are not. */
  let gone: Set<ConversationId> | null = null

  /** A promise costs main and page a way there and back more: there is none where nothing is waited for. */
  function receive(batch: ChangeBatch): Promise<void> | undefined {
    if (waiting !== null) return hold(waiting, batch)
    if (isUndrawn || isBusy || !frames.isFree()) {
      const digested = hold(gathered, batch)
      askForFrame()
      return Promise.race([digested, frames.after(TAKEN_MS)])
    }
    use([{ batch, digested() {} }])
    isUndrawn = true
    askForFrame()
    return undefined
  }

  function hold(held: Held[], batch: ChangeBatch): Promise<void> {
    return new Promise((digested) => held.push({ batch, digested }))
  }

  function askForFrame(): void {
    if (isFrameAsked) return
    isFrameAsked = true
    frames.next(() => {
      isFrameAsked = false
      const held = gathered
      gathered = []
      isBusy = held.length + Number(isUndrawn) > 1
      isUndrawn = false
      use(held)
      for (const { digested } of held) digested()
    })
  }

  /** Uses batches one after the other, and tells of the outcome once. */
  function use(held: readonly Held[]): void {
    const before = state.getState().replica
    let after = before
    let isMissed = false
    const batches = before === null ? [] : joined(held, before.revision)
    for (const batch of batches) {
      if (after === null) break
      const applied = applyBatch(after, batch)
      switch (applied.kind) {
        case 'applied':
          after = applied.replica
          if (gone !== null) noteGone(batch, gone)
          break
        case 'late':
          break
        case 'gap':
          isMissed = true
          break
        default:
          unreachable(applied)
      }
    }
    if (after !== before) state.setState({ replica: after })
    if (isMissed && waiting === null) void takeSnapshot()
  }

  /** Only where there is none yet is the first part enough: whoever sees conversations goes on seeing them. */
  async function takeSnapshot(): Promise<void> {
    const held: Held[] = []
    waiting = held
    try {
      const isWholeWanted = state.getState().replica !== null
      const text = await client.request('app.snapshotText', { isWhole: isWholeWanted })
      if (!unsubscribe) return
      const { snapshot, isWhole } = fromSnapshotText(text)
      gone = null
      state.setState({ replica: fromSnapshot(snapshot, isWhole), error: null })
    } catch (error) {
      state.setState({ error: errorCode(error) })
    } finally {
      waiting = null
      use(held)
      for (const { digested } of held) digested()
    }
  }

  async function complete(pause: () => Promise<void>): Promise<void> {
    const { replica } = state.getState()
    if (replica === null || replica.isWhole || gone !== null) return
    const goneMeanwhile = new Set<ConversationId>()
    gone = goneMeanwhile
    try {
      const others: ConversationSummary[] = []
      let after: ConversationId | null = null
      do {
        await pause()
        const portion: ConversationPortion = await client.request('app.otherConversations', { after })
        // another snapshot has come in between
        if (gone !== goneMeanwhile) return
        others.push(...fromConversationsText(portion.text))
        after = portion.last
      } while (after !== null)
      const now = state.getState().replica
      if (now !== null) state.setState({ replica: withOthers(now, others, goneMeanwhile) })
    } catch {
      // what keeps them from being there keeps a snapshot too, and is told with it
      if (gone === goneMeanwhile && waiting === null) await takeSnapshot()
    } finally {
      if (gone === goneMeanwhile) gone = null
    }
  }

  return {
    state,
    complete,
    update(change) {
      const { replica } = state.getState()
      if (replica) state.setState({ replica: change(replica) })
    },
    async start() {
      unsubscribe ??= client.subscribe(receive)
      if (!waiting) await takeSnapshot()
    },
    forget() {
      gone = null
      state.setState({ replica: null, error: null })
    },
    stop() {
      unsubscribe?.()
      unsubscribe = null
    },
  }
}

/** Batches that follow each other, as one. What the replica of `revision` contains already stays apart, as it is dropped. */
function joined(held: readonly Held[], revision: number): readonly ChangeBatch[] {
  const batches: ChangeBatch[] = []
  for (const { batch } of held) {
    const last = batches.at(-1)
    if (last === undefined || last.from < revision || last.to !== batch.from) batches.push(batch)
    else batches[batches.length - 1] = { ...last, to: batch.to, changes: [...last.changes, ...batch.changes] }
  }
  return batches
}

function noteGone({ changes }: ChangeBatch, gone: Set<ConversationId>): void {
  for (const change of changes) {
    if (change.kind === 'conversation-removed') gone.add(change.id)
    else if (change.kind === 'conversation') gone.delete(change.conversation.id)
  }
}
