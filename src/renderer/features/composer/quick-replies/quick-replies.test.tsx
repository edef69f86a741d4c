// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { QuickReply } from '#shared/model/quick-reply.ts'
import { useReplica } from '../../../store/hooks.ts'
import { FakeBridge } from '../../../test-support/fake-bridge.ts'
import { renderWith } from '../../../test-support/render-app.tsx'
import {
  aConversation,
  anAccount,
  aQuickReply,
  aSnapshot,
  aStagedFile,
  conversationId,
} from '../../../test-support/samples.ts'
import { Composer } from '../composer.tsx'

const HOUR = 3_600_000

const REPLIES = [
  aQuickReply(1, '发货', ['已经发货，单号 {blank}'], '订单'),
  aQuickReply(2, 'Price list', ['Hello {contact}', 'It is 10 a piece'], 'Offers'),
  aQuickReply(3, 'Opening hours', ['Nine to five']),
]

function Subject() {
  const conversation = useReplica((replica) => replica.conversations.get(conversationId(1)))
  return conversation ? (
    <Composer conversation={conversation} account={anAccount(1)} contact="Li" onLeave={() => {}} />
  ) : null
}

type Handlers = ConstructorParameters<typeof FakeBridge>[2]

async function composer(
  over: Partial<ConversationSummary> = {},
  { handlers = {}, replies = REPLIES }: { handlers?: Handlers; replies?: readonly QuickReply[] } = {},
) {
  const lastInboundAt = Date.now() - HOUR
  const conversation = aConversation(1, { contactAlias: 'Li', lastInboundAt, sentSinceInbound: 0, ...over })
  const snapshot = aSnapshot({ conversations: [conversation], quickReplies: [...replies] })
  const bridge = new FakeBridge(snapshot, [], handlers)
  const view = await renderWith(bridge, <Subject />)
  const box = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
  const write = (value: string, inputType = 'insertText') =>
    fireEvent.input(box, { target: { value }, inputType })
  const press = (key: string, init: object = {}) => fireEvent.keyDown(box, { key, ...init })
  const options = () => within(screen.getByRole('listbox', { name: 'Quick replies' })).getAllByRole('option')
  const active = () => document.getElementById(box.getAttribute('aria-activedescendant') ?? '')?.textContent
  const sent = () => bridge.inputs('outbox.sendText').map(({ text }) => text)
  return { bridge, view, box, write, press, options, active, sent }
}

const listbox = () => screen.queryByRole('listbox')

describe('quick replies in the composer', () => {
  afterEach(cleanup)

  it('open by a slash, or what a Chinese input method makes of it, at the beginning or behind a blank', async () => {
    const { write, options } = await composer()
    for (const text of ['/', '、', 'Good day /', '好的\n、']) {
      write(text)
      expect(options(), text).toHaveLength(3)
      write('')
    }
    for (const text of ['and/', '一、', '1 / 2 ', 'https:/']) {
      write(text)
      expect(listbox(), text).toBeNull()
    }
  })

  it('do not open for what was pasted, deleted or is being composed, and open once it is composed', async () => {
    const { write, box, options } = await composer()
    write('/home', 'insertFromPaste')
    expect(listbox()).toBeNull()
    write('/hom', 'deleteContentBackward')
    expect(listbox()).toBeNull()
    write('')
    fireEvent.compositionStart(box)
    fireEvent.input(box, { target: { value: '、' }, inputType: 'insertCompositionText', isComposing: true })
    expect(listbox()).toBeNull()
    fireEvent.compositionEnd(box)
    expect(options()).toHaveLength(3)
    fireEvent.keyDown(box, { key: 'Enter', keyCode: 229, isComposing: true })
    expect(box.value).toBe('、')
  })

  it('are walked through by arrows, those of a group together, each with what it costs', async () => {
    const { write, press, active, options } = await composer()
    write('/')
    expect(options().map((one) => one.textContent)).toEqual([
      'Opening hours1 messageNine to five',
      '发货1 message已经发货，单号 {blank}',
      'Price list2 messagesHello Li  It is 10 a piece',
    ])
    expect(screen.getByRole('group', { name: 'Offers' })).toBeTruthy()
    expect(active()).toContain('Opening hours')
    press('ArrowDown')
    expect(active()).toContain('发货')
    press('ArrowUp')
    press('ArrowUp')
    expect(active()).toContain('Price list')
  })

  it('are found by title, text, pinyin and initials while one types on', async () => {
    const { write, active, options } = await composer()
    write('/')
    for (const [typed, title] of [
      ['hours', 'Opening hours'],
      ['PIECE', 'Price list'],
      ['单号', '发货'],
      ['fahuo', '发货'],
      ['fh', '发货'],
    ]) {
      write(`/${typed}`)
      await waitFor(() => expect(options(), typed).toHaveLength(1))
      expect(active(), typed).toContain(title)
    }
  })

  it('are listed as far as they can be looked through, and go on being narrowed down', async () => {
    const many = Array.from({ length: 300 }, (_, index) => aQuickReply(index + 10, `发货${index}`, ['text']))
    const { write, options } = await composer({}, { replies: [...many, ...REPLIES] })
    write('/')
    expect(options()).toHaveLength(50)
    expect(screen.getByText('There are more: keep typing')).toBeTruthy()
    write('/f')
    await waitFor(() => expect(options()[0]?.textContent).toContain('发货0'))
    expect(options()).toHaveLength(50)
    write('/fh299')
    await waitFor(() => expect(options()).toHaveLength(1))
    write('/hours')
    expect(options()).toHaveLength(1)
  })

  it('take the place of what was typed, and nothing is sent; a key that is held down sends neither', async () => {
    const { write, press, box, sent, bridge } = await composer()
    write('Good day. /pri')
    press('Enter')
    expect(box.value).toBe('Good day. Hello Li\n\nIt is 10 a piece')
    press('Enter', { repeat: true })
    expect(sent()).toEqual([])
    expect(listbox()).toBeNull()
    press('Enter')
    expect(sent()).toEqual(['Good day. Hello Li\n\nIt is 10 a piece'])
    expect(bridge.inputs('quickReplies.send')).toEqual([])
  })

  it('select what has to be filled in, and send nothing before it is', async () => {
    const { write, press, box, sent } = await composer()
    write('/发货')
    press('Tab')
    const chosen = () => box.value.slice(box.selectionStart, box.selectionEnd)
    expect(chosen()).toBe('{blank}')
    box.setSelectionRange(0, 0)
    press('Enter')
    expect(sent()).toEqual([])
    expect(chosen()).toBe('{blank}')
    expect(screen.getByText(/still to be filled in/u)).toBeTruthy()
    write('已经发货，单号 SF1')
    press('Enter')
    expect(sent()).toEqual(['已经发货，单号 SF1'])
  })

  it('go out at once with the modifier, once, and leave what else is written in the box', async () => {
    const { write, press, box, sent, bridge } = await composer()
    write('Half a sentence /pri')
    press('Enter', { ctrlKey: true })
    press('Enter', { ctrlKey: true, repeat: true })
    expect(box.value).toBe('Half a sentence ')
    expect(sent()).toEqual([])
    expect(bridge.inputs('quickReplies.send')).toMatchObject([
      { id: 2, conversationId: 1, draft: 'Half a sentence ' },
    ])
  })

  it('with something to fill in are put into the box instead of being sent at once', async () => {
    const { write, press, box, bridge } = await composer({ contactAlias: null })
    write('/pri')
    press('Enter', { metaKey: true })
    expect(box.value).toBe('Hello {contact}\n\nIt is 10 a piece')
    expect(bridge.inputs('quickReplies.send')).toEqual([])
  })

  it('are not sent at once where they are more than can go out', async () => {
    const { write, press, box, bridge } = await composer({ sentSinceInbound: 9 })
    write('/pri')
    press('Enter', { ctrlKey: true })
    expect(screen.getByRole('alert').textContent).toContain('takes 2 messages, but only 1')
    expect(box.value).toBe('/pri')
    expect(bridge.inputs('quickReplies.send')).toEqual([])
  })

  it('give back what was typed when they are refused, and say why', async () => {
    const refuse = () => {
      throw new AppError('window-closed')
    }
    const { write, press, box } = await composer({}, { handlers: { 'quickReplies.send': refuse } })
    write('ok /hours')
    press('Enter', { ctrlKey: true })
    await waitFor(() => expect(box.value).toBe('ok /hours'))
    expect(screen.getByRole('alert').textContent).toContain('reply window is closed')
  })

  it('close with Escape, stay closed while one types on, and never keep anybody from sending', async () => {
    const { write, press, box, sent } = await composer()
    write('/')
    press('Escape')
    expect(listbox()).toBeNull()
    write('/h')
    expect(listbox()).toBeNull()
    expect(box.value).toBe('/h')
    press('Enter')
    write('/nothing like it')
    press('Enter')
    expect(sent()).toEqual(['/h', '/nothing like it'])
  })

  it('say that nothing fits, and what Enter does then', async () => {
    const { write, press, sent } = await composer()
    write('/zzz')
    expect(await screen.findByText(/No quick reply fits “zzz”/u)).toBeTruthy()
    await waitFor(() => {
      press('Enter')
      expect(sent()).toEqual(['/zzz'])
    })
  })

  it('with files open the review, with the text as its caption', async () => {
    const staged = aStagedFile(1, { name: 'list.pdf' })
    const { id } = aQuickReply(4, 'Catalogue', [])
    const file = { kind: 'file', name: 'list.pdf', size: 10, sendKind: 'file' } as const
    const catalogue: QuickReply = {
      ...aQuickReply(4, 'Catalogue', ['For {contact}']),
      items: [{ kind: 'text', text: 'For {contact}' }, file],
    }
    const opened = {
      items: [
        { kind: 'text' as const, text: 'For {contact}' },
        { kind: 'file' as const, staged, asFile: true },
      ],
    }
    const { write, press, view, bridge } = await composer(
      {},
      { replies: [catalogue], handlers: { 'quickReplies.open': () => opened } },
    )
    write('/cat')
    press('Enter')
    const { review, drafts } = view.services
    await waitFor(() => expect(review.state.getState()?.items).toMatchObject([{ staged, asFile: true }]))
    expect(review.state.getState()).toMatchObject({ conversationId: 1, isChosen: true })
    expect(drafts.texts.getState().get(conversationId(1))).toBe('For Li')
    expect(bridge.inputs('quickReplies.open')).toEqual([{ id }])
  })

  it('say where they are written while there are none, and only then', async () => {
    const { write } = await composer({}, { replies: [] })
    write('/')
    expect(screen.getByText(/no quick replies yet.*Settings › Quick replies/u)).toBeTruthy()
    write('/o')
    expect(screen.queryByText(/quick repl/u)).toBeNull()
  })
})
