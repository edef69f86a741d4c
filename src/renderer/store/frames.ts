/** When what came from main is drawn. */
export interface Frames {
  /** Runs `work` once, when a frame begins that is free for it. */
  next(work: () => void): void
  /**
   * Runs `work`, a part of what has been used already, when a frame begins that is free for it: no two in one frame while
   * somebody writes.
   */
  portion(work: () => void): void
  /** Whether what comes now may be drawn with the next frame, whichever that is. */
  isFree(): boolean
}

/** How long to wait for a frame that does not come, as in a window that others cover. */
const PATIENCE_MS = 100
/** Who wrote something this short a time ago is still writing, or thinks of the next word. */
const WRITING_MS = 1_000
/** Nothing waits longer for them. */
const HELD_MS = 250
/** While they write, what comes is gathered for so long: to push all rows down costs as much for one message as for several. */
const GATHERED_MS = 150
/** While somebody writes, what is drawn besides gets this many times less than all of the time. */
const SHARE = 3

/**
 * The browser's frames. While somebody writes, a frame that shows what they have written is theirs alone, and what came
 * from main is drawn with the one behind it, before the next key: to draw a list takes longer than to draw a key, and
 * who writes would see their keys late. On a slow machine it takes longer than from key to key, so some keys pass before the
 * next. In the pauses between words what came is drawn a few times a second, so that the next key seldom meets it. Enter,
 * Escape and a click end all that, since they are answered by what comes from main. A page that nobody sees is not drawn, so
 * there `work` runs at once.
 */
export function createBrowserFrames(): Frames {
  /** When something was written last, by the page's clock. */
  let writtenAt = Number.NEGATIVE_INFINITY
  /** When the frame began that shows it; null while that has not begun. */
  let shownAt: number | null = Number.NEGATIVE_INFINITY
  /** What waited then was drawn behind it. */
  let isFollowed = true
  /** Until when the keys are left alone after what was drawn last. */
  let restsUntil = Number.NEGATIVE_INFINITY
  /** Until when what comes is gathered. */
  let gathersUntil = Number.NEGATIVE_INFINITY
  /** When the last frame began in which something of all that was drawn. */
  let usedAt = Number.NEGATIVE_INFINITY
  /** Parts that wait for a frame each, and since when. */
  let portions: { work: () => void; since: number }[] = []
  let portionTimer: ReturnType<typeof setTimeout> | undefined
  /** Lets what waits for the next key go on. */
  let wake: (() => void) | null = null

  const isWriting = () => performance.now() - writtenAt < WRITING_MS

  function onWritten(): void {
    writtenAt = performance.now()
    isFollowed = false
    shownAt = null
    atFrame((at) => {
      shownAt = at
    })
    wake?.()
  }

  function onDone(): void {
    writtenAt = Number.NEGATIVE_INFINITY
    wake?.()
    clearTimeout(portionTimer)
    if (portions.length > 0) atFrame(drawPortion)
  }

  /** Draws, and notes how long that takes with all that the browser does for it. */
  function draw(at: number, work: () => void): void {
    const from = performance.now()
    usedAt = at
    work()
    // behind the frame
    setTimeout(() => {
      const now = performance.now()
      restsUntil = now + (now - from) * (SHARE - 1)
    })
  }

  /** Whether a frame that began at `at` is taken already. */
  const isTaken = (at: number) => shownAt === null || shownAt === at || usedAt === at

  function drawPortion(at: number): void {
    clearTimeout(portionTimer)
    const [first, ...others] = portions
    if (first === undefined) return
    if (!isWriting() || document.visibilityState !== 'visible') {
      portions = []
      for (const { work } of [first, ...others]) work()
      return
    }
    const now = performance.now()
    const isPatient = now - first.since < HELD_MS
    if (isTaken(at) && isPatient) {
      atFrame(drawPortion)
    } else if (now < restsUntil && isPatient) {
      portionTimer = setTimeout(() => atFrame(drawPortion), restsUntil - now)
    } else {
      portions = others
      if (others.length > 0) atFrame(drawPortion)
      draw(at, first.work)
    }
  }

  window.addEventListener('input', onWritten, true)
  window.addEventListener('pointerdown', onDone, true)
  window.addEventListener('keydown', ({ key }) => (key === 'Enter' || key === 'Escape') && onDone(), true)

  return {
    isFree: () => !isWriting(),
    next(work) {
      if (document.visibilityState !== 'visible') {
        work()
        return
      }
      const askedAt = performance.now()
      const begin = (at: number): void => {
        const now = performance.now()
        const isPatient = now - askedAt < HELD_MS
        if (isTaken(at) && isPatient) {
          atFrame(begin)
        } else if (isWriting() && isPatient && (isFollowed || now < Math.max(restsUntil, gathersUntil))) {
          const until = Math.min(askedAt + HELD_MS, writtenAt + WRITING_MS)
          const timer = setTimeout(() => wake?.(), until - now)
          wake = () => {
            clearTimeout(timer)
            wake = null
            atFrame(begin)
          }
        } else {
          gathersUntil = now + GATHERED_MS
          isFollowed = true
          draw(at, work)
        }
      }
      atFrame(begin)
    },
    portion(work) {
      if (portions.push({ work, since: performance.now() }) === 1) atFrame(drawPortion)
    },
  }
}

/** Calls back when a frame begins, with the time of that, the same for all of one frame. */
function atFrame(work: (at: number) => void): void {
  const frame = requestAnimationFrame((at) => {
    clearTimeout(timer)
    work(at)
  })
  const timer = setTimeout(() => {
    cancelAnimationFrame(frame)
    work(performance.now())
  }, PATIENCE_MS)
}
