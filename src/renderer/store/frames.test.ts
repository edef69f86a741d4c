// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBrowserFrames } from './frames.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const createFrames = () => createBrowserFrames((focused) => focused instanceof HTMLTextAreaElement)
const frame = () => vi.advanceTimersToNextFrame()
const write = () => window.dispatchEvent(new Event('input'))
/** What was drawn before its frame is laid out, shown, and it is seen how long that took. */
async function settle(): Promise<void> {
  await Promise.resolve()
  frame()
  vi.advanceTimersByTime(1)
}
const press = (key: string) => window.dispatchEvent(new KeyboardEvent('keydown', { key }))

describe('createBrowserFrames', () => {
  it('runs work when the next frame begins, and is free meanwhile', () => {
    const frames = createFrames()
    const work = vi.fn()
    frames.next(work)
    expect([work.mock.calls.length, frames.isFree()]).toEqual([0, true])
    frame()
    expect(work).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['before', (ask: () => void) => [ask, write]],
    ['after', (ask: () => void) => [write, ask]],
  ])(
    'leaves a frame to who writes, and runs what was asked for %s the key with the one behind it',
    (_, order) => {
      const frames = createFrames()
      const work = vi.fn()
      for (const step of order(() => frames.next(work))) step()
      expect(frames.isFree()).toBe(false)
      frame()
      expect(work).not.toHaveBeenCalled()
      frame()
      expect(work).toHaveBeenCalledTimes(1)
    },
  )

  it('runs what comes between two keys behind the next, or once nobody writes any more', () => {
    const frames = createFrames()
    const work = vi.fn()
    write()
    frames.next(work)
    frame()
    frame()
    frames.next(work)
    vi.advanceTimersByTime(60)
    expect(work).toHaveBeenCalledTimes(1)
    write()
    frame()
    expect(work).toHaveBeenCalledTimes(1)
    frame()
    expect(work).toHaveBeenCalledTimes(2)
    frames.next(work)
    vi.advanceTimersByTime(150)
    expect(work).toHaveBeenCalledTimes(2)
    vi.advanceTimersByTime(200)
    expect([work.mock.calls.length, frames.isFree()]).toEqual([3, false])
    // a pause between two words
    frames.next(work)
    vi.advanceTimersByTime(200)
    expect(work).toHaveBeenCalledTimes(3)
    vi.advanceTimersByTime(100)
    expect(work).toHaveBeenCalledTimes(4)
    vi.advanceTimersByTime(500)
    expect(frames.isFree()).toBe(true)
  })

  it('lets keys pass where drawing takes longer than from one to the next', async () => {
    const now = performance.now.bind(performance)
    let late = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now() + late)
    const frames = createFrames()
    const slow = vi.fn(() => {
      late += 60
    })
    const key = () => {
      write()
      frame()
      frame()
    }
    write()
    frames.next(slow)
    frame()
    frame()
    expect(slow).toHaveBeenCalledTimes(1)
    await settle()
    frames.next(slow)
    key()
    expect(slow).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(120)
    key()
    expect(slow).toHaveBeenCalledTimes(2)
  })

  describe('with frames that begin when they are told to', () => {
    let asked: FrameRequestCallback[] = []
    beforeEach(() => {
      asked = []
      vi.stubGlobal('requestAnimationFrame', (work: FrameRequestCallback) => asked.push(work))
      vi.stubGlobal('cancelAnimationFrame', () => {})
    })
    afterEach(() => {
      vi.unstubAllGlobals()
    })
    function begin(): void {
      for (const work of asked.splice(0)) work(performance.now())
    }

    it('lets the browser tell of a key and take the next one between their frame and what came from main', () => {
      const frames = createFrames()
      const work = vi.fn()
      write()
      frames.next(work)
      begin()
      expect(work).not.toHaveBeenCalled()
      // the next key comes before the browser's own tasks have had their turn
      write()
      vi.advanceTimersByTime(1)
      expect(work).not.toHaveBeenCalled()
      begin()
      vi.advanceTimersByTime(1)
      expect(work).toHaveBeenCalledTimes(1)
    })

    it('draws behind a key before the next frame begins, laid out when that does', async () => {
      const frames = createFrames()
      const trail: string[] = []
      const layOut = document.body.getBoundingClientRect()
      vi.spyOn(document.body, 'getBoundingClientRect').mockImplementation(() => {
        trail.push('laid out')
        return layOut
      })
      write()
      frames.next(() => {
        trail.push('used')
        // as React draws
        queueMicrotask(() => trail.push('drawn'))
      })
      begin()
      vi.advanceTimersByTime(1)
      await Promise.resolve()
      expect(trail).toEqual(['used', 'drawn', 'laid out'])
    })

    it('asks for no frame as long as there is nothing to draw', async () => {
      const frames = createFrames()
      const work = vi.fn()
      write()
      begin()
      vi.advanceTimersByTime(50)
      frames.next(work)
      vi.advanceTimersByTime(150)
      expect(asked).toEqual([])
      vi.advanceTimersByTime(100)
      await Promise.resolve()
      expect([work.mock.calls.length, asked.length]).toEqual([1, 1])
    })
  })

  it('forgets nobody of several who wait for the next key', () => {
    const frames = createFrames()
    const works = [vi.fn(), vi.fn()]
    write()
    frames.next(vi.fn())
    frame()
    frame()
    for (const work of works) frames.next(work)
    frame()
    expect(works.map((work) => work.mock.calls.length)).toEqual([0, 0])
    vi.advanceTimersByTime(500)
    expect(works.map((work) => work.mock.calls.length)).toEqual([1, 1])
  })

  it('waits for the next key a little longer where drawing takes long', async () => {
    const now = performance.now.bind(performance)
    let late = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now() + late)
    const frames = createFrames()
    const slow = vi.fn(() => {
      late += 100
    })
    write()
    frames.next(slow)
    frame()
    frame()
    expect(slow).toHaveBeenCalledTimes(1)
    await settle()
    frames.next(slow)
    vi.advanceTimersByTime(300)
    expect(slow).toHaveBeenCalledTimes(1)
    write()
    frame()
    frame()
    expect(slow).toHaveBeenCalledTimes(2)
    frames.next(slow)
    vi.advanceTimersByTime(500)
    expect(slow).toHaveBeenCalledTimes(3)
  })

  it('keeps nothing waiting for long, however fast somebody writes', () => {
    const frames = createFrames()
    const work = vi.fn()
    frames.next(work)
    for (let key = 0; key < 20; key += 1) {
      write()
      frame()
    }
    expect(work).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['Enter', () => press('Enter')],
    ['a click', () => window.dispatchEvent(new Event('pointerdown'))],
  ])('has nothing wait any more after %s, which is answered from main', (_, end) => {
    const frames = createFrames()
    const work = vi.fn()
    write()
    frames.next(work)
    frame()
    frame()
    frames.next(work)
    frame()
    expect(work).toHaveBeenCalledTimes(1)
    end()
    expect(frames.isFree()).toBe(true)
    frame()
    expect(work).toHaveBeenCalledTimes(2)
  })

  describe('with the keys in a text, where nobody writes', () => {
    beforeEach(() => {
      document.body.append(document.createElement('textarea'))
      document.querySelector('textarea')?.focus()
    })
    afterEach(() => {
      document.body.replaceChildren()
    })

    it('draws at once what comes alone, and ten times a second what comes thick', () => {
      const frames = createFrames()
      const work = vi.fn()
      const ask = () => frames.next(work)
      ask()
      frame()
      expect([work.mock.calls.length, frames.isFree()]).toEqual([1, false])
      ask()
      vi.advanceTimersByTime(80)
      expect(work).toHaveBeenCalledTimes(1)
      vi.advanceTimersByTime(40)
      expect(work).toHaveBeenCalledTimes(2)
      vi.advanceTimersByTime(100)
      expect(frames.isFree()).toBe(true)
      ask()
      frame()
      expect(work).toHaveBeenCalledTimes(3)
    })

    it('draws all that comes once the keys are elsewhere', () => {
      document.querySelector('textarea')?.blur()
      const frames = createFrames()
      frames.next(vi.fn())
      frame()
      expect(frames.isFree()).toBe(true)
    })

    it('draws the answer to Enter at once', () => {
      const frames = createFrames()
      const work = vi.fn()
      frames.next(vi.fn())
      frame()
      frames.next(work)
      press('Enter')
      frame()
      expect([work.mock.calls.length, frames.isFree()]).toEqual([1, true])
      frames.next(work)
      frame()
      expect(work).toHaveBeenCalledTimes(2)
    })
  })

  it('does not wait for frames of a page that nobody sees', () => {
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    const work = vi.fn()
    createFrames().next(work)
    expect(work).toHaveBeenCalledTimes(1)
  })

  it('waits no longer than a moment for a frame that does not come', () => {
    vi.stubGlobal('requestAnimationFrame', () => 0)
    const work = vi.fn()
    createFrames().next(work)
    vi.advanceTimersByTime(100)
    expect(work).toHaveBeenCalledTimes(1)
    vi.unstubAllGlobals()
  })
})
