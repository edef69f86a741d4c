// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react'
import { Profiler } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Change } from '#shared/model/changes.ts'
import { GroupDialog } from '../features/accounts/group-dialog.tsx'
import { SnoozeDialog } from '../features/desk/snooze-dialog.tsx'
import { ConversationList } from '../features/inbox/conversation-list.tsx'
import { ConversationRow } from '../features/inbox/conversation-row.tsx'
import { TriageMenu } from '../features/inbox/triage-menu.tsx'
import { stubBrowser } from '../test-support/browser-stubs.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { renderWith } from '../test-support/render-app.tsx'
import {
  aConversation,
  accountId,
  anAccount,
  aSnapshot,
  conversationId,
  NOW,
} from '../test-support/samples.ts'
import { Rail } from './rail.tsx'
import { WindowTitle } from './window-title.ts'

beforeEach(() => stubBrowser())
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const people = [1, 2, 3, 4, 5]
const conversation = (n: number, text: string, unread = 1): Change => ({
  kind: 'conversation',
  conversation: aConversation(n, {
    accountId: accountId(n),
    unread,
    last: {
      at: NOW,
      sender: null,
      direction: 'in',
      part: { kind: 'text', text },
      sendState: null,
      isResolved: false,
    },
  }),
})

function Rows() {
  return (
    <ul>
      {people.map((n) => (
        <ConversationRow
          key={n}
          id={conversationId(n)}
          open={false}
          selected={false}
          hot={false}
          showAccount
          onOpen={open}
        />
      ))}
    </ul>
  )
}

const open = () => undefined

/** The menu of the first person's row. */
const menu = {
  asked: { ids: [conversationId(1)], anchor: document.body },
  onClose: open,
  onFinish: open,
  returnTo: () => null,
}

/** A rail, rows and the window's title; tells which of them were drawn again. */
async function desk() {
  const drawn: string[] = []
  const bridge = new FakeBridge(
    aSnapshot({
      accounts: people.map((n) => anAccount(n, { alias: `Account ${n}` })),
      conversations: people.map((n) =>
        aConversation(n, { accountId: accountId(n), contactAlias: `Person ${n}`, unread: 1 }),
      ),
    }),
  )
  const part = (id: string, children: React.ReactNode) => (
    <Profiler key={id} id={id} onRender={(name) => drawn.push(name)}>
      {children}
    </Profiler>
  )
  const view = await renderWith(bridge, [
    part('rail', <Rail onAddAccount={open} />),
    part('rows', <Rows />),
    part('title', <WindowTitle />),
  ])
  const formats = vi.spyOn(view.services, 'formats')
  drawn.length = 0
  return { bridge, drawn, formats, ...view }
}

describe('a change in one place', () => {
  it('draws the row it belongs to and no other', async () => {
    const { bridge, drawn, formats } = await desk()
    act(() => bridge.emit(conversation(3, 'Is it still there?')))
    expect(screen.getByText('Is it still there?')).toBeDefined()
    expect(drawn).toEqual(['rows'])
    expect(formats).toHaveBeenCalledTimes(1)
  })

  it('draws no row that others push down, and tells the new place of each', async () => {
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
    const conversations = people.map((n) =>
      aConversation(n, { accountId: accountId(n), contactAlias: `Person ${n}`, activitySeq: 10 - n }),
    )
    const bridge = new FakeBridge(aSnapshot({ accounts: people.map((n) => anAccount(n)), conversations }))
    const view = { accountId: null, filter: 'all', tags: [], sort: 'recent', open: null } as const
    const { services } = await renderWith(
      bridge,
      <ConversationList view={view} keysFrom="page" onOpen={open} empty={null} />,
    )
    const rows = () =>
      screen
        .getAllByRole('listitem')
        .map((row) => [
          row.querySelector('[data-conversation]')?.getAttribute('data-conversation'),
          row.getAttribute('aria-posinset'),
          row.getAttribute('aria-setsize'),
        ])
    expect(rows().map(([id]) => id)).toEqual(['1', '2', '3', '4', '5'])
    const formats = vi.spyOn(services, 'formats')
    const moved = aConversation(4, { accountId: accountId(4), contactAlias: 'Person 4', activitySeq: 20 })
    act(() => bridge.emit({ kind: 'conversation', conversation: moved }))
    expect(rows()).toEqual(['4', '1', '2', '3', '5'].map((id, index) => [id, String(index + 1), '5']))
    expect(formats).toHaveBeenCalledTimes(1)
  })

  it('gives nobody the element of the row that had the focus: a dialog hands it back there', async () => {
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
    const conversations = people.map((n) => aConversation(n, { contactAlias: `Person ${n}` }))
    const bridge = new FakeBridge(aSnapshot({ accounts: [anAccount(1)], conversations }))
    const view = { accountId: null, filter: 'all', tags: [], sort: 'recent', open: null } as const
    await renderWith(bridge, [
      <ConversationList key="list" view={view} keysFrom="page" onOpen={open} empty={null} />,
      <button key="dialog" type="button">
        Elsewhere
      </button>,
    ])
    const row = document.querySelector<HTMLElement>('[data-conversation="3"]')
    act(() => row?.focus())
    act(() => screen.getByRole('button', { name: 'Elsewhere' }).focus())
    const other = aConversation(6, { contactAlias: 'Person 6', activitySeq: 20 })
    act(() =>
      bridge.emit(
        { kind: 'conversation-removed', id: conversationId(3) },
        { kind: 'conversation', conversation: other },
      ),
    )
    expect(screen.getByText('Person 6')).toBeDefined()
    act(() => row?.focus())
    expect(document.activeElement?.closest('[data-row]')).toBeNull()
  })

  it('draws nothing when somebody wrote to an account, but what shows when', async () => {
    const { bridge, drawn } = await desk()
    act(() => bridge.emit({ kind: 'account-written-to', id: accountId(2), lastInboundAt: NOW }))
    expect(drawn).toEqual([])
  })

  it('draws nothing in the rail when an account was heard of again', async () => {
    const { bridge, drawn } = await desk()
    act(() =>
      bridge.emit({
        kind: 'account',
        account: anAccount(2, { alias: 'Account 2', lastContactAt: NOW, lastInboundAt: NOW }),
      }),
    )
    expect(drawn).not.toContain('rail')
  })

  it.each([
    ['the menu of a row', <TriageMenu key="menu" {...menu} />],
    [
      'the dialog that puts off',
      <SnoozeDialog key="dialog" ids={[conversationId(1)]} onChoose={open} onClose={open} />,
    ],
    [
      'the dialog of a group',
      <GroupDialog key="group" open account={anAccount(1)} name="Account 1" onClose={open} />,
    ],
  ])('draws nothing in %s when others write', async (_, part) => {
    const bridge = new FakeBridge(
      aSnapshot({
        accounts: people.map((n) => anAccount(n)),
        conversations: people.map((n) => aConversation(n, { accountId: accountId(n) })),
      }),
    )
    const onRender = vi.fn()
    await renderWith(
      bridge,
      <Profiler id="asked" onRender={onRender}>
        {part}
      </Profiler>,
    )
    await act(async () => {})
    onRender.mockClear()
    act(() => {
      bridge.emit({
        kind: 'account',
        account: anAccount(2, { lastContactAt: NOW + 1, lastInboundAt: NOW + 1 }),
      })
      bridge.emit(conversation(2, 'Is it still there?'))
    })
    expect(onRender).not.toHaveBeenCalled()
  })

  it('shows in the rail and in the title when something becomes unread', async () => {
    const { bridge } = await desk()
    expect(document.title).toBe('Linkboard (5)')
    act(() => bridge.emit(conversation(1, 'read', 0)))
    await vi.waitFor(() => expect(document.title).toBe('Linkboard (4)'))
    expect(screen.getByRole('listitem', { name: 'Account 1, Online' })).toBeDefined()
    act(() => bridge.emit(conversation(1, 'and again', 2)))
    expect(screen.getByRole('listitem', { name: 'Account 1, Online, 1 unread' })).toBeDefined()
    await vi.waitFor(() => expect(document.title).toBe('Linkboard (5)'))
    act(() => bridge.emit({ kind: 'conversation-removed', id: conversationId(1) }))
    await vi.waitFor(() => expect(document.title).toBe('Linkboard (4)'))
  })

  it('does not write the title for what is read as it comes, and once for much', async () => {
    const { bridge } = await desk()
    vi.useFakeTimers()
    const written = vi.spyOn(document, 'title', 'set')
    for (let turn = 0; turn < 20; turn += 1) {
      act(() => bridge.emit(conversation(1, 'read', turn % 2)))
      vi.advanceTimersByTime(10)
    }
    vi.advanceTimersByTime(1_000)
    expect(written.mock.calls).toEqual([])
    for (const n of [1, 2, 3]) act(() => bridge.emit(conversation(n, 'read', 0)))
    vi.advanceTimersByTime(1_000)
    expect(written.mock.calls).toEqual([['Linkboard (2)']])
    written.mockRestore()
    vi.useRealTimers()
  })
})
