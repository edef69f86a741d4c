// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { Message } from '#shared/model/message.ts'
import { aMedium, aMessage, aReply, aStagedFile, conversationId } from '../test-support/samples.ts'
import { openConversation, withBrowser } from './testing.tsx'

withBrowser()

const copied: string[] = []
beforeEach(() => {
  copied.length = 0
  vi.stubGlobal('navigator', {
    ...navigator,
    clipboard: { writeText: async (text: string) => void copied.push(text) },
  })
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 400, 40))
})

const article = (index = 0) => {
  const found = screen.getAllByRole('article')[index]
  if (found === undefined) throw new Error('no such message')
  return found
}
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
const items = () => screen.getAllByRole('menuitem').map(({ textContent }) => textContent)
const item = (name: string) => screen.getByRole('menuitem', { name })
const choose = (name: string) => act(async () => fireEvent.click(item(name)))

async function menuOf(element: Element): Promise<HTMLElement> {
  await act(async () => fireEvent.contextMenu(element, { clientX: 10, clientY: 10 }))
  return await screen.findByRole('menu')
}

async function press(element: Element, init: KeyboardEventInit): Promise<void> {
  await act(async () => fireEvent.keyDown(element, init))
}

describe('the menu of a message', () => {
  it('offers for what the contact wrote what is possible with it, with its keys beside it', async () => {
    await openConversation([aMessage(1)])
    await menuOf(article())
    expect(items()).toEqual(['CopyCtrlC', 'Quote as textQ', 'Details…I'])
  })

  it('copies the words of the message, and says so', async () => {
    await openConversation([aMessage(1, { parts: [{ kind: 'text', text: '好的[微笑]' }] })])
    await menuOf(article())
    await choose('Copy')
    expect(copied).toEqual(['好的[微笑]'])
    expect(await screen.findByText('Copied.')).toBeTruthy()
  })

  it('has a link opened and copied where the link was meant', async () => {
    const text = 'see https://a.example/x'
    const { bridge } = await openConversation([aMessage(1, { parts: [{ kind: 'text', text }] })])
    await menuOf(within(article()).getByRole('link'))
    await choose('Copy link')
    await menuOf(within(article()).getByRole('link'))
    await choose('Open link')
    expect([copied, bridge.inputs('app.openLink')]).toEqual([
      ['https://a.example/x'],
      [{ url: 'https://a.example/x' }],
    ])
  })

  it('has the file that was meant shown, saved and forwarded, and fetched where it is not here', async () => {
    const parts = [1, 2].map((size) => ({ kind: 'file', name: `${size}.pdf`, size }) as const)
    const media = [1, 2].map((n) => aMedium(n, { place: n - 1, kind: 'other', type: null }))
    const { bridge, services } = await openConversation([aMessage(1, { parts, media })])
    await menuOf(screen.getByText('2.pdf'))
    expect(items()).toEqual([
      'Open',
      'Save as…CtrlS',
      'Forward…F',
      'Show in folder',
      'Quote as textQ',
      'Details…I',
    ])
    await choose('Show in folder')
    await menuOf(screen.getByText('2.pdf'))
    await choose('Forward…')
    expect([bridge.inputs('media.showInFolder'), services.ui.getState().forwarding]).toEqual([[{ id: 2 }], 2])
  })

  it('offers for an own message what its state allows, and asks before sending an unconfirmed one again (P3)', async () => {
    const { bridge } = await openConversation([
      aReply(1, { state: 'unconfirmed', reason: 'answer-lost' }),
      aReply(2, { state: 'queued' }),
    ])
    await menuOf(article())
    expect(items()).toEqual(['CopyCtrlC', 'Resend as draftD', 'Send again', 'Mark as sent', 'Details…I'])
    await choose('Send again')
    const question = await screen.findByRole('alertdialog')
    expect(bridge.inputs('outbox.sendAgain')).toEqual([])
    await act(async () => fireEvent.click(within(question).getByRole('button', { name: 'Send again' })))
    expect(bridge.inputs('outbox.sendAgain')).toEqual([{ id: 1 }])
    await menuOf(article(1))
    expect(items()).toEqual(['CopyCtrlC', 'Edit', 'Cancel', 'Details…I'])
    await choose('Cancel')
    expect(bridge.inputs('outbox.cancel')).toEqual([{ id: 2 }])
  })

  it('says what failed', async () => {
    const cancel = () => {
      throw new AppError('not-possible-now')
    }
    await openConversation([aReply(1, { state: 'queued' })], {}, { 'outbox.cancel': cancel })
    await menuOf(article())
    await choose('Cancel')
    expect(await screen.findByText(/cannot be done now|Try again later/)).toBeTruthy()
  })

  it('goes with its message while it is open: what became impossible is gone, and what is done is done to what is there now', async () => {
    const { bridge, services } = await openConversation([
      aReply(1, { state: 'refused', reason: 'upload-failed' }),
    ])
    await menuOf(article())
    expect(items()).toContain('Retry')
    const become = (messages: Message[]) =>
      act(() =>
        services.replica.update((replica) => {
          const log = replica.logs.get(conversationId(1))
          if (log === undefined) throw new Error('no log')
          return { ...replica, logs: new Map(replica.logs).set(conversationId(1), { ...log, messages }) }
        }),
      )
    await become([aReply(1, { state: 'unconfirmed', reason: 'answer-lost' })])
    expect(items()).toEqual(['CopyCtrlC', 'Resend as draftD', 'Send again', 'Mark as sent', 'Details…I'])
    await choose('Send again')
    expect(await screen.findByRole('alertdialog')).toBeTruthy()
    expect(bridge.inputs('outbox.sendAgain')).toEqual([])
  })

  it('closes when its message goes', async () => {
    const { services } = await openConversation([aMessage(1), aMessage(2)])
    await menuOf(article())
    await act(async () =>
      services.replica.update((replica) => {
        const log = replica.logs.get(conversationId(1))
        if (log === undefined) throw new Error('no log')
        const messages = log.messages.slice(1)
        return { ...replica, logs: new Map(replica.logs).set(conversationId(1), { ...log, messages }) }
      }),
    )
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
  })

  it('offers no quote and no draft in a group, which nothing answers', async () => {
    await openConversation([aMessage(1), aReply(2)], { contactUserId: 'group:x@chatroom' })
    await menuOf(article())
    expect(items()).toEqual(['CopyCtrlC', 'Details…I'])
  })
})

describe('quoting a message as text', () => {
  it('puts it before what is typed, says that it goes as text, and has the box take the keys', async () => {
    await openConversation([aMessage(1, { parts: [{ kind: 'text', text: 'Has it\nshipped?' }] })])
    fireEvent.change(box(), { target: { value: 'Yes, today' } })
    await menuOf(article())
    await choose('Quote as text')
    expect(box().value).toBe('“You: Has it shipped?”\nYes, today')
    await waitFor(() => expect(document.activeElement).toBe(box()))
    expect(screen.getByText(/A real quote cannot be sent/)).toBeTruthy()
    fireEvent.change(box(), { target: { value: 'Yes, today' } })
    expect(screen.queryByText(/A real quote cannot be sent/)).toBeNull()
  })

  it('works by key, for what is no text too, and one quote after the other', async () => {
    await openConversation([
      aMessage(1, { parts: [{ kind: 'image', width: 1, height: 1, size: null }] }),
      aMessage(2, { parts: [{ kind: 'text', text: 'x'.repeat(500) }] }),
    ])
    article().focus()
    await press(article(), { key: 'q' })
    expect(box().value).toBe('“You: [Image]”\n')
    article(1).focus()
    await press(article(1), { key: 'q' })
    expect(box().value).toBe(`“You: [Image]”\n“You: ${'x'.repeat(200)}…”\n`)
  })
})

describe('an older message as a draft', () => {
  it('goes into the box, its files into a review, and what is gone is said', async () => {
    const taken = {
      draft: 'typed\nwe open at nine',
      files: [{ staged: aStagedFile(1), asFile: false }],
      missing: ['map.png'],
    }
    const { bridge, services } = await openConversation(
      [aReply(1)],
      { draft: 'typed' },
      { 'outbox.copyToDraft': () => taken },
    )
    article().focus()
    await press(article(), { key: 'd' })
    expect(bridge.inputs('outbox.copyToDraft')).toEqual([{ id: 1, typed: 'typed' }])
    expect(
      await screen.findByText('map.png is no longer on this computer, so it is not in the draft.'),
    ).toBeTruthy()
    expect(services.review.state.getState()?.conversationId).toBe(1)
    expect(services.drafts.texts.getState().get(conversationId(1))).toBe('typed\nwe open at nine')
    expect(bridge.inputs('outbox.sendText')).toEqual([])
  })

  it('is nothing for what is still under way', async () => {
    const { bridge } = await openConversation([aReply(1, { state: 'sending' })])
    article().focus()
    await press(article(), { key: 'd' })
    expect(bridge.inputs('outbox.copyToDraft')).toEqual([])
  })
})

describe('details', () => {
  it('show times, ids and what became of the message, and are copied as text without what it says', async () => {
    const details = {
      contactUserId: 'wxid_li@im.wechat',
      serverId: '7459276540318463233',
      clientId: 'lb-1',
      wireSeq: null,
      storedAt: Date.UTC(2026, 2, 4, 9),
      due: null,
      isForced: true,
      broadcastId: null,
      replaces: null,
      history: [
        {
          at: Date.UTC(2026, 2, 4, 9, 1),
          event: {
            kind: 'send',
            id: aReply(1).id,
            state: 'refused',
            reason: 'quota-used',
            serverId: null,
            serverWords: 'prepare failed',
          },
        },
      ],
    } as const
    const own = aReply(
      1,
      { state: 'refused', reason: 'quota-used', serverText: 'prepare failed' },
      {
        parts: [{ kind: 'text', text: 'our secret' }],
      },
    )
    await openConversation(
      [own],
      {},
      { 'diagnostics.message': () => ({ ...details, history: [...details.history] }) },
    )
    article().focus()
    await press(article(), { key: 'i' })
    const dialog = await screen.findByRole('dialog', { name: 'Message details' })
    await within(dialog).findByText('7459276540318463233')
    await act(async () => fireEvent.click(within(dialog).getByRole('button', { name: 'Copy details' })))
    const [text = ''] = copied
    expect(text).toContain('Server ID: 7459276540318463233')
    expect(text).toMatch(/Reason: .*\[quota-used\]/)
    expect(text).toContain('prepare failed')
    expect(text).toContain('Sent anyway: Yes')
    expect(text).not.toContain('our secret')
    await act(async () => fireEvent.keyDown(dialog, { key: 'Escape' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(document.activeElement).toBe(article())
  })
})

describe('keys on messages', () => {
  it('go up from an empty box and down again into it, and open the menu where they are', async () => {
    await openConversation([aMessage(1), aReply(2)])
    box().focus()
    await press(box(), { key: 'ArrowUp' })
    expect(document.activeElement).toBe(article(1))
    await press(article(1), { key: 'ArrowUp' })
    expect(document.activeElement).toBe(article(0))
    await press(article(0), { key: 'F10', shiftKey: true })
    expect(await screen.findByRole('menu')).toBeTruthy()
    await press(screen.getByRole('menu'), { key: 'Escape' })
    await waitFor(() => expect(document.activeElement).toBe(article(0)))
    await press(article(0), { key: 'ArrowDown' })
    await press(article(1), { key: 'ArrowDown' })
    expect(document.activeElement).toBe(box())
  })

  it('stay in a box with text in it, and letters can be switched off', async () => {
    const { services } = await openConversation([aMessage(1)])
    box().focus()
    fireEvent.change(box(), { target: { value: 'x' } })
    await press(box(), { key: 'ArrowUp' })
    expect(document.activeElement).toBe(box())
    act(() =>
      services.replica.update((replica) => ({
        ...replica,
        settings: { ...replica.settings, letterKeys: false },
      })),
    )
    article().focus()
    await press(article(), { key: 'q' })
    expect(box().value).toBe('x')
  })

  it('copy with Ctrl+C only where nothing is selected', async () => {
    await openConversation([aMessage(1)])
    article().focus()
    await press(article(), { key: 'c', ctrlKey: true })
    expect(copied).toEqual(['Message 1'])
    getSelection()?.selectAllChildren(article())
    await press(article(), { key: 'c', ctrlKey: true })
    expect(copied).toHaveLength(1)
    getSelection()?.selectAllChildren(document.body)
    await press(article(), { key: 'c', ctrlKey: true })
    expect(copied).toHaveLength(1)
    getSelection()?.removeAllRanges()
  })
})

describe('the toolbar', () => {
  it('is one for the log, beside the message under the pointer or with the keys', async () => {
    await openConversation([aMessage(1), aReply(2)])
    expect(screen.queryByRole('toolbar', { name: 'Message actions' })).toBeNull()
    await act(async () => fireEvent.pointerOver(screen.getByText('Message 1')))
    const toolbar = within(article(0)).getByRole('toolbar')
    expect(
      within(toolbar)
        .getAllByRole('button')
        .map((one) => one.getAttribute('aria-label')),
    ).toEqual(['Quote as text', 'Copy', 'More actions for this message'])
    await act(async () => fireEvent.pointerOver(screen.getByText('Message 2')))
    expect(screen.getAllByRole('toolbar', { name: 'Message actions' })).toHaveLength(1)
    expect(within(article(1)).getByRole('button', { name: 'Resend as draft' })).toBeTruthy()
    await act(async () =>
      fireEvent.click(within(article(1)).getByRole('button', { name: 'More actions for this message' })),
    )
    expect((await screen.findByRole('menu')).textContent).toContain('Resend as draft')
  })
})

it('the head of a conversation has its menu wherever it is asked for there', async () => {
  await openConversation([aMessage(1)])
  await menuOf(screen.getByRole('heading', { name: 'Li' }))
  expect(items()).toContain('Search in conversationCtrlF')
  await choose('Copy name')
  expect(copied).toEqual(['Li'])
})
