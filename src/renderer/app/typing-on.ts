/** Whoever typed nothing for so long, in ms, has seen that the message box is gone. */
const PAUSE_MS = 1_000

/** Keys that move in the list, and so are no typing. */
const MOVES = new Set(['j', 'J', 'k', 'K'])

/**
 * Somebody was writing when the message box went. Who types on without looking would open a row with the next
 * space, and write the rest to whoever that is. So from the first letter on, Space and Enter do nothing until
 * the keys rest, or a click, an arrow, Tab, Escape or a shortcut shows that somebody looks (P17).
 */
export function ignoreTypingOn(): void {
  const watch = new AbortController()
  const { signal } = watch
  let typedAt: number | null = null
  let lastAt: number | null = null

  function onKey(event: KeyboardEvent): void {
    const { key, timeStamp } = event
    if (lastAt !== null && timeStamp - lastAt > PAUSE_MS) {
      watch.abort()
      return
    }
    const isEntered = key.length === 1 || key === 'Enter'
    if (!isEntered || event.ctrlKey || event.metaKey || event.altKey) {
      if (key !== 'Shift') watch.abort()
      return
    }
    lastAt = timeStamp
    if (key.length === 1 && !MOVES.has(key)) typedAt = timeStamp
    if (typedAt === null || (key !== ' ' && key !== 'Enter')) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  window.addEventListener('keydown', onKey, { capture: true, signal })
  window.addEventListener('pointerdown', () => watch.abort(), { capture: true, signal })
}
