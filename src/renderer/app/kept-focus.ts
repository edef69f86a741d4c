import { useEffect } from 'react'
import { isModalOpen, OPEN_DIALOGS } from '../ui/modal.ts'
import { ignoreTypingOn } from './typing-on.ts'

/** Where the keys go on from when what had them has gone: the list of conversations, else the screen. */
function home(): HTMLElement | null {
  const dialog = [...document.querySelectorAll<HTMLElement>(OPEN_DIALOGS)].at(-1)
  // Not at a field of it: an Enter that was meant for what has gone could send.
  if (dialog) return dialog
  const main = document.querySelector('main')
  const row = main?.querySelector<HTMLElement>('[data-conversation][tabindex="0"]')
  if (row || !main) return row ?? null
  main.tabIndex = -1
  return main
}

const isNowhere = () => document.activeElement === null || document.activeElement === document.body

/** Takes the keys out of a message box, so that nothing typed further goes into it (P17). */
export function leaveMessageBox(): void {
  const { activeElement } = document
  if (!(activeElement instanceof HTMLElement) || !activeElement.matches('[data-composer]')) return
  activeElement.blur()
  ignoreTypingOn()
  afterDrawing(() => {
    if (isNowhere() && !isModalOpen()) home()?.focus({ preventScroll: true })
  })
}

/** One frame puts a new list there, the next its rows. */
function afterDrawing(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then))
}

function focusableAround(element: Element): HTMLElement[] {
  const found: HTMLElement[] = []
  for (
    let one = element.parentElement?.closest('[tabindex="0"]');
    one;
    one = one.parentElement?.closest('[tabindex="0"]')
  )
    if (one instanceof HTMLElement) found.push(one)
  return found
}

/**
 * Brings the focus back when the element that had it has left the page or has been switched off: to the
 * same one if it comes back, else to what stood around it, else to where the screen begins. A click on nothing may still take it away.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    const stop = new AbortController()
    let last: Element | null = null
    /** What can have the focus around it, the nearest first. */
    let around: HTMLElement[] = []
    let isLooking = false
    let wasSwitchedOff = false

    function look(): void {
      if (last?.matches(':disabled')) wasSwitchedOff = true
      if (isLooking || last === null || !isNowhere()) return
      isLooking = true
      afterDrawing(() => {
        isLooking = false
        restore()
      })
    }

    function restore(): void {
      if (last === null || !isNowhere() || stop.signal.aborted) return
      const standing = around.find((element) => element.isConnected) ?? home()
      if (!last.isConnected) standing?.focus({ preventScroll: true })
      else if (wasSwitchedOff && last instanceof HTMLElement && !last.matches(':disabled'))
        last.focus({ preventScroll: true })
    }

    const observer = new MutationObserver(look)
    observer.observe(document.body, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['disabled'],
    })
    const { signal } = stop
    const remember = () => {
      last = isNowhere() ? null : document.activeElement
      around = last === null ? [] : focusableAround(last)
      wasSwitchedOff = false
    }
    document.addEventListener('focusin', remember, { signal })
    document.addEventListener('click', remember, { signal, capture: true })
    return () => {
      observer.disconnect()
      stop.abort()
    }
  }, [])
}
