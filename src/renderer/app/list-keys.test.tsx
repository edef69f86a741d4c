// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { nameOf } from '../test-support/names.ts'
import { aConversation, accountId, anAccount, aSnapshot } from '../test-support/samples.ts'
import { renderShell, withBrowser } from './testing.tsx'

withBrowser()

async function desk(screenName: 'inbox' | 'side-by-side' = 'inbox') {
  const snapshot = aSnapshot({
    accounts: [anAccount(1, { alias: 'Studio' }), anAccount(2, { alias: 'Shop', isDefault: false })],
    conversations: [
      aConversation(3, { contactAlias: 'Li' }),
      aConversation(2, { contactAlias: 'Mei' }),
      aConversation(1, { contactAlias: 'Chen', accountId: accountId(2) }),
    ],
  })
  const view = await renderShell(new FakeBridge(snapshot))
  await act(async () => view.services.ui.setState({ screen: screenName }))
  return view.services.ui
}

const focusedName = () => nameOf(document.activeElement?.closest('li') ?? null)
const press = (key: string, element = document.activeElement ?? document.body) =>
  act(async () => fireEvent.keyDown(element, { key }))

async function click(element: HTMLElement): Promise<void> {
  await act(async () => {
    element.focus()
    fireEvent.click(element)
  })
}

describe('keys of the list work wherever no text is typed', () => {
  it('after a click on a filter: J moves, and so do the arrows, which leave the filter as it is', async () => {
    const ui = await desk()
    const open = screen.getByRole('radio', { name: /^Open/u })
    await click(open)
    await press('j')
    expect(focusedName()).toBe('Li')
    await press('j')
    expect(focusedName()).toBe('Mei')
    await click(open)
    expect(await press('ArrowDown')).toBe(false)
    expect(focusedName()).toBe('Mei')
    expect(ui.getState().filter).toBe('open')
  })

  it('after choosing how to sort, and after a click on a button', async () => {
    await desk()
    await click(screen.getByRole('combobox', { name: 'Sort' }))
    await press('J')
    expect(focusedName()).toBe('Li')
    await click(screen.getByRole('button', { name: /^Studio/u }))
    await press('k')
    expect(focusedName()).toBe('Li')
  })

  it('not while text is typed', async () => {
    const ui = await desk()
    await press('j')
    await click(screen.getByRole('button', { name: /^Li/u }))
    const box = screen.getByRole('textbox', { name: 'Message' })
    expect(document.activeElement).toBe(box)
    await press('j')
    await press('Enter')
    expect(document.activeElement).toBe(box)
    expect(ui.getState().open).toBe(3)
  })

  it('Escape leads from anywhere in a conversation to its row, and Enter back from nowhere', async () => {
    const ui = await desk()
    await press('j')
    await click(screen.getByRole('button', { name: /^Li/u }))
    await click(screen.getByRole('button', { name: 'Attach files' }))
    await press('Escape')
    expect(focusedName(), 'at once: a letter that follows is a key of the list').toBe('Li')
    await act(async () => ui.setState({ open: null, writing: null }))
    await press('Enter', document.body)
    expect(ui.getState().open).toBe(3)
  })

  it('in a column, from its own filters and buttons only', async () => {
    await desk('side-by-side')
    const column = screen.getByRole('region', { name: 'Column: Shop' })
    await click(column.querySelector('input') as HTMLElement)
    await press('j')
    expect(focusedName()).toBe('Chen')
    const elsewhere = screen.getByRole('link', { name: 'Settings' })
    await act(async () => elsewhere.focus())
    await press('j')
    expect(document.activeElement).toBe(elsewhere)
  })
})
