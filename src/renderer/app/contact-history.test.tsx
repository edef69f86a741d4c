// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { aConversation, accountId, anAccount, aSnapshot, conversationId } from '../test-support/samples.ts'
import { renderShell, withBrowser } from './testing.tsx'

const USER = 'wx_abcdefGH@im.wechat'

withBrowser()

const settle = () => act(async () => {})

/** The inbox with one person open, whom as many accounts know, and somebody else. */
async function openInbox(
  accounts = 1,
  answer: () => void = () => undefined,
  write: () => Promise<{ saved: boolean }> = async () => ({ saved: true }),
  first: ReadonlySet<number> | null = null,
) {
  const numbers = Array.from({ length: accounts }, (_, n) => n + 1)
  const snapshot = aSnapshot({
    accounts: numbers.map((n) => anAccount(n, { alias: `Shop ${n}` })),
    conversations: [
      ...numbers.map((n) =>
        aConversation(n, { contactAlias: 'Li', contactUserId: USER, accountId: accountId(n) }),
      ),
      aConversation(9, { contactAlias: 'Wang', contactUserId: 'wang@im.wechat' }),
    ],
    contacts: [{ userId: USER, tags: ['VIP'], note: 'invoice', followUp: null, isSelf: false }],
  })
  const bridge = new FakeBridge(snapshot, [], {
    'contacts.delete': answer,
    'contacts.export': write,
    'contacts.cancelExport': () => undefined,
  })
  bridge.first = first
  const { services } = await renderShell(bridge)
  await act(async () => services.ui.setState({ open: conversationId(1) }))
  await settle()
  return { bridge, services }
}

async function ask(button: string) {
  await act(async () => fireEvent.click(screen.getByRole('button', { name: button })))
  await act(async () => fireEvent.click(screen.getByRole('menuitem', { name: 'Delete history…' })))
  return within(await screen.findByRole('alertdialog', { name: 'Delete everything with Li?' }))
}

describe('deleting the history of a contact', () => {
  it('asks, with the cautious answer under the keys, and does nothing when it is left', async () => {
    const { bridge } = await openInbox()
    const question = await ask('More actions for the conversation with Li')
    expect(question.getByText(/cannot be undone/)).toBeTruthy()
    expect(question.queryByText(/accounts that the contact/)).toBeNull()
    expect(document.activeElement).toBe(question.getByRole('button', { name: 'Cancel' }))
    await act(async () => fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' }))
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(bridge.inputs('contacts.delete')).toEqual([])
  })

  it('waits until it can say of how many accounts', async () => {
    const { bridge, services } = await openInbox(2, undefined, undefined, new Set([1]))
    const question = await ask('More actions for the conversation with Li')
    const confirm = question.getByRole('button', { name: 'Delete history' })
    await act(async () => fireEvent.click(confirm))
    expect(bridge.inputs('contacts.delete')).toEqual([])
    await act(() => services.replica.complete(async () => {}))
    expect(question.getByText(/accounts that the contact/)).toBeTruthy()
    await act(async () => fireEvent.click(confirm))
    expect(bridge.inputs('contacts.delete')).toEqual([{ id: 1 }])
  })

  it('is offered in the contact panel too', async () => {
    const { bridge } = await openInbox()
    const { settings } = bridge.snapshot
    const panes = { ...settings.panes, contact: true }
    await act(() => bridge.deliver({ kind: 'settings', settings: { ...settings, panes } }))
    const question = await ask('More actions for Li')
    await act(async () => fireEvent.click(question.getByRole('button', { name: 'Delete history' })))
    expect(bridge.inputs('contacts.delete')).toEqual([{ id: 1 }])
  })

  it('closes the conversation, and row and card are gone when main says so', async () => {
    const { bridge, services } = await openInbox(2)
    const question = await ask('More actions for the conversation with Li')
    expect(question.getByText('This concerns 2 accounts that the contact writes to.')).toBeTruthy()
    await act(async () => fireEvent.click(question.getByRole('button', { name: 'Delete history' })))
    expect(bridge.inputs('contacts.delete')).toEqual([{ id: 1 }])
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(services.ui.getState().open).toBeNull()
    await act(() =>
      bridge.deliver(
        { kind: 'conversation-removed', id: conversationId(1) },
        { kind: 'conversation-removed', id: conversationId(2) },
        { kind: 'contact', contact: { userId: USER, tags: [], note: '', followUp: null, isSelf: false } },
      ),
    )
    const rows = within(screen.getByRole('list', { name: 'Conversations' }))
    expect(rows.getAllByRole('listitem')).toEqual([rows.getByRole('listitem', { name: 'Wang' })])
  })

  it('says why where it could not be done, and stays', async () => {
    await openInbox(1, () => {
      throw new AppError('storage-full')
    })
    const question = await ask('More actions for the conversation with Li')
    await act(async () => fireEvent.click(question.getByRole('button', { name: 'Delete history' })))
    expect(question.getByRole('alert')).toBeTruthy()
  })
})

describe('exporting the history of a contact', () => {
  async function askExport(button: string) {
    await act(async () => fireEvent.click(screen.getByRole('button', { name: button })))
    await act(async () => fireEvent.click(screen.getByRole('menuitem', { name: 'Export history…' })))
    return within(await screen.findByRole('dialog', { name: 'Export the history with Li' }))
  }

  it('shows how far it is, and says when it is saved', async () => {
    const written = Promise.withResolvers<{ saved: boolean }>()
    const { bridge } = await openInbox(1, undefined, () => written.promise)
    const dialog = await askExport('More actions for the conversation with Li')
    await act(async () => fireEvent.click(dialog.getByRole('button', { name: 'Export' })))
    await act(() => bridge.deliver({ kind: 'export', percent: 40 }))
    expect(dialog.getByRole('progressbar', { name: 'Export progress' })).toHaveProperty('value', 40)
    await act(async () => written.resolve({ saved: true }))
    expect(dialog.getByRole('status').textContent).toBe('Saved.')
    await act(async () => fireEvent.click(dialog.getByRole('button', { name: 'Done' })))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(bridge.inputs('contacts.export')).toEqual([{ id: 1 }])
  })

  it('ends when the dialog is left', async () => {
    const { bridge } = await openInbox(1, undefined, () => new Promise(() => {}))
    const dialog = await askExport('More actions for the conversation with Li')
    await act(async () => fireEvent.click(dialog.getByRole('button', { name: 'Export' })))
    await act(async () => fireEvent.click(dialog.getByRole('button', { name: 'Cancel' })))
    expect(bridge.inputs('contacts.cancelExport')).toHaveLength(1)
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
