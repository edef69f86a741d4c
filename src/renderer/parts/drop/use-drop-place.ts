import { useEffect, useId, useRef } from 'react'
import { useStore } from 'zustand'
import type { DropTarget } from '../../store/drops.ts'
import { useServices } from '../../store/services.tsx'

/** Makes the element that takes `ref` a place for files; `isOver` while some are dragged over it and nothing inside it. */
export function useDropPlace<E extends Element>({ kind, id }: DropTarget, isNarrow = false) {
  const { drops } = useServices()
  const name = useId()
  const ref = useRef<E>(null)
  useEffect(() => {
    // Put together again here, so that an equal target of the next drawing is no change.
    const target = { kind, id } as DropTarget
    return ref.current ? drops.put(ref.current, { name, target, isNarrow }) : undefined
  }, [drops, name, kind, id, isNarrow])
  const isOver = useStore(drops.dragged, (dragged) => dragged?.place?.name === name)
  return { ref, isOver }
}
