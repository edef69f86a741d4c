// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { showInInbox } from '../store/ui.ts'
import { stubBrowser } from '../test-support/browser-stubs.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { aConversation, accountId, anAccount, aSnapshot, conversationId } from '../test-support/samples.ts'
import { renderShell } from './testing.tsx'

beforeEach(() => stubBrowser())
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** Li is a contact of the first account, Mei of the second; the conversation with Li is open. */
async function desk() {
  const snapshot = aSnapshot({
    accounts: [anAccount(1, { alias: 'Studio' }), anAccount(2, { alias: 'Shop', isDefault: false })],
    conversations: [
      aConversation(1, { contactAlias: 'Li', lastInboundAt: Date.now() }),
      aConversation(2, { contactAlias: 'Mei', accountId: accountId(2), lastInboundAt: Date.now() }),
    ],
  })
  const bridge = new FakeBridge(snapshot)
  const view = await renderShell(bridge)
  const { ui } = view.services
  await act(async () => showInInbox(ui, { id: conversationId(1), accountId: accountId(1) }))
  return { bridge, ui, ...view }
}

const box = () => screen.queryByRole('textbox', { name: 'Message' })
const press = (key: string, init: object = {}) =>
  act(async () => void fireEvent.keyDown(document.activeElement ?? document.body, { key, ...init }))
const click = (element: Element) =>
  act(async () => {
    if (element instanceof HTMLElement) element.focus()
    fireEvent.click(element)
  })

describe('P17: whoever is written to is who is shown', () => {
  it('closes a conversation of another account when one is chosen by key', async () => {
    await desk()
    expect(document.activeElement).toBe(box())
    await press('2', { ctrlKey: true })
    expect(box()).toBeNull()
    expect(screen.getByRole('heading', { name: 'Shop' })).toBeTruthy()
  })

  it('keeps one of the same account, and takes the keys out of its box', async () => {
    await desk()
    await press('1', { ctrlKey: true })
    expect(screen.getByRole('region', { name: 'Conversation with Li' })).toBeTruthy()
    expect(document.activeElement).not.toBe(box())
    await waitFor(() => expect(document.activeElement).not.toBe(document.body))
  })

  describe('for whoever was writing and typed on', () => {
    const clock = { now: 0 }
    const type = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
    const passes = (keys: string[]) => keys.map((key) => type(key))
    /** A button that has the focus is clicked by Enter, unless somebody prevents it. */
    const enter = () =>
      act(async () => {
        const { activeElement } = document
        if (type('Enter') && activeElement) fireEvent.click(activeElement)
      })

    /** The second account is chosen by key, and its list has the keys. */
    async function left() {
      clock.now = 0
      vi.spyOn(performance, 'now').mockImplementation(() => clock.now)
      vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
      await desk()
      await press('2', { ctrlKey: true })
      await waitFor(() => expect(document.activeElement).not.toBe(document.body))
    }

    it('lets no space and no Enter open anybody', async () => {
      await left()
      expect(passes([' ', 'o', 'n', ' ', 'Enter'])).toEqual([false, false, false, false, false])
      expect(box()).toBeNull()
      await press('ArrowDown')
      await enter()
      expect(screen.getByRole('region', { name: 'Conversation with Mei' })).toBeTruthy()
    })

    it('lets no letter finish or put off anybody', async () => {
      await left()
      passes(['e', 's', 'u', 'x'])
      expect(screen.queryByRole('dialog')).toBeNull()
      expect(screen.queryByRole('toolbar', { name: 'Selected conversations' })).toBeNull()
    })

    it('moves and opens at once by the keys of the list, and takes nothing from what is written then', async () => {
      await left()
      await press('j')
      await enter()
      await waitFor(() => expect(document.activeElement).toBe(box()))
      expect(passes(['o', 'k', ' ', 't'])).toEqual([true, true, true, true])
    })

    it('ends when the keys rest', async () => {
      await left()
      clock.now += 1_001
      expect(type(' ')).toBe(true)
    })

    it('goes on while the keys that chose are held', async () => {
      await left()
      await press('2', { ctrlKey: true, repeat: true })
      expect(passes(['o', ' '])).toEqual([false, false])
    })
  })

  it('closes it when another account is clicked', async () => {
    await desk()
    await click(screen.getByRole('button', { name: /^Shop/u }))
    expect(box()).toBeNull()
  })

  it('shows it beside the merged inbox without the keys', async () => {
    await desk()
    await press('1', { ctrlKey: true })
    await click(screen.getByRole('link', { name: /^Inbox/u }))
    expect(box()).not.toBeNull()
    expect(document.activeElement).not.toBe(box())
  })

  it('takes no focus when its screen comes back', async () => {
    const { ui } = await desk()
    await click(screen.getByRole('link', { name: 'Accounts' }))
    await click(screen.getByRole('link', { name: /^Inbox/u }))
    expect(ui.getState().open).toBe(1)
    expect(document.activeElement).not.toBe(box())
    await click(screen.getByRole('link', { name: 'Accounts' }))
    await press('1', { ctrlKey: true })
    expect(document.activeElement).not.toBe(box())
  })

  it('takes no focus while a filter is chosen', async () => {
    await desk()
    await click(screen.getByRole('radio', { name: 'Unread' }))
    expect(document.activeElement).toBe(screen.getByRole('radio', { name: 'Unread' }))
    expect(box()).not.toBeNull()
  })

  it('says of a row that it stands under a filter only because it is open', async () => {
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
    const { bridge } = await desk()
    const row = () => screen.getByRole('listitem', { name: 'Li' })
    expect(row().textContent).not.toContain('not in this filter')
    await click(screen.getByRole('radio', { name: 'Unread' }))
    expect(row().textContent).toContain('open, not in this filter')
    const conversation = aConversation(1, { contactAlias: 'Li', unread: 1, lastInboundAt: Date.now() })
    await act(async () => bridge.emit({ kind: 'conversation', conversation }))
    expect(row().textContent).not.toContain('not in this filter')
    vi.restoreAllMocks()
  })

  it('shows the inbox that was chosen where list and conversation share one place', async () => {
    stubBrowser({ narrow: true })
    await desk()
    await click(screen.getByRole('link', { name: /^Inbox/u }))
    expect(box()).toBeNull()
    expect(screen.getByRole('list', { name: 'Conversations' })).toBeTruthy()
  })
})

describe('no lost focus', () => {
  it('goes to the screen when what had it has gone', async () => {
    await desk()
    await press('2', { ctrlKey: true })
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('main')))
  })

  it('comes back to a button that was switched off for a while', async () => {
    await desk()
    const button = screen.getByRole('button', { name: 'Add account' })
    button.focus()
    await act(async () => {
      button.toggleAttribute('disabled', true)
      button.blur()
    })
    await act(async () => button.toggleAttribute('disabled', false))
    await waitFor(() => expect(document.activeElement).toBe(button))
  })

  it('stays in a dialog as a whole, where an Enter meant for what has gone does nothing', async () => {
    const { ui } = await desk()
    await act(async () => ui.setState({ newMessage: true }))
    const dialog = await screen.findByRole('dialog')
    // it brings its first field the keys once more when it is drawn
    for (const _frame of ['first', 'after']) await act(() => new Promise(requestAnimationFrame))
    const gone = dialog.appendChild(document.createElement('button'))
    gone.focus()
    await act(async () => gone.remove())
    await waitFor(() => expect(document.activeElement).toBe(dialog))
  })

  it('leaves it where a click on nothing has taken it', async () => {
    await desk()
    box()?.blur()
    fireEvent.click(document.body)
    await press('2', { ctrlKey: true })
    // what brings it back does so two frames later
    for (const _frame of ['list', 'rows', 'after']) await act(() => new Promise(requestAnimationFrame))
    expect(document.activeElement).toBe(document.body)
  })
})
