// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { Message } from '#shared/model/message.ts'
import type { Settings } from '#shared/model/settings.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { useReplica } from '../../store/hooks.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { aConversation, anAccount, aReply, aSnapshot, conversationId } from '../../test-support/samples.ts'
import { Composer } from './composer.tsx'

const HOUR = 3_600_000

function Subject() {
  const conversation = useReplica((replica) => replica.conversations.get(conversationId(1)))
  return conversation ? (
    <Composer conversation={conversation} account={anAccount(1)} contact="Li" onLeave={() => {}} />
  ) : null
}

type Handlers = ConstructorParameters<typeof FakeBridge>[2]

async function composer(
  over: Partial<ConversationSummary> = {},
  handlers: Handlers = {},
  settings: Partial<Settings> = {},
  messages: Message[] = [],
) {
  const conversation = aConversation(1, { lastInboundAt: Date.now() - HOUR, ...over })
  const snapshot = aSnapshot({ conversations: [conversation] })
  const settled = { ...snapshot, settings: { ...snapshot.settings, ...settings } }
  const bridge = new FakeBridge(settled, messages, handlers)
  const view = await renderWith(bridge, <Subject />)
  const box = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
  const write = (value: string) => fireEvent.change(box, { target: { value } })
  const enter = (init: object = {}) => fireEvent.keyDown(box, { key: 'Enter', keyCode: 13, ...init })
  return { bridge, view, box, write, enter, sent: () => bridge.inputs('outbox.sendText') }
}

describe('Ctrl and Z in the message box', () => {
  afterEach(cleanup)

  const undo = (box: HTMLElement) => fireEvent.keyDown(box, { key: 'z', ctrlKey: true })

  it('takes back what is held while the box is empty, and is the text’s own otherwise', async () => {
    const messages = [aReply(1, { state: 'accepted' }), aReply(2, { state: 'held' })]
    const { bridge, view, box, write } = await composer(
      {},
      { 'outbox.takeBack': () => ({ draft: 'hello', files: [] }) },
      { undoSeconds: 5 },
      messages,
    )
    await act(() => view.services.history.open(conversationId(1)))
    write('typed')
    expect(undo(box)).toBe(true)
    expect(bridge.inputs('outbox.takeBack')).toEqual([])
    write('')
    expect(undo(box)).toBe(false)
    await waitFor(() => expect(box.value).toBe('hello'))
    expect(bridge.inputs('outbox.takeBack')).toEqual([{ id: 2, typed: '' }])
  })
})

describe('Send later', () => {
  afterEach(cleanup)

  const button = () => screen.queryByRole('button', { name: 'Send later' })

  it('schedules what is written for a time and empties the box', async () => {
    const { bridge, box, write } = await composer()
    expect(button()).toHaveProperty('disabled', true)
    write('see you then')
    fireEvent.click(screen.getByRole('button', { name: 'Send later' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Send later' }))
    expect(dialog.getByText('see you then')).toBeDefined()
    const due = wallTimeAt(Date.now() + 2 * HOUR)
    fireEvent.change(dialog.getByLabelText('Time'), { target: { value: due } })
    await act(async () => void fireEvent.click(dialog.getByRole('button', { name: 'Schedule' })))
    expect(bridge.inputs('scheduled.add')).toMatchObject([{ conversationId: 1, text: 'see you then', due }])
    expect(box.value).toBe('')
    // its button is off by now
    await waitFor(() => expect(document.activeElement).toBe(box))
  })

  it('is not offered where nothing could go out', async () => {
    await composer({ lastInboundAt: Date.now() - 25 * HOUR })
    expect(button()).toBeNull()
  })
})

describe('Composer', () => {
  afterEach(() => {
    cleanup()
    vi.useRealTimers()
  })

  it('tells main of typing at most every three seconds, and of its end, where contacts may see it', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { bridge, write, enter, box } = await composer({}, {}, { typingIndicator: true })
    const told = () => bridge.inputs('conversations.typing').map(({ typing }) => typing)
    for (const text of ['h', 'he', 'hel']) write(text)
    expect(told()).toEqual([true])
    vi.setSystemTime(Date.now() + 3_000)
    write('hell')
    expect(told()).toEqual([true, true])
    enter()
    expect(told()).toEqual([true, true, false])
    write('again')
    fireEvent.blur(box)
    fireEvent.blur(box)
    write('gone')
    write('')
    write('left')
    cleanup()
    expect(told().slice(3)).toEqual([true, false, true, false, true, false])
  })

  it('says before sending that phones may hide signs, and what helps', async () => {
    const { write } = await composer()
    write('3*4*5 and ~~9~~')
    expect(screen.getByRole('note').textContent).toMatch(/phone may take \* ~ .*＊ ～/u)
    write('3*4')
    expect(screen.queryByRole('note')).toBeNull()
  })

  it('sends nothing that nobody would see', async () => {
    const { write, enter, sent } = await composer()
    for (const text of ['\u3164', '\u200b \u2060', '\ud83d']) {
      write(text)
      enter()
    }
    expect(sent()).toEqual([])
  })

  it('tells nobody of typing unless the settings say so', async () => {
    const { bridge, write, enter } = await composer()
    write('hello')
    enter()
    expect(bridge.inputs('conversations.typing')).toEqual([])
  })

  it('sends with Enter what stands there, once, however often Enter comes and before any answer', async () => {
    const unanswered = { 'outbox.sendText': () => new Promise<never>(() => {}) }
    const { write, enter, sent, box } = await composer({}, unanswered)
    write('hello\n 你好 ')
    enter()
    enter()
    expect(box.value).toBe('')
    write('typed meanwhile')
    enter()
    enter()
    expect(sent()).toMatchObject([
      { conversationId: 1, text: 'hello\n 你好 ', force: false },
      { conversationId: 1, text: 'typed meanwhile', force: false },
    ])
    const [first, second] = sent()
    expect(first?.requestId).not.toBe(second?.requestId)
  })

  it('never sends while an input method composes, in either order of events', async () => {
    const { write, enter, sent, box } = await composer()
    write('ni')
    fireEvent.compositionStart(box)
    enter({ isComposing: true, keyCode: 229 })
    fireEvent.compositionEnd(box)
    enter()
    expect(sent()).toEqual([])
    fireEvent.keyUp(box, { key: 'Enter' })
    enter()
    expect(sent()).toHaveLength(1)
  })

  it('sends with the key that was set, and Enter alone stays with the text', async () => {
    const { write, enter, sent } = await composer({}, {}, { sendKey: 'mod-enter' })
    write('hello')
    expect(enter()).toBe(true)
    expect(sent()).toHaveLength(0)
    enter({ ctrlKey: true })
    expect(sent()).toHaveLength(1)
  })

  it('breaks the line with Shift+Enter and sends no blank text', async () => {
    const { write, enter, sent } = await composer()
    write('one')
    enter({ shiftKey: true })
    write('  \n ')
    enter()
    expect(sent()).toEqual([])
  })

  it('gives the text back when it was not taken, and says why', async () => {
    const { write, enter, box } = await composer(
      {},
      {
        'outbox.sendText': () => {
          throw new AppError('storage-full')
        },
      },
    )
    write('precious')
    enter()
    await waitFor(() => expect(box.value).toBe('precious'))
    expect(screen.getByRole('alert').textContent).toContain('The disk is full')
  })

  it('P14: shows the stored draft, stores what is typed within a second, and local text wins', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: false, toFake: ['setTimeout', 'clearTimeout'] })
    const { bridge, write, box } = await composer({ draft: 'from before' })
    expect(box.value).toBe('from before')
    write('from before, more')
    vi.advanceTimersByTime(1000)
    expect(bridge.inputs('conversations.saveDraft')).toEqual([{ id: 1, text: 'from before, more' }])
    write('still typing')
    bridge.emit({ kind: 'conversation', conversation: aConversation(1, { draft: 'from before, more' }) })
    expect(box.value).toBe('still typing')
  })

  it('leaves the meters to the header until one of them is short', async () => {
    await composer({ sentSinceInbound: 1 })
    expect(screen.queryByText(/left/u)).toBeNull()
    cleanup()
    await composer({ sentSinceInbound: 7 })
    expect(screen.getByText(/^2[23] h.* · 3 left$/u)).toBeTruthy()
    cleanup()
    await composer({ lastInboundAt: Date.now() - 23 * HOUR })
    expect(screen.getByText(/ · 10 left$/u)).toBeTruthy()
  })

  it('says in how many messages a long text goes out', async () => {
    const { write } = await composer({ sentSinceInbound: 1 })
    write('汉'.repeat(4000))
    expect(screen.getByText('3 messages, 6 left after')).toBeTruthy()
  })

  it('turns a closed window into a sentence, and sends anyway only when that is confirmed', async () => {
    const { write, enter, sent, box } = await composer({ lastInboundAt: Date.now() - 25 * HOUR })
    expect(screen.getByText(/24 hours have passed/u)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Send' })).toBeNull()
    write('still there?')
    enter()
    fireEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Cancel' }))
    expect(box.value).toBe('still there?')
    expect(sent()).toEqual([])
    fireEvent.click(screen.getByRole('button', { name: 'Send anyway' }))
    const question = await screen.findByRole('alertdialog')
    fireEvent.click(within(question).getByRole('button', { name: 'Send anyway' }))
    expect(sent()).toMatchObject([{ text: 'still there?', force: true }])
  })
})
