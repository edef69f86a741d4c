import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'

/** Whom files would go to that are dropped in a place. */
export type DropTarget = { kind: 'conversation'; id: ConversationId } | { kind: 'account'; id: AccountId }

/** A place of the page that takes files. */
export interface DropPlace {
  /** Unique within the page. */
  name: string
  target: DropTarget
  /** It has no room for a sentence. */
  isNarrow: boolean
}

/** Something that stands in front of all places and takes files for itself. */
export interface FileTaker {
  take(files: readonly File[]): void
}

/** Where in the page files can be dropped, and where some are being dragged now. */
export interface Drops {
  /** Null while no files are dragged over the window; `place` is null where they cannot be dropped. */
  readonly dragged: StoreApi<{ place: DropPlace | null } | null>
  /** Makes an element take files, until the returned function is called. */
  put(element: Element, place: DropPlace): () => void
  /** The innermost place around a node. */
  placeAt(node: unknown): DropPlace | null
  /** Takes whatever is dropped, wherever that is; null while every place takes its own. */
  readonly taker: StoreApi<FileTaker | null>
  /** Has everything taken by one, until the returned function is called. */
  takeAll(taker: FileTaker): () => void
}

export function createDrops(): Drops {
  const places = new WeakMap<Element, DropPlace>()
  const taker = createStore<FileTaker | null>(() => null)
  return {
    taker,
    takeAll(one) {
      taker.setState(one, true)
      return () => {
        if (taker.getState() === one) taker.setState(null, true)
      }
    },
    dragged: createStore<{ place: DropPlace | null } | null>(() => null),
    put(element, place) {
      places.set(element, place)
      return () => {
        if (places.get(element) === place) places.delete(element)
      }
    },
    placeAt(node) {
      let element = node instanceof Element ? node : node instanceof Node ? node.parentElement : null
      for (; element; element = element.parentElement) {
        const place = places.get(element)
        if (place) return place
      }
      return null
    },
  }
}
