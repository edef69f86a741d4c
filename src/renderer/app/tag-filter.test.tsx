// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { nameOf } from '../test-support/names.ts'
import { aConversation, accountId, anAccount, aSnapshot } from '../test-support/samples.ts'
import { renderShell, withBrowser } from './testing.tsx'

withBrowser()

const PEOPLE: readonly { name: string; tags: string[]; over?: Partial<ConversationSummary> }[] = [
  { name: 'Li', tags: ['VIP', '批发'], over: { unread: 2 } },
  { name: 'Mei', tags: ['VIP'], over: { accountId: accountId(2) } },
  { name: 'Chen', tags: ['批发'], over: { triage: { kind: 'done' } } },
  { name: 'Wu', tags: [] },
]

/** An inbox of two accounts with Li on top; who has which tag stands above. */
async function inbox() {
  const conversations = PEOPLE.map(({ name, over }, index) =>
    aConversation(PEOPLE.length - index, { contactAlias: name, ...over }),
  )
  const card = (index: number, tags: string[]) => ({
    userId: conversations[index]?.contactUserId ?? '',
    tags,
    note: '',
    followUp: null,
    isSelf: false,
  })
  const bridge = new FakeBridge(
    aSnapshot({
      accounts: [anAccount(1, { alias: 'Studio' }), anAccount(2, { alias: 'Shop', isDefault: false })],
      conversations,
      contacts: PEOPLE.flatMap(({ tags }, index) => (tags.length === 0 ? [] : [card(index, tags)])),
    }),
  )
  const { services } = await renderShell(bridge)
  return { bridge, ui: services.ui, card }
}

const rows = () =>
  within(screen.getByRole('list', { name: 'Conversations' }))
    .queryAllByRole('listitem')
    .map(nameOf)
const click = (element: HTMLElement) =>
  act(async () => {
    element.focus()
    fireEvent.click(element)
  })
const openFilters = async () => {
  await click(screen.getByRole('button', { name: 'More filters' }))
  await screen.findByRole('menu')
}
const closeMenu = async () => {
  await act(async () => fireEvent.keyDown(screen.getByRole('menu'), { key: 'Escape' }))
}
const check = (name: string) => click(screen.getByRole('menuitemcheckbox', { name }))
const chips = () =>
  within(screen.getByRole('list', { name: 'Filtered by tags' }))
    .getAllByRole('button')
    .map(nameOf)

describe('an inbox is narrowed down by tags', () => {
  it('by one or several of them, each with what it shows, and every chip can be taken off', async () => {
    await inbox()
    await openFilters()
    expect(screen.getAllByRole('menuitemcheckbox').map(nameOf)).toEqual(['VIP 2', '批发 1'])
    await check('VIP 2')
    expect(screen.getByRole('menuitemcheckbox', { name: 'VIP 2' }).getAttribute('aria-checked')).toBe('true')
    await closeMenu()
    expect(rows()).toEqual(['Li', 'Mei'])

    await click(screen.getByRole('radio', { name: /^Unread/u }))
    expect(rows()).toEqual(['Li'])
    await openFilters()
    await click(screen.getByRole('menuitemradio', { name: /^All/u }))
    await openFilters()
    await check('批发 2')
    await closeMenu()
    expect(rows()).toEqual(['Li', 'Mei', 'Chen'])
    expect(chips()).toEqual(['VIP 2, remove from the filter', '批发 2, remove from the filter'])

    await click(screen.getByRole('button', { name: 'VIP 2, remove from the filter' }))
    expect(rows()).toEqual(['Li', 'Chen'])
    expect(nameOf(document.activeElement)).toBe('批发 2, remove from the filter')
    await click(screen.getByRole('button', { name: '批发 2, remove from the filter' }))
    expect(rows()).toEqual(['Li', 'Mei', 'Chen', 'Wu'])
    expect(document.activeElement?.closest('[data-inbox-filter]')).not.toBeNull()
  })

  it('and the other filters count what they show of it', async () => {
    await inbox()
    expect(screen.getByRole('radio', { name: 'Open 3' })).toBeTruthy()
    await openFilters()
    await check('VIP 2')
    await closeMenu()
    expect(screen.getByRole('radio', { name: 'Open 2' })).toBeTruthy()
    expect(screen.getByRole('radio', { name: 'Needs reply 2' })).toBeTruthy()
  })

  it('and says so where nobody is left, with the way out', async () => {
    const { bridge, card } = await inbox()
    await openFilters()
    await check('VIP 2')
    await closeMenu()
    await act(() =>
      bridge.deliver(
        { kind: 'contact', contact: card(0, ['批发']) },
        { kind: 'contact', contact: card(1, []) },
      ),
    )
    expect(rows()).toEqual([])
    expect(chips()).toEqual(['VIP, remove from the filter'])
    await click(screen.getByRole('button', { name: 'Clear the tag filter' }))
    expect(rows()).toEqual(['Li', 'Mei', 'Wu'])
  })

  it('and whoever is open stays, marked as one who has the tag no more', async () => {
    const { bridge, card, ui } = await inbox()
    await openFilters()
    await check('VIP 2')
    await closeMenu()
    await act(async () => ui.setState({ open: aConversation(PEOPLE.length).id }))
    expect(screen.queryByText('open, not in this filter')).toBeNull()
    await act(() => bridge.deliver({ kind: 'contact', contact: card(0, ['批发']) }))
    expect(rows()).toHaveLength(2)
    expect(screen.getByText('open, not in this filter')).toBeTruthy()
  })

  it('which stays when another account is chosen, and ends when the attention strip asks for something', async () => {
    const { ui } = await inbox()
    await openFilters()
    await check('批发 1')
    await closeMenu()
    await click(screen.getByRole('button', { name: /^Shop/u }))
    expect(rows()).toEqual([])
    await click(screen.getByRole('link', { name: /^Inbox/u }))
    expect(rows()).toEqual(['Li'])
    await click(
      within(screen.getByRole('region', { name: 'Today' })).getByRole('button', { name: /need.* reply/u }),
    )
    expect(ui.getState().tags).toEqual([])
  })

  it('a column has them too', async () => {
    await inbox()
    await click(screen.getByRole('link', { name: 'Side by side' }))
    const column = within(screen.getByRole('region', { name: 'Column: Studio' }))
    await click(column.getByRole('button', { name: 'More filters' }))
    await check('VIP 1')
    await closeMenu()
    const names = column.getAllByRole('listitem').map(nameOf)
    expect(names).toContain('Li')
    expect(names).not.toContain('Wu')
  })

  it('and the palette opens one, with everybody who has it', async () => {
    await inbox()
    await act(async () => fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true }))
    const command = await screen.findByRole('combobox', { name: 'Command' })
    await act(async () => fireEvent.change(command, { target: { value: 'pf' } }))
    const entry = await screen.findByRole('option', { name: /批发/u })
    expect(entry.textContent).toContain('2 contacts')
    await click(entry)
    expect(rows()).toEqual(['Li', 'Chen'])
    expect(chips()).toEqual(['批发 2, remove from the filter'])
  })
})
