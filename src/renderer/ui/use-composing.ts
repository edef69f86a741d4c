import type { ChangeEvent, CompositionEvent } from 'react'
import { useRef } from 'react'

type Field = HTMLInputElement | HTMLTextAreaElement

/**
 * What a field tells of that an input method may write in.
 * @param take takes what stands there; while the method is at work it is not settled, and not what is meant
 */
export function useComposing(take: (text: string, isSettled: boolean) => void) {
  const isComposing = useRef(false)
  return {
    onChange({ target: { value } }: ChangeEvent<Field>) {
      take(value, !isComposing.current)
    },
    onCompositionStart() {
      isComposing.current = true
    },
    onCompositionEnd({ currentTarget: { value } }: CompositionEvent<Field>) {
      isComposing.current = false
      take(value, true)
    },
  }
}
