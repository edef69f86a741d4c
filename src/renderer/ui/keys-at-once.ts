import { type RefCallback, type RefObject, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

/** So long the keys go on waiting for a place whose screen has yet to be loaded, ms. */
const LOAD_MS = 10_000

/**
 * Shows something else and has the keys there before the next one is pressed: a frame later, what is typed
 * fast would go to what stood there before. Only what is not drawn at once (a row of a long list that has yet
 * to be measured, a screen that has yet to be loaded) gets them when it is there, unless they have been taken elsewhere by then.
 */
export function showWithKeys(show: () => void, find: () => HTMLElement | null | undefined): void {
  flushSync(show)
  const at = find()
  if (at) {
    at.focus()
    return
  }
  const { activeElement } = document
  /** Whether nothing is left to wait for. */
  const isOver = () => {
    if (document.activeElement !== activeElement && document.activeElement !== document.body) return true
    const later = find()
    later?.focus()
    return Boolean(later)
  }
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (isOver()) return
      const observer = new MutationObserver(() => isOver() && end())
      const limit = setTimeout(() => observer.disconnect(), LOAD_MS)
      const end = () => {
        observer.disconnect()
        clearTimeout(limit)
      }
      observer.observe(document.body, { childList: true, subtree: true })
    }),
  )
}

/** Whether something else has taken the keys from a dialog or menu that closes, as a dialog in front of it does. */
export function haveKeysGone(popup: HTMLElement | null): boolean {
  const { activeElement, body } = document
  return activeElement !== null && activeElement !== body && popup?.contains(activeElement) !== true
}

/**
 * The ref of a dialog's popup, and the popup, that has the keys in it as soon as it stands. The library alone would bring them
 * there with the next frame; it still does, where they are not inside by then.
 */
export function useKeysInside<T extends HTMLElement>(
  find: (popup: T) => HTMLElement | null | undefined,
): { ref: RefCallback<T>; popup: RefObject<T | null> } {
  const finder = useRef(find)
  finder.current = find
  const popup = useRef<T | null>(null)
  const [ref] = useState(() => (element: T | null) => {
    popup.current = element
    if (!element) return
    // Once the library has noted where the keys are to go back to.
    queueMicrotask(() => {
      if (element.isConnected && !element.contains(document.activeElement)) finder.current(element)?.focus()
    })
  })
  return { ref, popup }
}
