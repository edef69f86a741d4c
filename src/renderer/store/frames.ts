/** When what came from main is drawn. */
export interface Frames {
  /** Runs `work` once, when a frame begins that is free for it. */
  next(work: () => void): void
  /** Whether what comes now may be drawn with the next frame, whichever that is. */
  isFree(): boolean
  /** Settled so many ms later, whatever frames come. */
  after(ms: number): Promise<void>
}

/** How long to wait for a frame that does not come, as in a window that others cover. */
const PATIENCE_MS = 100
/** Who wrote something this short a time ago is still writing, or thinks of the next word. */
const WRITING_MS = 1_000
/** Nothing waits longer for them, unless drawing takes long: then as long as so many draws, to come behind a key all the same. */
const HELD_MS = 250
const HELD_DRAWS = 4
const MOST_HELD_MS = 350
/** While somebody writes, what is drawn besides gets this many times less than all of the time. */
const SHARE = 3

/**
 * The browser's frames. While somebody writes, a frame that shows what they have written is theirs alone, and what came
 * from main is drawn with the one behind it, before the next key: to draw a list takes longer than to draw a key, and
 * who writes would see their keys late. On a slow machine it takes longer than from key to key, so some keys pass before the
 * next. In the pauses between words what came is drawn a few times a second, so that the next key seldom meets it. Enter
 * and a click end all that, since they are answered by what comes from main. A page that nobody sees is not drawn, so there
 * `work` runs at once.
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
  let heldMs = HELD_MS
  /** Lets what waits for the next key go on. */
  const waiting = new Set<() => void>()

  const isWriting = () => performance.now() - writtenAt < WRITING_MS

  function onWritten(): void {
    writtenAt = performance.now()
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
    for (const wake of waiting) wake()
  }

  /** Draws, and notes how long that takes with all that the browser does for it. */
  function draw(work: () => void): void {
    const from = performance.now()
    isFollowed = true
    work()
    // behind the frame
    setTimeout(() => {
      const now = performance.now()
      const drawMs = now - from
      restsUntil = now + drawMs * (SHARE - 1)
      heldMs = Math.min(MOST_HELD_MS, Math.max(HELD_MS, drawMs * HELD_DRAWS))
    })
  }

  window.addEventListener('input', onWritten, true)
  window.addEventListener('pointerdown', onDone, true)
  window.addEventListener('keydown', ({ key }) => key === 'Enter' && onDone(), true)

  return {
    isFree: () => !isWriting(),
    after: (ms) => new Promise((done) => setTimeout(done, ms)),
    next(work) {
      if (document.visibilityState !== 'visible') {
        work()
        return
      }
      const askedAt = performance.now()
      const begin = (at: number): void => {
        const now = performance.now()
        const isTheirs = shownAt === null || shownAt === at
        const isPatient = now - askedAt < heldMs
        if (isTheirs && isPatient) {
          // asked for at once the next frame may begin before the browser has told of this one and taken the next key
          setTimeout(() => atFrame(begin))
        } else if (isWriting() && isPatient && (isFollowed || now < restsUntil)) {
          const until = Math.min(askedAt + heldMs, writtenAt + WRITING_MS)
          const wake = () => {
            clearTimeout(timer)
            waiting.delete(wake)
            atFrame(begin)
          }
          const timer = setTimeout(wake, until - now)
          waiting.add(wake)
        } else {
          draw(work)
        }
      }
      atFrame(begin)
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
