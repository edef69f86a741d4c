// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import type { ShowTarget } from '#shared/model/show-target.ts'
import { changeColumn } from '../store/ui.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import {
  aConversation,
  accountId,
  aMessage,
  anAccount,
  aSnapshot,
  conversationId,
  messageId,
} from '../test-support/samples.ts'
import { renderShell, withBrowser } from './testing.tsx'

withBrowser()

async function desk(first: ReadonlySet<number> | null = null) {
  const snapshot = aSnapshot({
    accounts: [anAccount(1, { alias: 'Studio' }), anAccount(2, { alias: 'Shop', state: 'needs-sign-in' })],
    conversations: [
      aConversation(1, { contactAlias: 'Li', lastInboundAt: Date.now() }),
      aConversation(2, { contactAlias: 'Mei', accountId: accountId(2), unread: 1 }),
    ],
  })
  const bridge = new FakeBridge(snapshot, [aMessage(5, { conversationId: conversationId(2) })])
  bridge.first = first
  const view = await renderShell(bridge)
  const show = (target: ShowTarget) => act(async () => bridge.emit({ kind: 'show', target }))
  const { replica, ui } = view.services
  return { bridge, show, ui, complete: () => act(() => replica.complete(async () => {})) }
}

const region = (name: string) => screen.queryByRole('region', { name: `Conversation with ${name}` })

it('shows the message that a notification tells of', async () => {
  const { show, bridge, ui } = await desk()
  await show({ kind: 'conversation', id: conversationId(2), messageId: messageId(5) })
  expect(region('Mei')).not.toBeNull()
  await waitFor(() => expect(ui.getState().goal).toBeNull())
  await waitFor(() => expect(bridge.inputs('app.look').at(-1)).toEqual({ conversationIds: [2] }))
})

it('waits for a conversation that the window does not know yet', async () => {
  const { show, bridge } = await desk()
  await show({ kind: 'conversation', id: conversationId(3), messageId: null })
  expect(region('Wang')).toBeNull()
  await act(async () =>
    bridge.emit({ kind: 'conversation', conversation: aConversation(3, { contactAlias: 'Wang' }) }),
  )
  expect(region('Wang')).not.toBeNull()
})

it('says that a conversation is gone instead of waiting for ever', async () => {
  const { show, bridge } = await desk()
  vi.useFakeTimers()
  await show({ kind: 'conversation', id: conversationId(3), messageId: null })
  await act(() => vi.advanceTimersByTimeAsync(3_000))
  vi.useRealTimers()
  expect(screen.getByText(/no longer here/u)).toBeTruthy()
  await act(async () =>
    bridge.emit({ kind: 'conversation', conversation: aConversation(3, { contactAlias: 'Wang' }) }),
  )
  expect(region('Wang')).toBeNull()
})

it('says of none that it is gone before all are here', async () => {
  const { complete, show } = await desk(new Set([1]))
  vi.useFakeTimers()
  await show({ kind: 'conversation', id: conversationId(2), messageId: null })
  await act(() => vi.advanceTimersByTimeAsync(4_000))
  expect(screen.queryByText(/no longer here/u)).toBeNull()
  await complete()
  expect(region('Mei')).not.toBeNull()
  await show({ kind: 'conversation', id: conversationId(3), messageId: null })
  await act(() => vi.advanceTimersByTimeAsync(3_000))
  vi.useRealTimers()
  expect(screen.getByText(/no longer here/u)).toBeTruthy()
})

it('calls nobody back who has gone elsewhere meanwhile', async () => {
  const { show, bridge, ui } = await desk()
  await show({ kind: 'conversation', id: conversationId(3), messageId: null })
  await act(async () => ui.setState({ screen: 'accounts' }))
  await act(async () =>
    bridge.emit({ kind: 'conversation', conversation: aConversation(3, { contactAlias: 'Wang' }) }),
  )
  expect(ui.getState()).toMatchObject({ screen: 'accounts', open: null })
})

it('tells nobody who has asked for something else meanwhile that a conversation is gone', async () => {
  const { show, ui } = await desk()
  const isTold = () => screen.queryByText(/no longer here/u) !== null
  const elsewhere: (() => Promise<void>)[] = [
    () => show({ kind: 'filter', filter: 'unread' }),
    () => show({ kind: 'account', id: accountId(2) }),
    () => show({ kind: 'accounts', shown: 'needs-sign-in' }),
    () => show({ kind: 'conversation', id: conversationId(1), messageId: null }),
    () => act(async () => ui.setState({ filter: 'all' })),
    () => act(async () => ui.setState({ tags: ['VIP'] })),
    () => act(async () => ui.setState({ search: { ...ui.getState().search, text: 'x', isShown: true } })),
    () => act(async () => changeColumn(ui, accountId(1), { open: conversationId(1) })),
  ]
  vi.useFakeTimers()
  for (const go of elsewhere) {
    // from here, one of them changes nothing that is shown
    await act(async () =>
      ui.setState({ ...ui.getInitialState(), screen: 'accounts', accountsShown: 'needs-sign-in' }),
    )
    await show({ kind: 'conversation', id: conversationId(3), messageId: null })
    await go()
    await act(() => vi.advanceTimersByTimeAsync(3_000))
    expect(isTold(), String(go)).toBe(false)
  }
})

it('shows all that the tray tells of', async () => {
  const { show, ui } = await desk()
  await show({ kind: 'filter', filter: 'unread' })
  expect(ui.getState()).toMatchObject({ screen: 'inbox', accountId: null, filter: 'unread' })
  await show({ kind: 'account', id: accountId(2) })
  expect(ui.getState()).toMatchObject({ screen: 'inbox', accountId: accountId(2) })
  await show({ kind: 'accounts', shown: 'needs-sign-in' })
  expect(ui.getState()).toMatchObject({ screen: 'accounts', accountsShown: 'needs-sign-in' })
})

it('P17: leaves a dialog and the keys in it alone', async () => {
  const { show, ui } = await desk()
  await act(async () => ui.setState({ newMessage: true }))
  await screen.findByRole('dialog', { name: 'New message' })
  await show({ kind: 'conversation', id: conversationId(2), messageId: null })
  expect(screen.getByRole('dialog', { name: 'New message' })).toBeTruthy()
  expect(ui.getState()).toMatchObject({ open: conversationId(2), writing: null })
})

it('P17: leaves the keys in a dialog where the account stands in a column, also of one that was written to before', async () => {
  const { show, ui } = await desk()
  await act(async () => ui.setState({ screen: 'side-by-side' }))
  const column = within(screen.getByRole('region', { name: 'Column: Shop' }))
  const target = { kind: 'conversation', id: conversationId(2), messageId: null } as const
  await act(async () => fireEvent.click(column.getByText('Mei')))
  expect(document.activeElement).toBe(column.getByRole('textbox', { name: 'Message' }))
  await act(async () => changeColumn(ui, accountId(2), { open: null }))

  await act(async () => ui.setState({ newMessage: true }))
  const dialog = await screen.findByRole('dialog', { name: 'New message' })
  expect(dialog.contains(document.activeElement)).toBe(true)
  await show(target)
  expect(column.getByRole('region', { name: 'Conversation with Mei', hidden: true })).toBeTruthy()
  expect(dialog.contains(document.activeElement)).toBe(true)

  await act(async () => ui.setState({ newMessage: false }))
  await show(target)
  expect(document.activeElement).toBe(column.getByRole('textbox', { name: 'Message' }))
})

it('opens the sign-in codes that a program asked for, unless another dialog is open', async () => {
  const { show, ui } = await desk()
  await show({ kind: 'add-account', accountId: null })
  expect(await screen.findByRole('dialog', { name: 'Add account' })).toBeTruthy()
  expect(ui.getState().signIn).toEqual({ kind: 'new' })
  await show({ kind: 'add-account', accountId: accountId(2) })
  expect(ui.getState().signIn).toEqual({ kind: 'new' })
  await act(async () => ui.setState({ signIn: { kind: 'closed' } }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await show({ kind: 'add-account', accountId: accountId(2) })
  expect(ui.getState().signIn).toEqual({ kind: 'again', accountId: accountId(2) })
})
