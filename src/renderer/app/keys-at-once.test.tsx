// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { aConversation, anAccount, aSnapshot } from '../test-support/samples.ts'
import { renderShell, withBrowser } from './testing.tsx'

withBrowser()

const press = (key: string, keys: { ctrlKey?: boolean; shiftKey?: boolean } = {}) =>
  act(async () => fireEvent.keyDown(document.activeElement ?? document.body, { key, ...keys }))

/** The desk, on whose glass nothing is drawn any more: whatever the keys reach from here on, they reach at once. */
async function frozenDesk(over: Parameters<typeof aSnapshot>[0] = {}) {
  const bridge = new FakeBridge(
    aSnapshot({
      accounts: [anAccount(1, { alias: 'Studio' })],
      conversations: [aConversation(1, { contactAlias: 'Li' }), aConversation(2, { contactAlias: 'Mei' })],
      ...over,
    }),
  )
  const { services } = await renderShell(bridge)
  await press('j')
  vi.stubGlobal('requestAnimationFrame', () => 0)
  return services.ui
}

it('S and Enter put off whoever has the keys, with no frame between', async () => {
  await frozenDesk()
  const row = document.activeElement
  await press('s')
  const dialog = screen.getByRole('dialog')
  expect(dialog.contains(document.activeElement)).toBe(true)
  expect(document.activeElement?.textContent).toContain('In 3 hours')
  await press('Escape')
  expect(document.activeElement).toBe(row)
})

it('Enter opens the row that J has come to, also where that is beyond what is seen', async () => {
  const conversations = Array.from({ length: 40 }, (_, n) =>
    aConversation(n + 1, { contactAlias: `No ${n + 1}` }),
  )
  const ui = await frozenDesk({ conversations })
  const list = screen.getByRole('list', { name: 'Conversations' })
  const seen = Math.ceil((list.parentElement?.clientHeight ?? 0) / 64)
  expect(seen).toBeGreaterThan(2)
  for (let step = 1; step < seen + 4; step += 1) await press('j')
  const focused = document.activeElement?.getAttribute('data-conversation')
  expect(focused).toBe(String(40 - (seen + 3)))
  fireEvent.click(document.activeElement ?? document.body)
  expect(ui.getState().open).toBe(Number(focused))
})

it('what follows Ctrl+K is typed into the palette', async () => {
  await frozenDesk()
  await press('k', { ctrlKey: true })
  expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Command' }))
})

it('what follows Ctrl+Shift+F replaces what was searched for before, from every screen', async () => {
  const ui = await frozenDesk()
  await act(async () =>
    ui.setState(({ search }) => ({ screen: 'accounts', search: { ...search, text: 'before' } })),
  )
  await press('F', { ctrlKey: true, shiftKey: true })
  const field = screen.getByRole('searchbox', { name: 'Search messages' })
  expect(document.activeElement).toBe(field)
  expect(field).toMatchObject({ value: 'before', selectionStart: 0, selectionEnd: 6 })
})

it('what follows the question whether to remove an account goes to its cautious button', async () => {
  const ui = await frozenDesk()
  await act(async () => ui.setState({ screen: 'accounts' }))
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Actions for Studio' })))
  await act(async () => fireEvent.click(screen.getByRole('menuitem', { name: 'Remove…' })))
  expect(screen.getByRole('alertdialog').contains(document.activeElement)).toBe(true)
})

it('a key that follows the Escape of a conversation in a column is one of its row', async () => {
  const ui = await frozenDesk()
  await act(async () => ui.setState({ screen: 'side-by-side' }))
  const column = within(screen.getByRole('region', { name: 'Column: Studio' }))
  await act(async () => fireEvent.click(column.getByText('Mei')))
  expect(document.activeElement).toBe(column.getByRole('textbox', { name: 'Message' }))
  await press('Escape')
  expect(document.activeElement).toBe(column.getByText('Mei').closest('[data-conversation]'))
})

it('a key that follows the Escape of a menu is one of the list again', async () => {
  await frozenDesk()
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'More filters' })))
  const menu = screen.getByRole('menu')
  await act(async () => menu.focus())
  // as in a browser, it stands there until it is drawn without itself
  Object.assign(menu, { getAnimations: () => [{ finished: new Promise(() => undefined) }] })
  await press('Escape')
  await press('j')
  expect(menu.isConnected).toBe(true)
  expect(document.activeElement?.closest('[data-conversation]')).not.toBeNull()
})
