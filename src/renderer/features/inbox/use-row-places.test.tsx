// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { useRef } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Frames } from '../../store/frames.ts'
import { atOnce } from '../../test-support/frames.ts'
import { conversationId } from '../../test-support/samples.ts'
import { useRowPlaces } from './use-row-places.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

/** Rows whose elements stay where they are, as those of the list do. */
function List({
  order,
  first = 0,
  count = order.length,
  tabStop,
  height = 64,
  frames = atOnce,
}: {
  order: number[]
  first?: number
  count?: number
  tabStop?: number
  height?: number
  frames?: Frames
}) {
  const list = useRef<HTMLUListElement>(null)
  const drawn = order.map((n) => conversationId(n))
  const reached = tabStop === undefined ? undefined : conversationId(tabStop)
  useRowPlaces(list, { drawn, first, count, height, tabStop: reached }, frames)
  return (
    <ul ref={list}>
      {order
        .toSorted((a, b) => a - b)
        .map((n) => (
          <li key={n} data-row={n}>
            <button type="button" data-conversation={n} tabIndex={-1}>
              {n}
            </button>
          </li>
        ))}
    </ul>
  )
}

const rows = () => screen.getAllByRole('listitem')
const inDocument = () => rows().map(({ textContent }) => textContent)
const onScreen = () =>
  rows()
    .toSorted((a, b) => topOf(a) - topOf(b))
    .map(({ textContent }) => textContent)

function topOf({ style }: HTMLElement): number {
  return Number(/^translateY\((\d+)px\)$/u.exec(style.transform)?.[1])
}

describe('useRowPlaces', () => {
  it('tells the places in the whole list', () => {
    render(<List order={[3, 1]} first={10} count={40} />)
    const [first, second] = rows()
    expect([first?.textContent, first?.ariaPosInSet, first?.ariaSetSize]).toEqual(['3', '11', '40'])
    expect([second?.textContent, second?.ariaPosInSet, second?.ariaSetSize]).toEqual(['1', '12', '40'])
    expect(rows().map(topOf)).toEqual([640, 704])
  })

  it('writes to no element whose place is the same', () => {
    const { rerender } = render(<List order={[1, 2, 3]} tabStop={1} />)
    const observer = new MutationObserver(() => undefined)
    observer.observe(document.body, { subtree: true, attributes: true })
    rerender(<List order={[1, 2, 3]} tabStop={1} />)
    expect(observer.takeRecords()).toEqual([])
    rerender(<List order={[1, 3, 2]} tabStop={1} />)
    const changes = observer.takeRecords()
    observer.disconnect()
    expect(changes.map(({ target }) => target.textContent).toSorted()).toEqual(['2', '2', '3', '3'])
  })

  it('moves rows that have become higher, though their places are the same', () => {
    const { rerender } = render(<List order={[1, 2, 3]} />)
    rerender(<List order={[1, 2, 3]} height={84} />)
    expect(rows().map(topOf)).toEqual([0, 84, 168])
  })

  it('lets Tab reach the buttons of one row alone', () => {
    const reached = () =>
      screen
        .getAllByRole('button')
        .filter(({ tabIndex }) => tabIndex === 0)
        .map(({ textContent }) => textContent)
    const { rerender } = render(<List order={[1, 2]} tabStop={2} />)
    expect(reached()).toEqual(['2'])
    rerender(<List order={[1, 2]} tabStop={1} />)
    expect(reached()).toEqual(['1'])
    rerender(<List order={[1, 2]} />)
    expect(reached()).toEqual([])
  })

  it('has the order on the screen in the document too, at once where it was settled', () => {
    const { rerender } = render(<List order={[1, 2, 3, 4]} />)
    rerender(<List order={[3, 1, 2, 4]} />)
    expect(inDocument()).toEqual(['3', '1', '2', '4'])
    vi.advanceTimersByTime(150)
    rerender(<List order={[1, 2, 4, 3]} />)
    expect(inDocument()).toEqual(['1', '2', '4', '3'])
  })

  it('moves rows on the screen at once and in the document once they have settled', () => {
    const { rerender } = render(<List order={[1, 2, 3]} />)
    rerender(<List order={[2, 1, 3]} />)
    for (const order of [
      [3, 2, 1],
      [1, 3, 2],
      [2, 3, 1],
    ]) {
      vi.advanceTimersByTime(100)
      rerender(<List order={order} />)
      expect(onScreen()).toEqual(order.map(String))
    }
    expect(inDocument()).toEqual(['2', '1', '3'])
    vi.advanceTimersByTime(150)
    expect(inDocument()).toEqual(['2', '3', '1'])
  })

  it('moves none in the document while somebody writes, and all of them once they have stopped', () => {
    let isFree = false
    const frames: Frames = { ...atOnce, isFree: () => isFree }
    const move = vi.spyOn(Element.prototype, 'moveBefore')
    const { rerender } = render(<List order={[1, 2, 3]} frames={frames} />)
    for (let turn = 0; turn < 40; turn += 1) {
      rerender(<List order={turn % 2 === 0 ? [3, 2, 1] : [2, 1, 3]} frames={frames} />)
      vi.advanceTimersByTime(turn < 30 ? 100 : 400)
    }
    expect([move.mock.calls.length, onScreen(), inDocument()]).toEqual([0, ['2', '1', '3'], ['1', '2', '3']])
    isFree = true
    vi.advanceTimersByTime(150)
    expect(inDocument()).toEqual(['2', '1', '3'])
    move.mockRestore()
  })

  it('does not wait for ever', () => {
    const { rerender } = render(<List order={[1, 2]} />)
    for (let turn = 0; turn < 40; turn += 1) {
      vi.advanceTimersByTime(100)
      rerender(<List order={turn % 2 === 0 ? [2, 1] : [1, 2]} />)
      if (turn > 0 && inDocument()[0] === '1') return
    }
    expect.unreachable('the document never followed')
  })

  it('leaves the focus where it is', () => {
    const { rerender } = render(<List order={[1, 2, 3]} />)
    const button = screen.getByRole('button', { name: '3' })
    button.focus()
    rerender(<List order={[3, 1, 2]} />)
    expect(document.activeElement).toBe(button)
  })
})
