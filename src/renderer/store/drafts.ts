import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ConversationId } from '#shared/model/ids.ts'

/** What the drafts need of the world. */
export interface DraftPorts {
  save(id: ConversationId, text: string): Promise<void>
  setTimer(ms: number, fn: () => void): () => void
}

/** Pause after the last key before a draft is stored; P14 allows a second. */
export const DRAFT_DELAY_MS = 400

/**
 * Texts being written in this window. While a conversation is in `texts`, the local text wins over
 * the stored draft, whatever comes from main (P14).
 */
export interface Drafts {
  readonly texts: StoreApi<ReadonlyMap<ConversationId, string>>
  /** The operator typed; stores it soon. */
  type(id: ConversationId, text: string): void
  /** Puts a text that nobody typed into the box, and does not store it: main already has it so. */
  place(id: ConversationId, text: string): void
  /** Stores now what is not stored yet. */
  flush(id: ConversationId): void
  flushAll(): void
  /** Drops every text of this window unsaved: the conversations they belong to are gone. */
  clear(): void
  /** Stores what is unsaved and hands the conversation back to the stored draft. */
  release(id: ConversationId): void
}

export function createDrafts(ports: DraftPorts): Drafts {
  const texts = createStore<ReadonlyMap<ConversationId, string>>(() => new Map())
  const timers = new Map<ConversationId, () => void>()

  function place(id: ConversationId, text: string): void {
    texts.setState(new Map(texts.getState()).set(id, text), true)
  }

  function forgetTimer(id: ConversationId): boolean {
    timers.get(id)?.()
    return timers.delete(id)
  }

  async function store(id: ConversationId): Promise<void> {
    const text = texts.getState().get(id)
    if (text === undefined) return
    try {
      await ports.save(id, text)
    } catch {
      // The text stays in the box and counts as unsaved, so the next key, blur or switch tries again.
      if (!timers.has(id)) timers.set(id, () => undefined)
    }
  }

  function flush(id: ConversationId): Promise<void> {
    return forgetTimer(id) ? store(id) : Promise.resolve()
  }

  return {
    texts,
    type(id, text) {
      place(id, text)
      forgetTimer(id)
      timers.set(
        id,
        ports.setTimer(DRAFT_DELAY_MS, () => {
          timers.delete(id)
          void store(id)
        }),
      )
    },
    place(id, text) {
      forgetTimer(id)
      place(id, text)
    },
    flush: (id) => void flush(id),
    flushAll() {
      for (const id of [...timers.keys()]) void flush(id)
    },
    clear() {
      for (const id of [...timers.keys()]) forgetTimer(id)
      texts.setState(new Map(), true)
    },
    release(id) {
      const released = texts.getState().get(id)
      void flush(id).then(() => {
        if (texts.getState().get(id) !== released || timers.has(id)) return
        const next = new Map(texts.getState())
        next.delete(id)
        texts.setState(next, true)
      })
    },
  }
}
