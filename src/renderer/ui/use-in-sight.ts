import { type RefObject, useCallback, useState, useSyncExternalStore } from 'react'

/** A stretch of what scrolls, in px from its beginning. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** What is drawn beyond what is seen, on either side: what scrolls on is there before it is seen. */
const BEYOND_PX = 240
/** Scrolled less than that, the same stretch is drawn. */
const STEP_PX = 120

/**
 * The stretch of a list that is to be drawn: what its scroller shows and, behind the frame that shows that, something beyond.
 * Before that was measured it is half of what the window could show: what is missing then still reaches the same frame.
 */
export function useInSight(scroller: RefObject<HTMLElement | null>): Stretch {
  const [sight] = useState(() => new Sight())
  const subscribe = useCallback(
    (listener: () => void) => sight.follow(scroller.current, listener),
    [sight, scroller],
  )
  return useSyncExternalStore(subscribe, () => sight.stretch)
}

/** Is told where a list is scrolled to: to ask at every drawing would have the browser lay the page out for it. */
class Sight {
  #top = 0
  #height = window.innerHeight / 2
  /** The frame that shows what can be seen is over. */
  #isShown = false
  stretch = this.#reckon()

  follow(scroller: HTMLElement | null, listener: () => void): () => void {
    if (scroller === null) return () => undefined
    const look = (): void => {
      const before = this.stretch
      const now = this.#reckon()
      if (before.from === now.from && before.to === now.to) return
      this.stretch = now
      listener()
    }
    const onScroll = (): void => {
      this.#top = scroller.scrollTop
      look()
    }
    // told of it once it is laid out: a list may begin in a scroller that was scrolled for another one
    const size = new ResizeObserver(([entry]) => {
      if (entry === undefined) return
      this.#height = entry.contentRect.height
      onScroll()
    })
    let timer: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => {
        this.#isShown = true
        look()
      })
    })
    scroller.addEventListener('scroll', onScroll, { passive: true })
    size.observe(scroller)
    return () => {
      scroller.removeEventListener('scroll', onScroll)
      size.disconnect()
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }

  #reckon(): Stretch {
    const top = Math.floor(this.#top / STEP_PX) * STEP_PX
    const height = Math.ceil(this.#height / STEP_PX) * STEP_PX
    if (!this.#isShown) return { from: top, to: top + height + (top > 0 ? STEP_PX : 0) }
    return { from: top - BEYOND_PX, to: top + height + STEP_PX + BEYOND_PX }
  }
}
