// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Change } from '#shared/model/changes.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { Proposal } from '#shared/model/program.ts'
import type { ColumnContent } from '#shared/model/settings.ts'
import type { Frames } from '../store/frames.ts'
import { changeColumn, columnKey, type Screen } from '../store/ui.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { atOnce } from '../test-support/frames.ts'
import { renderWith } from '../test-support/render-app.tsx'
import { type Drawn, Renders } from '../test-support/renders.tsx'
import {
  aConversation,
  accountId,
  aMessage,
  anAccount,
  aProposal,
  aSnapshot,
  conversationId,
  NOW,
} from '../test-support/samples.ts'
import { Shell } from './shell.tsx'
import { withBrowser } from './testing.tsx'

withBrowser()

const ACCOUNTS = 200
/** The stream of one second. */
const MESSAGES = 50
/** Accounts with a conversation that may be open. */
const OPEN = [1, 2, 3]
const all = Array.from({ length: ACCOUNTS }, (_, index) => index + 1)

const COLUMNS: ColumnContent[] = [
  { accountId: accountId(1) },
  { filter: 'all' },
  { filter: 'unread' },
  { accountId: accountId(2) },
  { filter: 'needs-reply' },
  { accountId: accountId(3) },
]

/** Messages for one conversation or the other, and what main tells of each. */
class Stream {
  readonly #unread = new Map<number, number>()
  #seq = ACCOUNTS

  /** What a message to an account's only conversation changes. */
  next(n: number): Change[] {
    this.#seq += 1
    const seq = this.#seq
    const unread = (this.#unread.get(n) ?? 0) + 1
    this.#unread.set(n, unread)
    const text = `message ${seq}`
    return [
      {
        kind: 'message',
        message: aMessage(seq, {
          ...{ accountId: accountId(n), conversationId: conversationId(n), at: NOW + seq },
          parts: [{ kind: 'text', text }],
        }),
      },
      {
        kind: 'conversation',
        conversation: summary(n, { unread, activitySeq: seq, lastInboundSeq: seq }, text),
      },
      { kind: 'account-written-to', id: accountId(n), lastInboundAt: NOW + seq },
    ]
  }
}

function summary(n: number, over: Parameters<typeof aConversation>[1], text: string) {
  const part = { kind: 'text', text } as const
  const last = { at: NOW, sender: null, direction: 'in', part, sendState: null, isResolved: false } as const
  return aConversation(n, { accountId: accountId(n), lastInboundAt: NOW, last, ...over })
}

/** The whole window of 200 accounts, and what is drawn of it. */
async function openWindow(shown: Screen, frames?: Frames) {
  const base = aSnapshot({
    accounts: all.map((n) => anAccount(n)),
    conversations: all.map((n) => summary(n, {}, 'before')),
  })
  const columns = COLUMNS.map((content) => ({ ...content, width: 300 }))
  const bridge = new FakeBridge(
    { ...base, settings: { ...base.settings, columns } },
    OPEN.map((n) => aMessage(n, { accountId: accountId(n), conversationId: conversationId(n) })),
  )
  const renders = new Renders()
  const { services } = await renderWith(bridge, renders.of(<Shell />), undefined, frames)
  await act(async () => {
    services.ui.setState({ screen: shown, open: conversationId(1) })
    for (const n of OPEN)
      changeColumn(services.ui, columnKey({ accountId: accountId(n) }), { open: conversationId(n) })
  })
  // a log goes to its end before it follows anything
  for (let frame = 0; frame < 3; frame += 1)
    await act(() => new Promise((done) => requestAnimationFrame(done)))
  renders.take()
  renders.takeCommits()
  return { bridge, renders, services }
}

const named = (drawn: readonly Drawn[], name: string) => drawn.filter((one) => one.name === name)
const rowsOf = (n: number) => document.querySelectorAll(`[data-row="${n}"]`).length

/** Whose rows were drawn, one for each time. */
function rowsIn(drawn: readonly Drawn[]): ConversationId[] {
  return named(drawn, 'Body').map(({ props }) => props['id'] as ConversationId)
}

describe.each(['inbox', 'side-by-side'] as const)(
  '50 messages over 200 accounts on the screen %s',
  (screen) => {
    it('draw every row that has changed once, and no other', async () => {
      const { bridge, renders } = await openWindow(screen)
      const stream = new Stream()
      for (let index = 0; index < MESSAGES; index += 1) {
        const n = ((index * 37) % ACCOUNTS) + 1
        await act(async () => bridge.emit(...stream.next(n)))
        const drawn = renders.take()
        expect(rowsIn(drawn)).toEqual(Array.from({ length: rowsOf(n) }, () => n))
        expect(rowsOf(n)).toBeGreaterThan(0)
      }
    })

    it('draw in the rail the accounts that get something unread, and those that have it already not again', async () => {
      const { bridge, renders } = await openWindow(screen)
      const stream = new Stream()
      const items = () =>
        named(renders.take(), 'Item').map(({ props }) => (props['account'] as { number: number }).number)
      for (const n of [50, 150]) {
        await act(async () => bridge.emit(...stream.next(n)))
        expect(items()).toEqual([n])
        await act(async () => bridge.emit(...stream.next(n)))
        expect(items()).toEqual([])
      }
    })

    it('draw in a log what came and what it stands below, and in no other log anything', async () => {
      const { bridge, renders } = await openWindow(screen)
      const stream = new Stream()
      const messages = () =>
        named(renders.take(), 'MessageRow').map(({ props }) => (props['message'] as { id: number }).id)
      await act(async () => bridge.emit(...stream.next(1)))
      messages()
      await act(async () => bridge.emit(...stream.next(100)))
      expect(messages()).toEqual([])
      await act(async () => bridge.emit(...stream.next(1)))
      // the one above loses its time, which only the last of several tells
      expect(messages()).toEqual([201, 203])
    })

    it('leave alone what stands around the rows', async () => {
      const { bridge, renders } = await openWindow(screen)
      const stream = new Stream()
      for (const n of [99, 100]) await act(async () => bridge.emit(...stream.next(n)))
      renders.take()
      await act(async () => bridge.emit(...stream.next(99)))
      const names = new Set(renders.take().map(({ name }) => name))
      for (const name of [
        'Shell',
        'Rail',
        'AccountList',
        'InboxScreen',
        'SideBySide',
        'Column',
        'Pane',
        'Composer',
      ])
        expect(names).not.toContain(name)
    })
  },
)

it.each(['inbox', 'side-by-side'] as const)(
  'what arrives in the open conversation draws no menu and no dialog, nor the screen %s',
  async (screen) => {
    const { bridge, renders } = await openWindow(screen)
    const stream = new Stream()
    for (const n of [2, 1]) await act(async () => bridge.emit(...stream.next(n)))
    renders.take()
    await act(async () => bridge.emit(...stream.next(1)))
    const names = new Set(renders.take().map(({ name }) => name))
    expect(names).toContain('MessageRow')
    for (const name of [
      'MessageMenu',
      'HeaderMenu',
      'MenuRoot',
      'Dialog',
      'InboxScreen',
      'SearchField',
      'Column',
      'Routes',
      'Finish',
      'Back',
      'ContactSwitch',
    ])
      expect(names).not.toContain(name)
  },
)

it('draws a log for what arrives in it, and once more where other messages come into its reach', async () => {
  const { bridge, renders } = await openWindow('side-by-side')
  const stream = new Stream()
  const logs = () => named(renders.take(), 'Stretch').length
  await act(async () => bridge.emit(...stream.next(1)))
  logs()
  await act(async () => bridge.emit(...stream.next(1)))
  expect(logs()).toBe(2)
})

/** Writes a text into the first message box as keys do. */
const writeInto = (text: string) =>
  act(async () => {
    const [box] = screen.getAllByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
    fireEvent.change(box ?? document.body, { target: { value: text } })
  })

it('the first key in a message box draws that box alone, as it can be sent then', async () => {
  const { renders } = await openWindow('side-by-side')
  await writeInto('a')
  const drawn = renders.take()
  expect(named(drawn, 'Composer').length).toBe(1)
  for (const name of ['Pane', 'Column', 'ConversationList', 'MessageRow', 'RowContent', 'Item'])
    expect(named(drawn, name)).toEqual([])
})

it('a key that changes nothing around its message box draws nothing at all', async () => {
  const { renders } = await openWindow('side-by-side')
  for (const text of ['a', 'ab']) await writeInto(text)
  renders.takeCommits()
  for (const text of ['abc', 'abcd', 'abcd e']) await writeInto(text)
  expect(renders.takeCommits()).toBe(0)
  expect(screen.getAllByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })[0]?.value).toBe('abcd e')
})

it('what a program proposes draws the row of its conversation, and no other', async () => {
  const { bridge, renders } = await openWindow('inbox')
  const rows = () =>
    named(renders.take(), 'RowContent').map(
      ({ props }) => (props['conversation'] as { id: ConversationId }).id,
    )
  const proposal = (kind: Proposal['kind']) =>
    aProposal(1, { kind, conversationId: conversationId(ACCOUNTS) })
  await act(async () => bridge.emit({ kind: 'proposal', proposal: proposal('draft') }))
  expect(rows()).toEqual([ACCOUNTS])
  await act(async () => bridge.emit({ kind: 'proposal', proposal: proposal('send') }))
  expect(rows()).toEqual([ACCOUNTS])
  await act(async () => bridge.emit({ kind: 'proposal-removed', id: proposal('send').id }))
  expect(rows()).toEqual([])
})

it('batches that come within a frame are drawn once, each row with its newest', async () => {
  const frames: (() => void)[] = []
  const { bridge, renders } = await openWindow('inbox', {
    ...atOnce,
    next: (work) => void frames.push(work),
  })
  const stream = new Stream()
  const drawFrame = () =>
    act(async () => {
      for (const work of frames.splice(0)) work()
    })
  // two at once tell the page that it is busy
  await act(async () => bridge.emit(...stream.next(10)))
  await act(async () => bridge.emit(...stream.next(11)))
  await drawFrame()
  renders.take()
  renders.takeCommits()
  for (const n of [12, 13, 12]) await act(async () => bridge.emit(...stream.next(n)))
  expect(renders.takeCommits()).toBe(0)
  await drawFrame()
  expect(renders.takeCommits()).toBe(1)
  expect(rowsIn(renders.take()).toSorted()).toEqual([12, 13])
  expect(document.querySelector('[data-row="12"]')?.textContent).toContain('message 205')
})
