import { type KeyboardEvent, useRef } from 'react'
import { useReplica } from '../../store/hooks.ts'
import { type KeyMeaning, keyMeaning } from './key.ts'

/** Handlers of a box for texts in which a key sends, however an input method reports its own keys. */
export function useMessageKeys(onMeaning: (meaning: KeyMeaning, event: KeyboardEvent) => void) {
  const sendKey = useReplica(({ settings }) => settings.sendKey)
  const justComposed = useRef(false)
  return {
    onKeyDown(event: KeyboardEvent): void {
      const { key, keyCode, shiftKey, ctrlKey, metaKey, altKey } = event
      const { isComposing } = event.nativeEvent
      const facts = { key, keyCode, shiftKey, ctrlKey, metaKey, altKey, isComposing }
      const meaning = keyMeaning(facts, justComposed.current, sendKey)
      if (meaning === 'input-method' && key === 'Enter') event.preventDefault()
      onMeaning(meaning, event)
    },
    onKeyUp(): void {
      justComposed.current = false
    },
    onCompositionEnd(): void {
      // The Enter that ends a composition may come after its end, in the same turn.
      justComposed.current = true
      setTimeout(() => {
        justComposed.current = false
      }, 0)
    },
  }
}
