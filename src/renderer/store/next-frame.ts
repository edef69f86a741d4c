/** Runs `work` when the page is about to be drawn. */
export type NextFrame = (work: () => void) => void

/** How long to wait for a frame that does not come, as in a window that others cover. */
const PATIENCE_MS = 100

/** The browser's frames. A page that nobody sees is not drawn, so there `work` runs at once. */
export function browserFrames(work: () => void): void {
  if (document.visibilityState !== 'visible') {
    work()
    return
  }
  const run = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    work()
  }
  const frame = requestAnimationFrame(run)
  const timer = setTimeout(run, PATIENCE_MS)
}
