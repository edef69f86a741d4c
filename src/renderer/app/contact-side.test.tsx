// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { stubBrowser } from '../test-support/browser-stubs.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import {
  aConversation,
  accountId,
  anAccount,
  aSnapshot,
  broadcastId,
  conversationId,
  NOW,
} from '../test-support/samples.ts'
import { renderShell } from './testing.tsx'

const USER = 'wx_abcdefGH@im.wechat'

beforeEach(() => stubBrowser())
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const settle = () => act(async () => {})
const facts = {
  firstSeenAt: NOW,
  received: 12,
  sent: 7,
  windows: 3,
  accounts: 2,
  broadcasts: [{ id: broadcastId(4), title: 'Hello {contact}', at: NOW }],
  broadcastCount: 1,
}

type Handlers = NonNullable<ConstructorParameters<typeof FakeBridge>[2]>

/** The inbox with one person open whom two accounts know, and the panel beside it. */
async function openPanel(
  isOpen = true,
  read: () => Promise<typeof facts> = async () => facts,
  over: Handlers = {},
) {
  const snapshot = aSnapshot({
    accounts: [anAccount(1, { alias: 'Shop' }), anAccount(2, { alias: 'Studio' })],
    conversations: [
      aConversation(1, { contactAlias: 'Li', contactUserId: USER }),
      aConversation(2, { contactAlias: 'Li', contactUserId: USER, accountId: accountId(2) }),
    ],
    contacts: [
      { userId: USER, tags: ['熟客'], note: 'invoice', followUp: null, isSelf: false },
      { userId: 'somebody', tags: ['VIP'], note: '', followUp: null, isSelf: false },
    ],
  })
  snapshot.settings.panes.contact = isOpen
  const bridge = new FakeBridge(snapshot, [], { 'contacts.facts': read, ...over })
  const { services } = await renderShell(bridge)
  await act(async () => services.ui.setState({ open: snapshot.conversations[0]?.id ?? null }))
  await settle()
  return { bridge, services, panel: () => screen.getByRole('complementary', { name: 'Contact' }) }
}

describe('the contact panel', () => {
  it('reads the facts once more after a flood, not once for each of its messages', async () => {
    const answers: (() => void)[] = []
    const { bridge, panel } = await openPanel(
      true,
      () => new Promise((done) => answers.push(() => done({ ...facts, received: 12 + answers.length }))),
    )
    for (const activitySeq of [10, 11, 12]) {
      const conversation = aConversation(1, { contactAlias: 'Li', contactUserId: USER, activitySeq })
      await act(() => bridge.deliver({ kind: 'conversation', conversation }))
    }
    expect(answers).toHaveLength(1)
    await act(async () => answers[0]?.())
    expect(answers).toHaveLength(2)
    await act(async () => answers[1]?.())
    expect(answers).toHaveLength(2)
    expect(within(panel()).getByText('14')).toBeTruthy()
  })

  it('says what is kept and known of the person', async () => {
    const { panel } = await openPanel()
    const part = within(panel())
    expect(part.getByRole('textbox', { name: 'Alias' })).toHaveProperty('value', 'Li')
    expect(part.getByRole('textbox', { name: 'Note' })).toHaveProperty('value', 'invoice')
    expect(part.getByRole('list', { name: 'Tags of this contact' }).textContent).toBe('熟客')
    expect(part.getByRole('region', { name: 'What is known' }).textContent).toContain('Reply windows3')
    expect(part.getByRole('button', { name: 'Hello contact' })).toBeDefined()
  })

  it('keeps tags as they are typed or taken away, each once, and offers those of others', async () => {
    const { bridge, panel } = await openPanel()
    const field = within(panel()).getByRole('combobox', { name: 'Tags' })
    expect([...panel().querySelectorAll('option')].map(({ value }) => value)).toEqual(['VIP'])
    fireEvent.change(field, { target: { value: '#批发' } })
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true })
    expect(bridge.inputs('contacts.change')).toEqual([])
    fireEvent.keyDown(field, { key: 'Enter' })
    fireEvent.change(field, { target: { value: '熟客,' } })
    await settle()
    expect(bridge.inputs('contacts.change')).toEqual([{ id: 1, change: { tags: ['熟客', '批发'] } }])
    fireEvent.click(within(panel()).getByRole('button', { name: 'Remove tag 熟客' }))
    await settle()
    expect(bridge.inputs('contacts.change').at(-1)).toEqual({ id: 1, change: { tags: ['批发'] } })
  })

  it('keeps a note and an alias when they are left, and what was typed when the panel goes', async () => {
    const { bridge, services, panel } = await openPanel()
    const part = within(panel())
    const note = part.getByRole('textbox', { name: 'Note' })
    fireEvent.change(note, { target: { value: 'VAT invoice' } })
    fireEvent.blur(note)
    const alias = part.getByRole('textbox', { name: 'Alias' })
    fireEvent.change(alias, { target: { value: 'Li Lei' } })
    await act(async () => services.ui.setState({ open: null }))
    expect(bridge.inputs('contacts.change')).toEqual([{ id: 1, change: { note: 'VAT invoice' } }])
    expect(bridge.inputs('contacts.setAlias')).toEqual([{ id: 1, alias: 'Li Lei' }])
  })

  it('leaves a text that was refused in its field, and tries it again', async () => {
    let isFull = true
    const { bridge, panel, services } = await openPanel(true, undefined, {
      'contacts.change': () => {
        if (isFull) throw new AppError('internal')
      },
    })
    const note = () => within(panel()).getByRole('textbox', { name: 'Note' })
    fireEvent.change(note(), { target: { value: 'VAT invoice' } })
    await act(async () => void fireEvent.blur(note()))
    expect(note()).toHaveProperty('value', 'VAT invoice')
    expect(within(panel()).getByRole('alert')).toBeDefined()
    await act(async () => services.ui.setState({ open: null }))
    expect(screen.getByText(/could not be saved/u)).toBeDefined()
    expect(bridge.inputs('contacts.change')).toHaveLength(2)

    isFull = false
    await act(async () => services.ui.setState({ open: conversationId(1) }))
    fireEvent.change(note(), { target: { value: 'VAT' } })
    await act(async () => void fireEvent.blur(note()))
    expect(note()).toHaveProperty('value', 'VAT')
    expect(within(panel()).queryByRole('alert')).toBeNull()
  })

  it('keeps a text once more that was kept before and has been changed elsewhere since', async () => {
    const { bridge, panel } = await openPanel()
    vi.useFakeTimers()
    const alias = () => within(panel()).getByRole('textbox', { name: 'Alias' })
    const type = (value: string) => act(async () => void fireEvent.change(alias(), { target: { value } }))
    const told = (contactAlias: string) =>
      act(() =>
        bridge.deliver({
          kind: 'conversation',
          conversation: aConversation(1, { contactAlias, contactUserId: USER }),
        }),
      )
    const kept = () => bridge.inputs('contacts.setAlias').map((input) => input.alias)
    await type('Bo')
    await act(async () => void fireEvent.blur(alias()))
    await told('Bo')
    await told('Bob')
    await type('Bo')
    await act(async () => void fireEvent.blur(alias()))
    expect(kept()).toEqual(['Bo', 'Bo'])
    await told('Bo')

    // the field is not left this time
    await type('Lei')
    await act(() => vi.advanceTimersByTimeAsync(1_000))
    await told('Lei')
    await told('Lee')
    expect(alias()).toHaveProperty('value', 'Lee')
    await act(async () => void fireEvent.blur(alias()))
    expect(kept()).toEqual(['Bo', 'Bo', 'Lei'])
    await type('Lei')
    await act(() => vi.advanceTimersByTimeAsync(1_000))
    expect(kept()).toEqual(['Bo', 'Bo', 'Lei', 'Lei'])
  })

  it('keeps a text that was typed back to while another one was on its way', async () => {
    const answers: (() => void)[] = []
    const { bridge, panel } = await openPanel(true, undefined, {
      'contacts.setAlias': () => new Promise<undefined>((done) => answers.push(() => done(undefined))),
    })
    const alias = within(panel()).getByRole('textbox', { name: 'Alias' })
    const leaveWith = (value: string) =>
      act(async () => {
        fireEvent.change(alias, { target: { value } })
        fireEvent.blur(alias)
      })
    await leaveWith('Bo')
    await leaveWith('Li')
    expect(bridge.inputs('contacts.setAlias').map((input) => input.alias)).toEqual(['Bo', 'Li'])
  })

  it('puts a tag that was refused back into its field', async () => {
    let isFull = true
    const { bridge, panel } = await openPanel(true, undefined, {
      'contacts.change': () => {
        if (isFull) throw new AppError('internal')
      },
    })
    const field = within(panel()).getByRole('combobox', { name: 'Tags' })
    const enter = () => act(async () => void fireEvent.keyDown(field, { key: 'Enter' }))
    fireEvent.change(field, { target: { value: '#批发' } })
    await enter()
    expect(field).toHaveProperty('value', '批发')
    expect(within(panel()).getByRole('alert')).toBeDefined()
    isFull = false
    await enter()
    expect(field).toHaveProperty('value', '')
    expect(bridge.inputs('contacts.change')).toHaveLength(2)
  })

  it.each([
    ['tag', 'Tags', '批发'],
    ['note', 'Note', 'VAT invoice'],
    ['alias', 'Alias', 'Li Lei'],
    ['day', 'Follow up on', '2026-03-09'],
  ])('says that a %s was refused after the panel has gone', async (_what, label, value) => {
    const gate = Promise.withResolvers<undefined>()
    const refuse = () =>
      gate.promise.then(() => {
        throw new AppError('internal')
      })
    const { services, panel } = await openPanel(true, undefined, {
      'contacts.change': refuse,
      'contacts.setAlias': refuse,
    })
    await act(async () => void fireEvent.change(within(panel()).getByLabelText(label), { target: { value } }))
    await act(async () => services.ui.setState({ open: null }))
    expect(screen.queryByText(/could not be saved/u)).toBeNull()
    await act(async () => gate.resolve(undefined))
    expect(screen.getByText(/could not be saved/u)).toBeDefined()
  })

  it('keeps every tag of several that follow quickly, while main still tells of the first', async () => {
    const answers: (() => void)[] = []
    const { bridge, panel } = await openPanel(true, undefined, {
      'contacts.change': () => new Promise<undefined>((done) => answers.push(() => done(undefined))),
    })
    const field = within(panel()).getByRole('combobox', { name: 'Tags' })
    const add = (tag: string) =>
      act(async () => {
        fireEvent.change(field, { target: { value: tag } })
        fireEvent.keyDown(field, { key: 'Enter' })
      })
    const shown = () => within(panel()).getByRole('list', { name: 'Tags of this contact' }).textContent
    const told = (...tags: string[]) =>
      act(() =>
        bridge.deliver({
          kind: 'contact',
          contact: { userId: USER, tags, note: 'invoice', followUp: null, isSelf: false },
        }),
      )
    await add('A')
    await add('B')
    await told('熟客', 'A')
    expect(shown()).toBe('熟客AB')
    await act(async () => answers[0]?.())
    await add('C')
    expect(bridge.inputs('contacts.change').at(-1)?.change.tags).toEqual(['熟客', 'A', 'B', 'C'])
    await told('熟客', 'A', 'B', 'C')
    await act(async () => {
      for (const answer of answers.slice(1)) answer()
    })
    await told('熟客')
    expect(shown()).toBe('熟客')
  })

  it('keeps a tag that was typed and not entered when the panel goes, unless an input method is at work', async () => {
    const { bridge, services, panel } = await openPanel()
    const field = () => within(panel()).getByRole('combobox', { name: 'Tags' })
    fireEvent.change(field(), { target: { value: '批发' } })
    await act(async () => services.ui.setState({ open: null }))
    expect(bridge.inputs('contacts.change')).toEqual([{ id: 1, change: { tags: ['熟客', '批发'] } }])
    await act(async () => services.ui.setState({ open: conversationId(2) }))
    fireEvent.compositionStart(field())
    fireEvent.change(field(), { target: { value: 'pi fa' } })
    await act(async () => services.ui.setState({ open: null }))
    expect(bridge.inputs('contacts.change')).toHaveLength(1)
  })

  it('keeps nothing that an input method has not settled, however long it takes', async () => {
    const { bridge, panel } = await openPanel()
    vi.useFakeTimers()
    const alias = within(panel()).getByRole('textbox', { name: 'Alias' })
    fireEvent.compositionStart(alias)
    fireEvent.change(alias, { target: { value: 'li lei' } })
    await act(() => vi.advanceTimersByTimeAsync(5_000))
    expect(bridge.inputs('contacts.setAlias')).toEqual([])
    fireEvent.change(alias, { target: { value: '李雷' } })
    fireEvent.compositionEnd(alias)
    await act(() => vi.advanceTimersByTimeAsync(5_000))
    expect(bridge.inputs('contacts.setAlias')).toEqual([{ id: 1, alias: '李雷' }])
  })

  it('keeps what was typed before an input method began when the panel goes, not its letters', async () => {
    const { bridge, services, panel } = await openPanel()
    const note = within(panel()).getByRole('textbox', { name: 'Note' })
    fireEvent.change(note, { target: { value: '要发票，' } })
    fireEvent.compositionStart(note)
    fireEvent.change(note, { target: { value: '要发票，zeng zhi' } })
    const alias = within(panel()).getByRole('textbox', { name: 'Alias' })
    fireEvent.compositionStart(alias)
    fireEvent.change(alias, { target: { value: 'li lei' } })
    await act(async () => services.ui.setState({ open: null }))
    expect(bridge.inputs('contacts.change')).toEqual([{ id: 1, change: { note: '要发票，' } }])
    expect(bridge.inputs('contacts.setAlias')).toEqual([])
  })

  it('keeps the day to follow up, and leads to the other account', async () => {
    const { bridge, services, panel } = await openPanel()
    fireEvent.change(within(panel()).getByLabelText('Follow up on'), { target: { value: '2026-03-09' } })
    await settle()
    expect(bridge.inputs('contacts.change')).toEqual([{ id: 1, change: { followUp: '2026-03-09' } }])
    await act(async () => void fireEvent.click(within(panel()).getByRole('button', { name: 'Studio' })))
    expect(services.ui.getState().open).toBe(2)
  })

  it('is shown and hidden by its switch and by a key, and remembered', async () => {
    const { bridge } = await openPanel(false)
    expect(screen.queryByRole('complementary', { name: 'Contact' })).toBeNull()
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Contact panel' })))
    expect(bridge.inputs('settings.update').at(-1)?.panes).toMatchObject({ contact: true })
    const { settings } = bridge.snapshot
    await act(async () =>
      bridge.emit({
        kind: 'settings',
        settings: { ...settings, panes: { ...settings.panes, contact: true } },
      }),
    )
    expect(screen.getByRole('complementary', { name: 'Contact' })).toBeDefined()
    await act(async () => void fireEvent.keyDown(document.body, { key: 'i', ctrlKey: true }))
    expect(bridge.inputs('settings.update').at(-1)?.panes).toMatchObject({ contact: false })
  })

  it('P17: a letter pressed in it is meant for its conversation, not for a row', async () => {
    const { bridge, panel } = await openPanel()
    // to the other row, without opening it
    await act(async () => void fireEvent.keyDown(document.body, { key: 'n' }))
    const close = within(panel()).getByRole('button', { name: 'Close the contact panel' })
    await act(async () => {
      close.focus()
      fireEvent.keyDown(close, { key: 'e' })
    })
    expect(
      bridge
        .inputs('conversations.mark')
        .at(-1)
        ?.conversations.map(({ id }) => id),
    ).toEqual([1])
  })
})
