import { useEffect, useId, useRef } from 'react'
import { useStore } from 'zustand'
import type { DropTarget } from '../../store/drops.ts'
import { useServices } from '../../store/services.tsx'

/**
 * Makes the element that takes `ref` a place for files; `isOver` while some are dragged over it and nothing inside it.
 * @param target null: files dropped here go nowhere
 */
export function useDropPlace<E extends Element>(target: DropTarget | null, isNarrow = false) {
  const { drops } = useServices()
  const name = useId()
  const ref = useRef<E>(null)
  const { kind, id } = target ?? { kind: null, id: null }
  useEffect(() => {
    // Put together again here, so that an equal target of the next drawing is no change.
    if (ref.current === null || kind === null) return undefined
    return drops.put(ref.current, { name, target: { kind, id } as DropTarget, isNarrow })
  }, [drops, name, kind, id, isNarrow])
  const isOver = useStore(drops.dragged, (dragged) => dragged?.place?.name === name)
  return { ref, isOver }
}
