const TAKES_FOCUS = ':is(a[href], button, input, select, textarea):not(:disabled), [tabindex]'

/**
 * A ref for what scrolls. While it does, and holds nothing that takes the focus, it takes it itself: otherwise
 * nobody could scroll it without a pointer.
 */
export function reachable(element: HTMLElement | null): (() => void) | undefined {
  if (element === null) return undefined
  const look = (): void => {
    // asked in this order: what holds a button is measured never
    const isNeeded = element.querySelector(TAKES_FOCUS) === null && scrolls(element)
    if (isNeeded) element.tabIndex = 0
    else element.removeAttribute('tabindex')
  }
  const content = new MutationObserver(look)
  const words = { childList: true, subtree: true, characterData: true }
  content.observe(element, { ...words, attributeFilter: ['disabled'] })
  const size = new ResizeObserver(look)
  size.observe(element)
  look()
  return () => {
    content.disconnect()
    size.disconnect()
  }
}

/** Whether something of it is out of sight, below or at the side. */
function scrolls({ scrollHeight, clientHeight, scrollWidth, clientWidth }: HTMLElement): boolean {
  return scrollHeight > clientHeight || scrollWidth > clientWidth
}
