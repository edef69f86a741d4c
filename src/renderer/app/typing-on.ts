import { isWritable } from '../ui/writable.ts'

/** Whoever typed nothing for so long, in ms, has seen that the message box is gone. */
const PAUSE_MS = 1_000

/** Keys that move in the list, and so are no typing. */
const MOVES = new Set(['j', 'J', 'k', 'K'])

/**
 * Somebody was writing when the message box went. Who types on without looking would finish or put off a row with a
 * letter, or open one with the next space, and write the rest to whoever that is. So letters do nothing but move,
 * and from the first on neither do Space and Enter, until the keys rest, or a click, an arrow, Tab, Escape, a shortcut or another field shows that somebody looks (P17).
 */
export function ignoreTypingOn(): void {
  const watch = new AbortController()
  const { signal } = watch
  let lastAt = performance.now()
  let hasTyped = false

  function onKey(event: KeyboardEvent): void {
    const { key } = event
    // the keys that chose are still held
    if (event.repeat || key === 'Shift') return
    const now = performance.now()
    const isEntered = key.length === 1 || key === 'Enter'
    const isLooking = !isEntered || event.ctrlKey || event.metaKey || event.altKey || isWritable(event.target)
    if (isLooking || now - lastAt > PAUSE_MS) {
      watch.abort()
      return
    }
    lastAt = now
    const isMove = MOVES.has(key)
    hasTyped ||= key.length === 1 && !isMove
    if (!hasTyped || isMove) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  window.addEventListener('keydown', onKey, { capture: true, signal })
  window.addEventListener('pointerdown', () => watch.abort(), { capture: true, signal })
}
