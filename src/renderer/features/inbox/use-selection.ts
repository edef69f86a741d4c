import { useCallback, useMemo, useState } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'

/** The rows that were picked out for something to be done to all of them. */
export interface Selection {
  /** In the order of the list; what is not shown any more is not among them. */
  ids: readonly ConversationId[]
  has(id: ConversationId): boolean
  toggle(id: ConversationId): void
  /** Picks everything between where it was last begun, else `from`, and `to`. */
  extend(from: ConversationId | undefined, to: ConversationId): void
  all(): void
  clear(): void
}

const NONE: ReadonlySet<ConversationId> = new Set()

/** What is picked out of a list; a new question to the list begins with nothing. */
export function useSelection(order: readonly ConversationId[], question: string): Selection {
  const [picked, setPicked] = useState(NONE)
  const [anchor, setAnchor] = useState<ConversationId | null>(null)
  const [asked, setAsked] = useState(question)
  const ids = useMemo(() => (picked.size === 0 ? [] : order.filter((id) => picked.has(id))), [picked, order])
  if (asked !== question) {
    setAsked(question)
    setPicked(NONE)
    setAnchor(null)
  } else if (ids.length < picked.size) {
    // what has left the list must not come back among what the next key is meant for (P17)
    setPicked(ids.length === 0 ? NONE : new Set(ids))
  }
  const clear = useCallback(() => {
    setPicked((before) => (before.size === 0 ? before : NONE))
    setAnchor(null)
  }, [])
  return useMemo(
    () => ({
      ids,
      has: (id) => picked.has(id),
      toggle(id) {
        setAnchor(id)
        setPicked((before) => {
          const after = new Set(before)
          if (!after.delete(id)) after.add(id)
          return after
        })
      },
      extend(from, to) {
        const begin = (anchor !== null && order.includes(anchor) ? anchor : from) ?? to
        const places = [order.indexOf(begin), order.indexOf(to)].sort((a, b) => a - b)
        setAnchor(begin)
        setPicked(new Set(order.slice(places[0], (places[1] ?? 0) + 1)))
      },
      all: () => setPicked(new Set(order)),
      clear,
    }),
    [ids, picked, anchor, order, clear],
  )
}
