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
/** With the keys in a text, what comes thick is drawn no more often than this: the first key of all should seldom meet it. */
const IN_TEXT_MS = 100
/** What is answered from main to Enter and a click comes within this. */
const ANSWERED_MS = 1_000

/**
 * The browser's frames. While somebody writes, a frame that shows what they have written is theirs alone, and what came
 * from main is drawn right behind it, before the next key: to draw a list takes longer than to draw a key, and
 * who writes would see their keys late. On a slow machine it takes longer than from key to key, so some keys pass before the
 * next. In the pauses between words what came is drawn a few times a second, so that the next key seldom meets it, and ten
 * times a second where the keys are in a text but nobody writes. Enter and a click end all that, since they are answered by
 * what comes from main. No frame is asked for in vain meanwhile: behind each one Chromium goes on ticking for some 60 ms, and
 * a key that comes by then waits for the tick. A page that nobody sees is not drawn, so there `work` runs at once.
 * @param isText whether what is typed into the element that has the keys becomes text
 */
export function createBrowserFrames(isText: (focused: Element | null) => boolean): Frames {
  /** When something was written last, by the page's clock. */
  let writtenAt = Number.NEGATIVE_INFINITY
  /** The frame that shows it has begun. */
  let isShown = true
  /** Until when the keys are left alone after what was drawn last. */
  let restsUntil = Number.NEGATIVE_INFINITY
  let heldMs = HELD_MS
  /** When something was drawn last. */
  let drawnAt = Number.NEGATIVE_INFINITY
  /** When Enter or a click came last. */
  let doneAt = Number.NEGATIVE_INFINITY
  /** Lets what waits for the next key go on. */
  const waiting = new Set<() => void>()

  const isWriting = () => performance.now() - writtenAt < WRITING_MS

  /** Ms until what came may be drawn for somebody who has the keys in a text and does not write. */
  function restInText(): number {
    const now = performance.now()
    const isAwaited = now - doneAt < ANSWERED_MS
    return isAwaited || !isText(document.activeElement) ? 0 : Math.max(0, drawnAt + IN_TEXT_MS - now)
  }

  function onWritten(): void {
    writtenAt = performance.now()
    isShown = false
    atFrame(() => {
      isShown = true
    })
    wakeAll()
  }

  function onDone(): void {
    writtenAt = Number.NEGATIVE_INFINITY
    doneAt = performance.now()
    wakeAll()
  }

  function wakeAll(): void {
    for (const wake of [...waiting]) wake()
  }

  /** Draws in the frame that has just begun. */
  function draw(work: () => void): void {
    const from = performance.now()
    drawnAt = from
    work()
    noteDrawn(from)
  }

  /**
   * Draws before the next frame begins, which then only paints. Where something is laid out within a frame, the browser
   * makes another behind it, to look for what is under the pointer then.
   */
  function drawAhead(work: () => void): void {
    const from = performance.now()
    drawnAt = from
    work()
    // behind what React does when this task is over
    queueMicrotask(() => {
      document.body.getBoundingClientRect()
      const spentMs = performance.now() - from
      atFrame(() => noteDrawn(performance.now() - spentMs))
    })
  }

  /** Notes how long drawing takes with all that the browser does for it. */
  function noteDrawn(from: number): void {
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
    isFree: () => !isWriting() && restInText() === 0,
    after: (ms) => new Promise((done) => setTimeout(done, ms)),
    next(work) {
      if (document.visibilityState !== 'visible') {
        work()
        return
      }
      const askedAt = performance.now()
      const isPatient = () => performance.now() - askedAt < heldMs
      const go = (isBehindKey: boolean): void => {
        // a key whose frame has not begun is drawn first
        if (isWriting() && isShown) {
          if (isPatient() && !(isBehindKey && performance.now() >= restsUntil))
            rest(Math.min(askedAt + heldMs, writtenAt + WRITING_MS) - performance.now())
          else drawAhead(work)
        } else if (!isWriting() && restInText() > 0) rest(restInText())
        else atFrame(() => (isWriting() && isPatient() ? behindFrame(() => go(true)) : draw(work)))
      }
      const rest = (ms: number) => {
        const wake = () => {
          clearTimeout(timer)
          waiting.delete(wake)
          go(false)
        }
        const timer = setTimeout(wake, ms)
        waiting.add(wake)
      }
      go(false)
    },
  }
}

/** Calls back once the browser has told of the frame that has begun, and taken the keys that wait. */
function behindFrame(work: () => void): void {
  // it tells of a frame by a task that it adds behind the frame
  setTimeout(() => setTimeout(work))
}

/** Calls back when a frame begins. */
function atFrame(work: () => void): void {
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer)
    work()
  })
  const timer = setTimeout(() => {
    cancelAnimationFrame(frame)
    work()
  }, PATIENCE_MS)
}
