import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { ChoiceMenu } from './choice-menu.tsx'

afterEach(cleanup)

const NAMES = ['Anchor', 'Bakery', 'Branch 7', 'Branch 8']

function show(fieldFrom: number) {
  const chosen = vi.fn<(name: string) => void>()
  render(
    <ChoiceMenu
      label="Add"
      fieldLabel="Find"
      nothing="Nothing by that name."
      fieldFrom={fieldFrom}
      matches={(name, typed) => name.toLowerCase().includes(typed.toLowerCase())}
      options={NAMES.map((name) => ({ key: name, name, words: name, onSelect: () => chosen(name) }))}
      button={<button type="button">Open</button>}
    />,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Open' }))
  return chosen
}

const items = () => screen.queryAllByRole('menuitem').map(({ textContent }) => textContent)
const focused = () => document.activeElement?.textContent
const press = (key: string, more = {}) =>
  fireEvent.keyDown(document.activeElement as Element, { key, ...more })

it('finds an entry by its name, and Enter takes the first one', async () => {
  const chosen = show(3)
  const field = await screen.findByRole('searchbox', { name: 'Find' })
  await waitFor(() => expect(document.activeElement).toBe(field))
  expect(items()).toEqual(NAMES)
  fireEvent.change(field, { target: { value: 'branch' } })
  expect(items()).toEqual(['Branch 7', 'Branch 8'])
  fireEvent.change(field, { target: { value: 'nowhere' } })
  expect(screen.getByRole('status').textContent).toBe('Nothing by that name.')
  press('Enter')
  expect(chosen).not.toHaveBeenCalled()
  fireEvent.change(field, { target: { value: 'branch' } })
  // an input method takes this Enter
  press('Enter', { isComposing: true })
  press('Enter', { keyCode: 229 })
  expect(chosen).not.toHaveBeenCalled()
  press('Enter')
  expect(chosen.mock.calls).toEqual([['Branch 7']])
  await waitFor(() => expect(items()).toEqual([]))
})

it('is gone through by the arrow keys, over the field and back', async () => {
  const chosen = show(3)
  const field = await screen.findByRole('searchbox', { name: 'Find' })
  await waitFor(() => expect(document.activeElement).toBe(field))
  press('ArrowDown')
  expect(focused()).toBe('Anchor')
  press('ArrowDown')
  expect(focused()).toBe('Bakery')
  press('End')
  expect(focused()).toBe('Branch 8')
  press('Home')
  press('ArrowUp')
  expect(document.activeElement).toBe(field)
  press('ArrowUp')
  expect(focused()).toBe('Branch 8')
  fireEvent.click(document.activeElement as Element)
  expect(chosen.mock.calls).toEqual([['Branch 8']])
})

it('has no field where there is little to choose from, and begins at the first entry', async () => {
  show(10)
  await waitFor(() => expect(focused()).toBe('Anchor'))
  expect(screen.queryByRole('searchbox')).toBeNull()
  press('ArrowUp')
  expect(focused()).toBe('Branch 8')
  press('ArrowDown')
  expect(focused()).toBe('Anchor')
})
