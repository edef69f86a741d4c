// @vitest-environment jsdom
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { reachable } from './reachable.ts'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

/** A list of which so much does not fit. */
function show({ hidden, children }: { hidden: number; children: React.ReactNode }) {
  vi.spyOn(Element.prototype, 'scrollHeight', 'get').mockReturnValue(100 + hidden)
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(100)
  const list = (content: React.ReactNode) => <ul ref={reachable}>{content}</ul>
  const { rerender } = render(list(children))
  return { change: (content: React.ReactNode) => rerender(list(content)) }
}

const list = () => screen.getByRole('list')

it('what scrolls and holds only words is reached by the keyboard', () => {
  show({ hidden: 1, children: <li>words</li> })
  expect(list().tabIndex).toBe(0)
})

it('so is what scrolls to the side alone', () => {
  vi.spyOn(Element.prototype, 'scrollWidth', 'get').mockReturnValue(101)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(100)
  show({ hidden: 0, children: <li>words</li> })
  expect(list().tabIndex).toBe(0)
})

it('what is seen whole is no stop on the way', () => {
  show({ hidden: 0, children: <li>words</li> })
  expect(list().hasAttribute('tabindex')).toBe(false)
})

it('nor is what holds something that takes the focus, from when it does', async () => {
  const { change } = show({ hidden: 1, children: <li>words</li> })
  change(
    <li>
      <button type="button">more</button>
    </li>,
  )
  await waitFor(() => expect(list().hasAttribute('tabindex')).toBe(false))
  change(
    <li>
      <button type="button" disabled>
        more
      </button>
    </li>,
  )
  await waitFor(() => expect(list().tabIndex).toBe(0))
})
