import { configure } from '@testing-library/react'
import { NothingObserved } from './browser-stubs.ts'

// What a test waits for comes at once on an idle machine and ten times later on a busy one: only what never comes
// meets the limit.
configure({ asyncUtilTimeout: 30_000 })

// every browser has one
globalThis.ResizeObserver ??= NothingObserved

// the browser's moves an element without taking it out, so that the focus stays
Element.prototype.moveBefore ??= function moveBefore(node: Element, child: Node | null) {
  const { activeElement } = document
  this.insertBefore(node, child)
  if (activeElement instanceof HTMLElement) activeElement.focus()
}

// jsdom draws by whatever timers there are when it begins to: where a test had stopped them, no frame came any more,
// in no later test either
const later = globalThis.setTimeout
const FRAME_MS = 16
for (const place of [globalThis, document.defaultView])
  Object.assign(place ?? {}, {
    requestAnimationFrame: (draw: FrameRequestCallback) =>
      Number(later(() => draw(performance.now()), FRAME_MS)),
    cancelAnimationFrame: globalThis.clearTimeout,
  })
