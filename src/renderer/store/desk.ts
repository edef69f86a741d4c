import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppErrorCode } from '#shared/errors.ts'
import { MAX_MARKED } from '#shared/limits.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { MarkAction, MarkChange } from '#shared/model/marks.ts'
import type { Client } from '../api/client.ts'
import { errorCode } from '../api/client-error.ts'
import type { ReplicaStore } from './replica-store.ts'

/** As many steps can be taken back, the newest first. */
const STEPS_KEPT = 50

/** What was done to conversations at one time. */
export interface Step {
  action: MarkAction
  changes: readonly MarkChange[]
}

/** What the operator is to be told of what they did. */
export type DeskNews =
  | { kind: 'done'; step: Step }
  | { kind: 'undone'; count: number }
  /** Nothing was changed: something arrived that nobody had seen, or something newer stands. */
  | { kind: 'overtaken' }
  | { kind: 'nobody-waits' }
  /** What was to be shown is not there any more. */
  | { kind: 'gone' }
  /** What was typed about a contact, or set, was refused after it had gone from the screen. */
  | { kind: 'not-kept'; what: 'contact' | 'setting' }
  | { kind: 'failed'; code: AppErrorCode }

interface DeskState {
  news: DeskNews | null
  /** How often something was told: the same once more is something new. */
  turn: number
}

/** Finishes, puts off and marks conversations, and takes it back. */
export interface Desk {
  state: StoreApi<DeskState>
  mark(ids: readonly ConversationId[], action: MarkAction): Promise<void>
  /** Takes back a step, by default the newest one that has not been. */
  undo(step?: Step): Promise<void>
  /** It is being finished or put off: what comes now is not meant for it any more. */
  isLeaving(id: ConversationId): boolean
  /** Whether this window has marked it: it leaves a list at once, even while the rest stands still. */
  hasMarked(id: ConversationId): boolean
  tell(news: DeskNews | null): void
}

function portions<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / MAX_MARKED)
  return Array.from({ length: count }, (_, index) => all.slice(index * MAX_MARKED, (index + 1) * MAX_MARKED))
}

export function createDesk(client: Client, replica: ReplicaStore): Desk {
  const state = createStore<DeskState>(() => ({ news: null, turn: 0 }))
  const marked = new Set<ConversationId>()
  const leaving = new Set<ConversationId>()
  const steps: Step[] = []
  const tell = (news: DeskNews | null) => state.setState(({ turn }) => ({ news, turn: turn + 1 }))

  async function mark(ids: readonly ConversationId[], action: MarkAction): Promise<void> {
    const known = replica.state.getState().replica?.conversations
    const seen = ids.flatMap((id) => {
      const conversation = known?.get(id)
      return conversation === undefined ? [] : [{ id, seen: conversation.activitySeq }]
    })
    for (const { id } of seen) marked.add(id)
    const isLeaving = action.kind === 'done' || action.kind === 'snooze'
    if (isLeaving) for (const { id } of seen) leaving.add(id)
    const changes: MarkChange[] = []
    let hasFailed = false
    try {
      for (const conversations of portions(seen))
        changes.push(...(await client.request('conversations.mark', { conversations, action })))
    } catch (error) {
      hasFailed = true
      tell({ kind: 'failed', code: errorCode(error) })
    } finally {
      for (const { id } of seen) leaving.delete(id)
    }
    if (changes.length > 0) {
      const step = { action, changes }
      steps.push(step)
      steps.splice(0, steps.length - STEPS_KEPT)
      tell({ kind: 'done', step })
    } else if (isLeaving && !hasFailed) tell({ kind: 'overtaken' })
  }

  async function undo(given?: Step): Promise<void> {
    const step = given ?? steps.at(-1)
    const at = step === undefined ? -1 : steps.indexOf(step)
    if (step === undefined || at === -1) return
    steps.splice(at, 1)
    let count = 0
    try {
      for (const changes of portions(step.changes))
        count += (await client.request('conversations.undoMarks', { changes })).length
      tell(count > 0 ? { kind: 'undone', count } : { kind: 'overtaken' })
    } catch (error) {
      tell({ kind: 'failed', code: errorCode(error) })
    }
  }

  return { state, mark, undo, isLeaving: (id) => leaving.has(id), hasMarked: (id) => marked.has(id), tell }
}
