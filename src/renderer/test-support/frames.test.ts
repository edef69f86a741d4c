// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => void vi.useRealTimers())

it('frames come in a test that follows one whose timers stood still', async () => {
  vi.useFakeTimers()
  document.defaultView?.requestAnimationFrame(() => {})
  vi.useRealTimers()
  await new Promise((done) => document.defaultView?.requestAnimationFrame(done))
  const drawn = vi.fn()
  cancelAnimationFrame(requestAnimationFrame(drawn))
  await new Promise((done) => requestAnimationFrame(done))
  expect(drawn).not.toHaveBeenCalled()
})
