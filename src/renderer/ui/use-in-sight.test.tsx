// @vitest-environment jsdom
import { act, cleanup, fireEvent, render } from '@testing-library/react'
import { type RefObject, useRef } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Stretch, useInSight } from './use-in-sight.ts'

/** What the browser tells once a scroller is laid out, and whenever its height changes. */
let resized: (height: number) => void = () => undefined

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(tell: ResizeObserverCallback) {
        resized = (height) =>
          act(() => tell([{ contentRect: { height } } as ResizeObserverEntry], this as ResizeObserver))
      }
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

interface ListProps {
  tell: (stretch: Stretch) => void
}

function Inner({ scroller, tell }: ListProps & { scroller: RefObject<HTMLElement | null> }) {
  tell(useInSight(scroller))
  return null
}

function Outer(props: ListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  return (
    <div ref={scroller} data-testid="scroller">
      <Inner scroller={scroller} {...props} />
    </div>
  )
}

/** A list in a scroller that stands at `top`; `seen` are the stretches it was drawn with. */
function list(top: number) {
  const seen: Stretch[] = []
  const view = render(<Outer tell={(stretch) => seen.push(stretch)} />)
  const scroller = view.getByTestId('scroller')
  scroller.scrollTop = top
  const covers = (from: number, to: number) => {
    const last = seen.at(-1)
    return last !== undefined && last.from <= from && last.to >= to
  }
  return { seen, scroller, covers }
}

describe('useInSight', () => {
  it('covers what a scroller shows that was scrolled before the list was there', () => {
    const { covers } = list(2_000)
    resized(600)
    expect(covers(2_000, 2_600)).toBe(true)
  })

  it('draws what is seen with the first frame, and what stands beyond it behind that', async () => {
    vi.useFakeTimers()
    try {
      const { seen } = list(0)
      resized(610)
      expect(seen.at(-1)).toEqual({ from: 0, to: 720 })
      act(() => vi.advanceTimersToNextFrame())
      await act(() => vi.advanceTimersByTimeAsync(1))
      expect(seen.at(-1)).toEqual({ from: -240, to: 720 + 120 + 240 })
    } finally {
      vi.useRealTimers()
    }
  })

  it('follows a scroller and its height, and draws nothing for a few pixels', () => {
    const { seen, scroller, covers } = list(0)
    resized(600)
    const before = seen.length
    for (const top of [10, 40, 90]) {
      scroller.scrollTop = top
      fireEvent.scroll(scroller)
    }
    expect(seen).toHaveLength(before)
    scroller.scrollTop = 1_300
    fireEvent.scroll(scroller)
    expect(covers(1_300, 1_900)).toBe(true)
    resized(900)
    expect(covers(1_300, 2_200)).toBe(true)
    expect(covers(0, 10)).toBe(false)
  })
})
