import { vi } from 'vitest'

/** What is told of no change ever. */
export class NothingObserved {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** Work for when a page is idle, which it never is: it is done when it can wait no longer. */
export function stubIdle(): void {
  vi.stubGlobal('requestIdleCallback', (work: () => void, { timeout }: { timeout: number }) =>
    setTimeout(work, timeout),
  )
  vi.stubGlobal('cancelIdleCallback', clearTimeout)
}

/** What a browser has and jsdom has not, as far as the whole window asks for it. `narrow` is every media query's answer. */
export function stubBrowser({ narrow = false } = {}): void {
  stubIdle()
  Element.prototype.scrollIntoView = () => undefined
  vi.stubGlobal('ResizeObserver', NothingObserved)
  vi.stubGlobal('IntersectionObserver', NothingObserved)
  vi.stubGlobal('matchMedia', () => ({
    matches: narrow,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
}
