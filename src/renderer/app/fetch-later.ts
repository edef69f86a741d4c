/** On a page that is never idle each is fetched after this time all the same, ms. */
const IDLE_MS = 2_000

/**
 * Fetches the first of the parts at once and each other one when the page has nothing to do, so that whoever asks for it
 * finds it there.
 * @returns ends it
 */
export function fetchLater(parts: readonly { load(): Promise<void> }[]): () => void {
  let isOver = false
  let waiting: number | null = null
  const fetchFrom = async (index: number): Promise<void> => {
    waiting = null
    await parts[index]?.load()
    if (isOver || index + 1 >= parts.length) return
    waiting = requestIdleCallback(() => void fetchFrom(index + 1), { timeout: IDLE_MS })
  }
  void fetchFrom(0)
  return () => {
    isOver = true
    if (waiting !== null) cancelIdleCallback(waiting)
  }
}
