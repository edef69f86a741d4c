import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppErrorCode } from '#shared/errors.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { Client } from '../api/client.ts'
import { errorCode } from '../api/client-error.ts'
import type { NextFrame } from './next-frame.ts'
import { applyBatch, fromSnapshot, type Replica } from './replica.ts'

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
  /** Nothing is known any more, until a snapshot is taken anew. */
  forget(): void
  stop(): void
}

/** A batch that came before the snapshot. */
interface Held {
  batch: ChangeBatch
  /** Tells main that the next one may come. */
  digested: () => void
}

/**
 * Keeps a replica current. A batch is used when it comes. The first one since the last frame is digested then, so
 * that what happens just after it still reaches the same frame; the others are digested on the next frame. Main sends
 * two ahead, so there are three a frame at most, and whatever the page is busy with, two batches wait for it. Batches that arrive before the
 * snapshot wait for it; one that is not newer is dropped; a gap means a new snapshot.
 */
export function createReplicaStore(client: Client, nextFrame: NextFrame): ReplicaStore {
  const state = createStore<ReplicaState>(() => ({ replica: null, error: null }))
  let unsubscribe: (() => void) | null = null
  let waiting: Held[] | null = null
  /** A batch was used that no frame has shown yet. */
  let isUndrawn = false

  /** A promise costs main and page a way there and back more: there is none where nothing is waited for. */
  function receive(batch: ChangeBatch): Promise<void> | undefined {
    if (waiting === null) return take(batch)
    const held = waiting
    return new Promise((digested) => held.push({ batch, digested }))
  }

  /** Answers when it is digested, where that is not now. */
  function take(batch: ChangeBatch): Promise<void> | undefined {
    use(batch)
    if (isUndrawn) return new Promise((digested) => nextFrame(digested))
    isUndrawn = true
    nextFrame(() => {
      isUndrawn = false
    })
    return undefined
  }

  function use(batch: ChangeBatch): void {
    const { replica } = state.getState()
    if (!replica) return
    const applied = applyBatch(replica, batch)
    switch (applied.kind) {
      case 'applied':
        state.setState({ replica: applied.replica })
        return
      case 'late':
        return
      case 'gap':
        void takeSnapshot()
        return
      default:
        unreachable(applied)
    }
  }

  async function takeSnapshot(): Promise<void> {
    const held: Held[] = []
    waiting = held
    try {
      const snapshot = await client.request('app.snapshot')
      if (!unsubscribe) return
      state.setState({ replica: fromSnapshot(snapshot), error: null })
    } catch (error) {
      state.setState({ error: errorCode(error) })
    } finally {
      waiting = null
      for (const { batch, digested } of held) void Promise.resolve(receive(batch)).then(digested)
    }
  }

  return {
    state,
    update(change) {
      const { replica } = state.getState()
      if (replica) state.setState({ replica: change(replica) })
    },
    async start() {
      unsubscribe ??= client.subscribe(receive)
      if (!waiting) await takeSnapshot()
    },
    forget() {
      state.setState({ replica: null, error: null })
    },
    stop() {
      unsubscribe?.()
      unsubscribe = null
    },
  }
}
