// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { StageResult } from '#shared/model/media.ts'
import { Composer } from '../features/composer/composer.tsx'
import { QuitQuestion } from '../features/notices/quit-question.tsx'
import { ReviewSheet } from '../features/review/review-sheet.tsx'
import { placeAt } from '../parts/media/staged/file-list.tsx'
import { useReplica } from '../store/hooks.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { renderWith } from '../test-support/render-app.tsx'
import {
  aConversation,
  accountId,
  anAccount,
  appInfo,
  aSnapshot,
  aStagedFile,
  conversationId,
  stagedId,
} from '../test-support/samples.ts'
import { Reviewing } from './reviewing.tsx'

const HOUR = 3_600_000

function Subject({ onSent }: { onSent: (() => void) | null }) {
  const conversation = useReplica((replica) => replica.conversations.get(conversationId(1)))
  return (
    <>
      {conversation ? (
        <Composer conversation={conversation} account={undefined} contact="Li" onLeave={() => {}} />
      ) : null}
      {onSent ? <ReviewSheet onSent={onSent} /> : <Reviewing />}
      <QuitQuestion />
    </>
  )
}

type Handlers = ConstructorParameters<typeof FakeBridge>[2]

async function desk(
  over: Partial<ConversationSummary> = {},
  handlers: Handlers = {},
  account: Partial<AccountSummary> = {},
  onSent: (() => void) | null = vi.fn(),
) {
  const lastInboundAt = Date.now() - HOUR
  const conversations = [
    aConversation(1, { contactAlias: 'Li', lastInboundAt, lastInboundSeq: 9, ...over }),
    aConversation(2, { contactAlias: 'Mei', lastInboundAt: lastInboundAt - HOUR, draft: 'for Mei' }),
  ]
  const accounts = [anAccount(1, { alias: 'Studio', ...account })]
  const bridge = new FakeBridge(aSnapshot({ accounts, conversations }), [], handlers)
  const { services } = await renderWith(bridge, <Subject onSent={onSent} />)
  return {
    bridge,
    services,
    onSent,
    box: screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' }),
  }
}

const file = (name: string, type = '') => new File(['content'], name, { type })
const picture = (n: number) => file(`p${n}.png`, 'image/png')
const sheet = () => screen.findByRole('dialog', { name: 'Review and send' })
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name })
const captionBox = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Caption' })
const rows = () =>
  within(screen.getByRole('list', { name: 'Files' }))
    .queryAllByRole('listitem')
    .map((row) => row.getAttribute('aria-label'))

/** Picks files with the paperclip and waits until they are ready. */
async function pick(...files: File[]) {
  const input = document.querySelector('input[type="file"]')
  if (!input) throw new Error('nothing to pick files with')
  fireEvent.change(input, { target: { files } })
  await sheet()
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull())
}

const send = () => fireEvent.click(button('Send'))

describe('the review sheet', () => {
  afterEach(cleanup)

  it.each([
    ['the keys where quitting is asked about', { sends: 1, scheduled: 0, broadcasts: 0 }, null],
    ['the keys in its message box', null, conversationId(1)],
  ] as const)(
    'P15: leads to the conversation once everything is sent, with %s',
    async (_, quitAsked, writing) => {
      const answer = Promise.withResolvers<{ messageIds: [] }>()
      const { bridge, services } = await desk({}, { 'outbox.sendFiles': () => answer.promise }, {}, null)
      await pick(picture(1))
      send()
      act(() => bridge.emit({ kind: 'app', app: { ...appInfo, quitAsked } }))
      await act(async () => answer.resolve({ messageIds: [] }))
      expect(services.ui.getState()).toMatchObject({ open: conversationId(1), writing })
      if (quitAsked) expect(screen.getByRole('alertdialog').contains(document.activeElement)).toBe(true)
    },
  )

  it('has caption and files go out later, names them where the time is asked for, and ends', async () => {
    const { bridge, onSent, box, services } = await desk({ draft: 'hello' })
    await pick(picture(1), file('list.pdf'))
    fireEvent.click(button('Schedule…'))
    const asked = within(await screen.findByRole('dialog', { name: 'Send later' }))
    expect(asked.getByText('hello')).toBeDefined()
    expect(asked.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
      'Imagep1.png',
      'Filelist.pdf',
    ])
    await act(async () => fireEvent.click(asked.getByRole('button', { name: 'Schedule' })))
    const [input] = bridge.inputs('scheduled.add')
    expect(input).toMatchObject({
      conversationId: conversationId(1),
      text: 'hello',
      files: [
        { stagedId: stagedId(1), asFile: false },
        { stagedId: stagedId(2), asFile: false },
      ],
    })
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(onSent).toHaveBeenCalledOnce()
    expect([box.value, services.drafts.texts.getState().get(conversationId(1))]).toEqual(['', ''])
    expect(bridge.inputs('outbox.sendFiles')).toEqual([])
  })

  it('is written on in where the text ends', async () => {
    await desk({ draft: 'hello' })
    await pick(picture(1))
    expect([captionBox().value, captionBox().selectionStart]).toEqual(['hello', 5])
  })

  it('names files in a list that the keyboard can scroll', async () => {
    const height = vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(400)
    onTestFinished(() => height.mockRestore())
    await desk()
    await pick(picture(1), file('list.pdf'))
    fireEvent.click(button('Schedule…'))
    const asked = within(await screen.findByRole('dialog', { name: 'Send later' }))
    expect(asked.getByRole('list').closest('[tabindex="0"]')).not.toBeNull()
  })

  it('stays as it is where main refuses the time', async () => {
    await desk(
      { draft: 'hello' },
      {
        'scheduled.add': () => {
          throw new AppError('time-past')
        },
      },
    )
    await pick(picture(1))
    fireEvent.click(button('Schedule…'))
    const asked = within(await screen.findByRole('dialog', { name: 'Send later' }))
    await act(async () => fireEvent.click(asked.getByRole('button', { name: 'Schedule' })))
    expect(asked.getByText('That time is over. Choose a later one.')).toBeDefined()
    await act(async () => fireEvent.click(asked.getByRole('button', { name: 'Cancel' })))
    await sheet()
    expect([captionBox().value, rows()]).toEqual(['hello', ['p1.png']])
  })

  it('P14: takes the text as caption, and sends caption and files once, in their order', async () => {
    const { bridge, services, onSent, box } = await desk({ draft: 'hello' })
    await pick(picture(1), file('list.pdf'), file('song.mp3', 'audio/mpeg'))
    expect(box.value).toBe('')
    expect(captionBox().value).toBe('hello')
    expect(screen.getByText('To Li via Studio')).toBeTruthy()
    expect(screen.getByText('3 files and a caption: 4 messages, 6 left after')).toBeTruthy()
    expect(screen.getByText(/WeChat does not show voices of bots, so it goes as a file/u)).toBeTruthy()
    fireEvent.click(screen.getByRole('checkbox', { name: 'Send as file' }))
    fireEvent.change(captionBox(), { target: { value: 'hello, Li' } })
    send()
    send()
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(bridge.inputs('outbox.sendFiles')).toMatchObject([
      {
        conversationId: 1,
        caption: 'hello, Li',
        force: false,
        files: [
          { stagedId: stagedId(1), asFile: true },
          { stagedId: stagedId(2), asFile: false },
          { stagedId: stagedId(3), asFile: false },
        ],
      },
    ])
    expect(bridge.inputs('staging.discard')).toEqual([])
    expect(onSent).toHaveBeenCalledOnce()
    expect(services.drafts.texts.getState().get(conversationId(1))).toBe('')
  })

  it('P14: gives the text back and lets go of the files on cancel', async () => {
    const { bridge, box } = await desk()
    fireEvent.change(box, { target: { value: 'half a thought' } })
    await pick(picture(1), picture(2))
    fireEvent.change(captionBox(), { target: { value: 'a whole thought' } })
    fireEvent.click(button('Cancel'))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(box.value).toBe('a whole thought')
    expect(bridge.inputs('staging.discard')).toEqual([{ ids: [stagedId(1), stagedId(2)] }])
    expect(bridge.inputs('conversations.saveDraft').at(-1)).toEqual({ id: 1, text: 'a whole thought' })
    expect(bridge.inputs('outbox.sendFiles')).toEqual([])
  })

  it('stays with its error, its files and its text when nothing was taken', async () => {
    await desk(
      { draft: 'precious' },
      {
        'outbox.sendFiles': () => {
          throw new AppError('storage-full')
        },
      },
    )
    await pick(picture(1))
    send()
    expect((await screen.findByText(/The disk is full/u)).getAttribute('role')).toBe('alert')
    expect(captionBox().value).toBe('precious')
    expect(rows()).toEqual(['p1.png'])
  })

  it('changes the order by buttons, says so, and keeps the focus where it was', async () => {
    await desk()
    await pick(picture(1), picture(2), picture(3))
    const down = button('Move down p1.png')
    down.focus()
    fireEvent.click(down)
    expect(rows()).toEqual(['p2.png', 'p1.png', 'p3.png'])
    expect(document.activeElement).toBe(button('Move down p1.png'))
    expect(screen.getByText('p1.png now goes out as number 2 of 3')).toBeTruthy()
    fireEvent.click(button('Move up p3.png'))
    expect(rows()).toEqual(['p2.png', 'p3.png', 'p1.png'])
    fireEvent.click(button('Move up p2.png'))
    fireEvent.click(button('Move down p1.png'))
    expect(rows()).toEqual(['p2.png', 'p3.png', 'p1.png'])
  })

  it('changes the order by dragging; Escape takes a drag back and leaves the sheet open', async () => {
    await desk()
    await pick(picture(1), picture(2), picture(3))
    const drag = (name: string, clientY: number) => {
      fireEvent.pointerDown(screen.getByRole('listitem', { name }), { button: 0, clientY: 10 })
      fireEvent.pointerMove(window, { clientY })
    }
    drag('p1.png', 100)
    fireEvent.pointerUp(window)
    expect(rows()).toEqual(['p2.png', 'p1.png', 'p3.png'])
    drag('p2.png', 190)
    fireEvent.keyDown(captionBox(), { key: 'Escape' })
    fireEvent.pointerUp(window)
    expect(rows()).toEqual(['p2.png', 'p1.png', 'p3.png'])
  })

  it('finds the place of a dragged row among the others', () => {
    expect([-10, 31, 33, 95, 97, 900].map((y) => placeAt(y, 0, 3))).toEqual([0, 0, 0, 0, 1, 2])
    expect([-10, 31, 33, 95, 97, 900].map((y) => placeAt(y, 2, 3))).toEqual([0, 0, 1, 1, 2, 2])
  })

  it('lists what cannot be sent with its reason, and lets the others go on', async () => {
    const { bridge } = await desk()
    const problems: Record<string, StageResult & { ok: false }> = {
      empty: { ok: false, name: 'empty', problem: 'empty' },
      films: { ok: false, name: 'films', problem: 'folder' },
      huge: { ok: false, name: 'huge', problem: 'too-large' },
    }
    bridge.stage = ({ name }) => problems[name] ?? { ok: true, file: aStagedFile(7, { name }) }
    await pick(file('empty'), file('films'), picture(1), file('huge'))
    expect(screen.getByText('3 files were left out')).toBeTruthy()
    const left = within(screen.getByRole('list', { name: 'Left out' }))
    expect(left.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'empty It is empty.',
      'films A folder cannot be sent. Pack it into one file first.',
      'huge It is larger than 100 MB, the limit in the settings.',
    ])
    expect(rows()).toEqual(['p1.png'])
    send()
    await waitFor(() => expect(bridge.inputs('outbox.sendFiles')).toHaveLength(1))
  })

  it('sends nothing while files are being copied, and can leave out the rest', async () => {
    const { bridge, services } = await desk()
    const slow = Promise.withResolvers<StageResult>()
    bridge.stage = (_, place) => (place === 0 ? { ok: true, file: aStagedFile(1) } : slow.promise)
    fireEvent.change(document.querySelector('input[type="file"]') as Element, {
      target: { files: [picture(1), picture(2), picture(3)] },
    })
    await sheet()
    await screen.findByText('1 of 3 ready')
    expect(button('Send').disabled).toBe(true)
    fireEvent.click(button('Leave out the rest'))
    await act(async () => slow.resolve({ ok: true, file: aStagedFile(2) }))
    await waitFor(() => expect(rows()).toEqual(['picture-1.png']))
    expect(button('Send').disabled).toBe(false)
    expect(services.review.state.getState()?.leftOut).toEqual([])
  })

  it('lets go of what was taken out, and of what is copied only after the end', async () => {
    const { bridge } = await desk()
    const slow = Promise.withResolvers<StageResult>()
    bridge.stage = (_, place) => (place === 1 ? slow.promise : { ok: true, file: aStagedFile(place + 1) })
    fireEvent.change(document.querySelector('input[type="file"]') as Element, {
      target: { files: [picture(1), picture(2)] },
    })
    await sheet()
    fireEvent.click(await screen.findByRole('button', { name: 'Remove picture-1.png' }))
    expect(bridge.inputs('staging.discard')).toEqual([{ ids: [stagedId(1)] }])
    expect(button('Send').disabled).toBe(true)
    fireEvent.click(button('Cancel'))
    await pick(picture(3))
    fireEvent.click(button('Remove picture-3.png'))
    expect(screen.getByText('No file is left to send.')).toBeTruthy()
    await act(async () => slow.resolve({ ok: true, file: aStagedFile(2) }))
    expect(screen.getByText('No file is left to send.')).toBeTruthy()
  })

  it('draws of very many files only those in view', async () => {
    await desk()
    await pick(...Array.from({ length: 60 }, (_, n) => picture(n)))
    expect(screen.getByText(/^60 files: 60 messages, but only 10 can still go out/u)).toBeTruthy()
    expect(rows().length).toBeLessThan(50)
  })

  it('says that the place of a picture was taken out, and sends it with the place where that is kept', async () => {
    const { bridge } = await desk()
    await pick(file('photo.jpg', 'image/jpeg'))
    await sheet()
    expect(screen.getByText('The location was removed from 1 file.')).toBeTruthy()
    fireEvent.click(screen.getByRole('checkbox', { name: 'Keep location' }))
    expect(screen.getByText('1 file goes out with the location where it was taken.')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Send' }))
    await waitFor(() => expect(bridge.inputs('staging.discard')).toEqual([{ ids: [stagedId(1)] }]))
    expect(bridge.inputs('outbox.sendFiles')[0]?.files).toEqual([{ stagedId: stagedId(101), asFile: false }])
  })

  it('pastes pictures, but not the picture of a text', async () => {
    const { box } = await desk()
    const data = (text: string, file: File) => ({ clipboardData: { files: [file], getData: () => text } })
    const paste = (text: string) => fireEvent.paste(box, data(text, picture(1)))
    expect(paste('cells')).toBe(true)
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(paste(' \n')).toBe(false)
    await sheet()
    fireEvent.paste(captionBox(), data('', picture(2)))
    await waitFor(() => expect(rows()).toEqual(['p1.png', 'p2.png']))
  })

  it('P5: explains a closed window, and sends anyway only when that is confirmed', async () => {
    const { bridge } = await desk({ lastInboundAt: Date.now() - 25 * HOUR })
    await pick(picture(1))
    const dialog = within(await sheet())
    expect(dialog.getByText(/24 hours have passed/u)).toBeTruthy()
    expect(dialog.queryByRole('button', { name: 'Send' })).toBeNull()
    fireEvent.click(dialog.getByRole('button', { name: 'Send anyway' }))
    const question = await screen.findByRole('alertdialog')
    expect(bridge.inputs('outbox.sendFiles')).toEqual([])
    fireEvent.click(within(question).getByRole('button', { name: 'Send anyway' }))
    await waitFor(() => expect(bridge.inputs('outbox.sendFiles')).toMatchObject([{ force: true }]))
  })

  it('says that the account is not online', async () => {
    await desk({}, {}, { state: 'offline' })
    await pick(picture(1))
    expect(within(await sheet()).getByText(/Studio is offline/u)).toBeTruthy()
  })

  it('P8: lets the recipient be chosen on an account with several, and the caption moves along', async () => {
    const { bridge, services } = await desk()
    act(() =>
      services.review.take({ conversationId: conversationId(1), accountId: accountId(1) }, [picture(1)]),
    )
    await sheet()
    const field = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Recipient' })
    expect([...field.options].map(({ text }) => text)).toEqual(['Choose a contact', 'Li', 'Mei'])
    fireEvent.change(field, { target: { value: '1' } })
    fireEvent.change(captionBox(), { target: { value: 'new list' } })
    fireEvent.change(field, { target: { value: '2' } })
    expect(await screen.findByText('To Mei via Studio')).toBeTruthy()
    expect(captionBox().value).toBe('for Mei\nnew list')
    await waitFor(() => expect(button('Send').disabled).toBe(false))
    send()
    await waitFor(() =>
      expect(bridge.inputs('outbox.sendFiles')).toMatchObject([
        { conversationId: 2, caption: 'for Mei\nnew list' },
      ]),
    )
    expect(services.drafts.texts.getState().get(conversationId(1))).toBe('')
  })

  it('ends with its conversation', async () => {
    const { bridge } = await desk()
    await pick(picture(1))
    act(() => bridge.emit({ kind: 'conversation-removed', id: conversationId(1) }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(bridge.inputs('staging.discard')).toEqual([{ ids: [stagedId(1)] }])
  })
})
