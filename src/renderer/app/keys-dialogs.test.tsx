// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { SHORTCUT_PLACES, shortcutsOf } from '../parts/keys/shortcuts.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { aConversation, accountId, anAccount, aSnapshot, NOW } from '../test-support/samples.ts'
import { renderShell, withBrowser } from './testing.tsx'

withBrowser()

async function desk() {
  const snapshot = aSnapshot({
    accounts: [
      anAccount(1, { alias: '工作室' }),
      anAccount(2, { alias: 'Shop', isDefault: false, state: 'needs-sign-in' }),
    ],
    conversations: [
      aConversation(1, { contactAlias: '王小明' }),
      aConversation(2, { contactAlias: 'Mei', accountId: accountId(2) }),
    ],
  })
  const bridge = new FakeBridge(snapshot)
  const view = await renderShell(bridge)
  return { ui: view.services.ui, bridge }
}

const press = (init: KeyboardEventInit, element: Element = document.activeElement ?? document.body) =>
  act(async () => fireEvent.keyDown(element, init))

async function openPalette(typed: string): Promise<HTMLElement> {
  await press({ key: 'k', ctrlKey: true })
  const field = screen.getByRole('combobox', { name: 'Command' })
  await act(async () => fireEvent.change(field, { target: { value: typed } }))
  return field
}

const options = () => screen.getAllByRole('option').map((option) => option.textContent)

describe('the command palette', () => {
  it('finds a person by initials and opens the conversation, ready to be written in', async () => {
    const { ui } = await desk()
    const field = await openPalette('wxm')
    await waitFor(() => expect(options()[0]).toContain('王小明'))
    await press({ key: 'Enter' }, field)
    expect(ui.getState()).toMatchObject({ open: 1, keysDialog: 'none' })
    expect(screen.queryByRole('dialog')).toBeNull()
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Message' })))
  })

  it('P17: who is marked stays where they are while others write', async () => {
    const { ui, bridge } = await desk()
    const field = await openPalette('')
    expect(options()[0]).toContain('Mei')
    const later = aConversation(1, { contactAlias: '王小明', lastInboundAt: NOW, lastInboundSeq: 99 })
    await act(async () => bridge.emit({ kind: 'conversation', conversation: later }))
    expect(options()[0]).toContain('Mei')
    await press({ key: 'Enter' }, field)
    expect(ui.getState().open).toBe(2)
  })

  it('P17: an account taken while a message is written leaves the box without the focus', async () => {
    const { ui } = await desk()
    await act(async () => ui.setState({ open: aConversation(1).id, writing: aConversation(1).id }))
    const box = screen.getByRole('textbox', { name: 'Message' })
    await waitFor(() => expect(document.activeElement).toBe(box))
    const field = await openPalette('工作室')
    await press({ key: 'ArrowDown' }, field)
    const inbox = screen.getAllByRole('option').find((one) => one.textContent?.startsWith('工作室'))
    await act(async () => fireEvent.click(inbox as HTMLElement))
    expect(ui.getState()).toMatchObject({ accountId: accountId(1), writing: null })
    await waitFor(() => expect(document.activeElement).not.toBe(screen.queryByRole('combobox')))
    expect(document.activeElement).not.toBe(box)
  })

  it('gives the focus back when nothing was taken', async () => {
    const { ui } = await desk()
    await act(async () => ui.setState({ open: aConversation(1).id, writing: aConversation(1).id }))
    const box = screen.getByRole('textbox', { name: 'Message' })
    await waitFor(() => expect(document.activeElement).toBe(box))
    const field = await openPalette('nothing is called like that')
    expect(screen.getByText(/^Nothing found for/u)).toBeTruthy()
    await press({ key: 'Enter' }, field)
    await press({ key: 'Escape' }, field)
    await waitFor(() => expect(document.activeElement).toBe(box))
  })

  it('does what there is to do: signs in again the account that needs it, changes the appearance', async () => {
    const { ui, bridge } = await desk()
    await press({ key: 'Enter' }, await openPalette('sign in'))
    expect(ui.getState().signIn).toEqual({ kind: 'again', accountId: accountId(2) })
    for (const state of ['needs sign-in', 'sign-in']) {
      await act(async () => ui.setState({ signIn: { kind: 'closed' } }))
      await press({ key: 'Enter' }, await openPalette(state))
      expect(ui.getState().signIn, state).toEqual({ kind: 'again', accountId: accountId(2) })
    }
    await act(async () => ui.setState({ signIn: { kind: 'closed' } }))
    await press({ key: 'Enter' }, await openPalette('dark'))
    expect(bridge.inputs('settings.update')).toEqual([{ theme: 'dark' }])
  })

  it('opens over no other dialog, and not while an input method composes', async () => {
    const { ui } = await desk()
    await press({ key: 'k', ctrlKey: true, isComposing: true })
    expect(screen.queryByRole('dialog')).toBeNull()
    await act(async () => ui.setState({ newMessage: true }))
    await press({ key: 'k', ctrlKey: true })
    expect(screen.getAllByRole('dialog')).toHaveLength(1)
  })
})

describe('the list of keys', () => {
  it('opens with a question mark and names every key that means something', async () => {
    await desk()
    await press({ key: '?', shiftKey: true }, document.body)
    const sheet = screen.getByRole('dialog', { name: 'Keyboard shortcuts' })
    const count = SHORTCUT_PLACES.flatMap(shortcutsOf).length
    expect(within(sheet).getAllByRole('definition')).toHaveLength(count)
    expect(sheet.textContent).toContain('Ctrl')
  })

  it('is a question mark where text is written', async () => {
    const { ui } = await desk()
    await act(async () => ui.setState({ open: aConversation(1).id, writing: aConversation(1).id }))
    await press({ key: '?', shiftKey: true }, screen.getByRole('textbox', { name: 'Message' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
