/** When what came from main is drawn. */
export interface Frames {
  /** Runs `work` once, when a frame begins that is free for it. */
  next(work: () => void): void
  /**
   * Runs `work`, a part of what has been used already, when a frame begins that is free for it. While somebody writes, no
   * two in one frame, and where there is time for it before the next key.
   */
  portion(work: () => void): void
  /** Whether this frame takes all there is to draw, as nobody writes or it ends before the next key. */
  isForAll(): boolean
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
/** Keys that follow each other faster than this have a pace; it is guessed before there are any. */
const PACE_MS = { most: 300, guess: 100 }
/** A key that is so many times later than its pace is not waited for. */
const LATE = 1.5
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
  /** From key to key, about the least of late. */
  let pace = PACE_MS.guess
  /** How long the last thing took that was drawn besides keys. */
  let took = 0
  /** How long all of that took since a batch was drawn, that included. */
  let tookInAll = 0
  /** The batch that is drawn with this frame is drawn whole. */
  let isWhole = false
  /** Parts that wait for a frame each, and since when. */
  let portions: { work: () => void; since: number }[] = []
  /** While the next of them waits for more than a frame. */
  let portionTimer: ReturnType<typeof setTimeout> | null = null
  /** Lets what waits for the next key go on. */
  let wake: (() => void) | null = null

  const isWriting = () => performance.now() - writtenAt < WRITING_MS

  function onWritten(): void {
    const now = performance.now()
    const gap = now - writtenAt
    if (gap < PACE_MS.most) pace = Math.min(gap, pace + (gap - pace) / 8)
    writtenAt = now
    isFollowed = false
    shownAt = null
    atFrame((at) => {
      shownAt = at
    })
    wakeAll()
  }

  function onDone(): void {
    writtenAt = Number.NEGATIVE_INFINITY
    wakeAll()
  }

  function wakeAll(): void {
    wake?.()
    if (portionTimer === null) return
    clearTimeout(portionTimer)
    portionTimer = null
    atFrame(drawPortion)
  }

  /** Draws, and notes how long that takes with all that the browser does for it. */
  function draw(at: number, work: () => void): void {
    const from = performance.now()
    usedAt = at
    work()
    // behind the frame
    setTimeout(() => {
      const now = performance.now()
      took = now - from
      tookInAll += took
      isWhole = false
      restsUntil = now + took * (SHARE - 1)
    })
  }

  /** Whether a frame that began at `at` is taken already. */
  const isTaken = (at: number) => shownAt === null || shownAt === at || usedAt === at

  /** When a portion may begin: at once where it ends before the next key, else once that is late. */
  function timeForPortion(now: number): number {
    if (now + took <= writtenAt + pace) return now
    return Math.max(writtenAt + pace * LATE, restsUntil)
  }

  function drawPortion(at: number): void {
    const [first, ...others] = portions
    if (first === undefined) return
    if (!isWriting() || document.visibilityState !== 'visible') {
      portions = []
      for (const { work } of [first, ...others]) work()
      return
    }
    const now = performance.now()
    const until = Math.min(timeForPortion(now), first.since + HELD_MS)
    if (isTaken(at) && now < first.since + HELD_MS) {
      atFrame(drawPortion)
    } else if (now < until) {
      portionTimer = setTimeout(() => {
        portionTimer = null
        atFrame(drawPortion)
      }, until - now)
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
    isForAll: () => isWhole || !isWriting(),
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
          isWhole = now + tookInAll <= writtenAt + pace
          tookInAll = 0
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
