import { type RefObject, useEffect, useRef } from 'react'

/** What happens on the messages of a log, wherever in them. */
export interface MessageEvents {
  /** The pointer or the keys are on a message, or on none; and the one that the keys are on, wherever the pointer is. */
  onHot(article: HTMLElement | null, withKeys: HTMLElement | null): void
  /** A menu was asked for, by the pointer at a point or by key. */
  onMenu(article: HTMLElement, at: { target: Element; point: { x: number; y: number } | null }): void
  /** A key was pressed on a message, or on the log itself; true: it meant something. */
  onKey(article: HTMLElement | null, event: KeyboardEvent): boolean
}

/** The message that something stands in. */
export function messageAround(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-message]') : null
}

/** Tab comes back to the message that had the keys last, and so does what floats above it when it goes. */
function takeTabStop(log: HTMLElement, article: HTMLElement): void {
  for (const former of log.querySelectorAll<HTMLElement>('[data-message][tabindex="0"]')) former.tabIndex = -1
  article.tabIndex = 0
}

/**
 * Listens once for all messages of a log, so that a message costs nothing for what is done with it. What the pointer
 * is on comes before what the keys are on.
 */
export function useMessagePlaces(scroller: RefObject<HTMLElement | null>, events: MessageEvents): void {
  const latest = useRef(events)
  useEffect(() => {
    latest.current = events
  })
  useEffect(() => {
    const { current: log } = scroller
    if (log === null) return
    const listening = new AbortController()
    const { signal } = listening
    let hovered: HTMLElement | null = null
    let focused: HTMLElement | null = null
    let isScrolling = false
    const tell = () => latest.current.onHot(hovered ?? focused, focused)
    /** What passes below a pointer that rests is meant only once it stays there. */
    const rest = () => {
      if (!isScrolling) return
      isScrolling = false
      tell()
    }
    log.addEventListener(
      'scroll',
      () => {
        isScrolling = true
      },
      { signal },
    )
    log.addEventListener('scrollend', rest, { signal })
    log.addEventListener('pointermove', rest, { signal })

    log.addEventListener(
      'pointerover',
      ({ target, pointerType }) => {
        if (pointerType === 'touch') return
        hovered = messageAround(target)
        if (!isScrolling) tell()
      },
      { signal },
    )
    log.addEventListener(
      'pointerleave',
      () => {
        hovered = null
        tell()
      },
      { signal },
    )
    log.addEventListener(
      'focusin',
      ({ target }) => {
        focused = messageAround(target)
        if (focused !== null && focused === target) takeTabStop(log, focused)
        tell()
      },
      { signal },
    )
    log.addEventListener(
      'focusout',
      ({ relatedTarget }) => {
        if (relatedTarget instanceof Node && log.contains(relatedTarget)) return
        focused = null
        tell()
      },
      { signal },
    )
    log.addEventListener(
      'contextmenu',
      (event) => {
        const article = messageAround(event.target)
        if (article === null || !(event.target instanceof Element)) return
        event.preventDefault()
        const { clientX: x, clientY: y } = event
        // asked for by key it has no point
        latest.current.onMenu(article, { target: event.target, point: x === 0 && y === 0 ? null : { x, y } })
      },
      { signal },
    )
    log.addEventListener(
      'keydown',
      (event) => {
        if (event.isComposing || event.defaultPrevented) return
        const article = messageAround(event.target)
        if (article === null && event.target !== log) return
        if (latest.current.onKey(article, event)) event.preventDefault()
      },
      { signal },
    )
    return () => listening.abort()
  }, [scroller])
}
