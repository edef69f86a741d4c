// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useRef } from 'react'
import { afterEach, expect, it } from 'vitest'
import { useMessagePlaces } from './use-message-places.ts'

afterEach(cleanup)

function Log({ onHot }: { onHot: (hot: string | undefined, withKeys: string | undefined) => void }) {
  const log = useRef<HTMLDivElement>(null)
  useMessagePlaces(log, {
    onHot: (hot, withKeys) => onHot(hot?.dataset['message'], withKeys?.dataset['message']),
    onMenu: () => undefined,
    onKey: () => false,
  })
  return (
    <div ref={log} role="log">
      {[1, 2].map((id) => (
        <div key={id} data-message={id} tabIndex={-1}>
          <button type="button">Open {id}</button>
        </div>
      ))}
    </div>
  )
}

it('tells the message with the keys, also one of its buttons, while the pointer rests on another', () => {
  let told: (string | undefined)[] = []
  render(<Log onHot={(...now) => (told = now)} />)
  screen.getByText('Open 1').focus()
  expect(told).toEqual(['1', '1'])
  fireEvent.pointerOver(screen.getByText('Open 2'))
  expect(told).toEqual(['2', '1'])
  screen.getByText('Open 1').blur()
  expect(told).toEqual(['2', undefined])
})

it('tells nothing of what passes below a pointer that rests while the log is scrolled, but what it comes to rest on', () => {
  const told: (string | undefined)[] = []
  render(<Log onHot={(hot) => told.push(hot)} />)
  fireEvent.pointerOver(screen.getByText('Open 1'))
  fireEvent.scroll(screen.getByRole('log'))
  fireEvent.pointerOver(screen.getByText('Open 2'))
  fireEvent.scroll(screen.getByRole('log'))
  expect(told).toEqual(['1'])
  fireEvent(screen.getByRole('log'), new Event('scrollend'))
  expect(told).toEqual(['1', '2'])
})
