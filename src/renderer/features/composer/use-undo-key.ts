import { type KeyboardEvent, useCallback } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import { useTakeBack } from '../../parts/composing/use-take-back.ts'
import { useServices } from '../../store/services.tsx'

/**
 * Ctrl or Cmd with Z in an empty message box takes back what was just sent, while it is held. With text in it the key is
 * the text's own, and goes on to `otherwise` like all the others.
 */
export function useUndoKey(
  id: ConversationId,
  read: () => string,
  otherwise: (event: KeyboardEvent) => void,
) {
  const { replica } = useServices()
  const takeBack = useTakeBack(id)
  return useCallback(
    (event: KeyboardEvent): void => {
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === 'z'
      const log = isUndo && read() === '' ? replica.state.getState().replica?.logs.get(id) : undefined
      const held = log?.messages.findLast(({ sending }) => sending?.state === 'held')
      if (held === undefined) {
        otherwise(event)
        return
      }
      event.preventDefault()
      // one that has left meanwhile says so by its state
      void takeBack(held.id, null).catch(() => undefined)
    },
    [replica, takeBack, id, read, otherwise],
  )
}
