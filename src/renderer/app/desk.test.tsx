// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { ConversationId } from '#shared/model/ids.ts'
import { MarkAction, MarkChange, type StoredTriage } from '#shared/model/marks.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { nameOf } from '../test-support/names.ts'
import { aConversation, anAccount, aSnapshot } from '../test-support/samples.ts'
import { renderShell, withBrowser } from './testing.tsx'

withBrowser()

/** A main that marks conversations as the real one does, and tells the window. */
class Main {
  readonly #conversations = new Map<ConversationId, ConversationSummary>()
  readonly bridge: FakeBridge
  /** Answers wait for it. */
  busy: Promise<void> = Promise.resolve()

  constructor(conversations: readonly ConversationSummary[], letterKeys: boolean) {
    for (const one of conversations) this.#conversations.set(one.id, one)
    const snapshot = aSnapshot({
      accounts: [anAccount(1, { alias: 'Studio' })],
      conversations: [...conversations],
      settings: { ...aSnapshot().settings, letterKeys },
    })
    this.bridge = new FakeBridge(snapshot, [], {
      'conversations.mark': async ({ conversations: marked, action }) => {
        await this.busy
        return marked.flatMap(({ id, seen }) =>
          this.#mark(ConversationId.parse(id), seen, MarkAction.parse(action)),
        )
      },
      'conversations.undoMarks': (input) => {
        const changes = input.changes.map((change) => MarkChange.parse(change))
        for (const { id, mark, before } of changes)
          this.#put(id, mark === 'triage' ? { triage: before } : { [FIELDS[mark]]: before })
        return changes
      },
    })
  }

  #put(id: ConversationId, over: Partial<ConversationSummary>): void {
    const before = this.#conversations.get(id)
    if (before === undefined) return
    const conversation = { ...before, ...over }
    this.#conversations.set(id, conversation)
    this.bridge.emit({ kind: 'conversation', conversation })
  }

  #mark(id: ConversationId, seq: number, action: MarkAction): MarkChange[] {
    const conversation = this.#conversations.get(id)
    if (conversation === undefined) return []
    if (action.kind === 'pinned' || action.kind === 'muted' || action.kind === 'unread') {
      this.#put(id, { [FIELDS[action.kind]]: action.value })
      return [{ id, mark: action.kind, before: !action.value, after: action.value }]
    }
    const after: StoredTriage | null =
      action.kind === 'reopen'
        ? null
        : action.kind === 'done'
          ? { kind: 'done', seq }
          : { kind: 'snoozed', seq, until: action.until }
    const { triage } = conversation
    this.#put(id, { triage: after })
    return [{ id, mark: 'triage', before: triage === null ? null : { seq, ...triage }, after }]
  }
}

const FIELDS = { pinned: 'isPinned', muted: 'isMuted', unread: 'isMarkedUnread' } as const
const PEOPLE = ['Li', 'Mei', 'Chen', 'Wu']

/** A desk with Li on top; what a test says of somebody stands beside the name. */
async function desk(over: Readonly<Record<string, Partial<ConversationSummary>>> = {}, letterKeys = true) {
  const conversations = PEOPLE.map((name, index) =>
    aConversation(PEOPLE.length - index, { contactAlias: name, ...over[name] }),
  )
  const main = new Main(conversations, letterKeys)
  const { bridge } = main
  const { services } = await renderShell(bridge)
  return { main, bridge, ui: services.ui }
}

const rows = () =>
  within(screen.getByRole('list', { name: 'Conversations' }))
    .queryAllByRole('listitem')
    .map(nameOf)
const focusedName = () => nameOf(document.activeElement?.closest('li') ?? null)
const frame = () => act(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))

async function press(key: string, init: KeyboardEventInit = {}): Promise<void> {
  await act(async () => {
    const target = document.activeElement ?? document.body
    const isFree = fireEvent.keyDown(target, { key, ...init })
    if (key === 'Enter' && isFree && target instanceof HTMLButtonElement) fireEvent.click(target)
  })
  await frame()
}

const click = (element: HTMLElement, init: MouseEventInit = {}) =>
  act(async () => {
    element.focus()
    fireEvent.click(element, init)
  })
const row = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}`, 'u') })
const filter = (name: RegExp) => click(screen.getByRole('radio', { name }))
const item = (name: string) => click(screen.getByRole('menuitem', { name }))
const openMenu = async (name: string) => {
  await click(screen.getByRole('button', { name: `Actions for ${name}` }))
  await screen.findByRole('menu')
}

describe('a list gets empty by keyboard', () => {
  it('E finishes, S and Enter put off, and the next row goes on', async () => {
    await desk()
    await press('j')
    await press('e')
    expect(rows()).toEqual(['Mei', 'Chen', 'Wu'])
    expect(focusedName()).toBe('Mei')
    await press('s')
    await press('Enter')
    await waitFor(() => expect(rows()).toEqual(['Chen', 'Wu']))
    await waitFor(() => expect(focusedName()).toBe('Chen'))
    await press('e')
    await press('e')
    expect(rows()).toEqual([])
    expect(screen.getByText(/^All done/u)).toBeTruthy()
  })

  it('the last row goes on upwards', async () => {
    await desk()
    await press('j')
    await press('End')
    await press('e')
    expect(focusedName()).toBe('Chen')
  })

  it('a digit chooses another time', async () => {
    const { bridge } = await desk()
    await press('j')
    await press('s')
    const dialog = screen.getByRole('dialog', { name: 'Snooze' })
    const until = within(dialog).getByRole('button', { name: /^Until they write/u })
    await press(within(until).getByText(/^\d$/u).textContent ?? '')
    expect(bridge.inputs('conversations.mark').at(-1)?.action).toEqual({ kind: 'snooze', until: null })
    expect(screen.getByRole('status').textContent).toContain('snoozed until they write')
  })

  it('keys that follow at once are meant for the next one', async () => {
    const { bridge, main } = await desk()
    const answer = Promise.withResolvers<void>()
    main.busy = answer.promise
    await press('j')
    await press('s')
    await press('Enter')
    await press('e')
    answer.resolve()
    await frame()
    const marked = bridge.inputs('conversations.mark')
    expect(marked.map(({ conversations }) => conversations.map(({ id }) => id))).toEqual([[4], [3]])
  })

  it('P17: a key that is held finishes one', async () => {
    const { bridge } = await desk()
    await press('j')
    await press('e')
    await press('e', { repeat: true })
    expect(bridge.inputs('conversations.mark')).toHaveLength(1)
    await press('j', { repeat: true })
    expect(focusedName()).toBe('Chen')
  })

  it('P17: letters at a list of choices are its own', async () => {
    const { bridge } = await desk()
    await press('j')
    await act(async () => screen.getByRole('combobox', { name: 'Sort' }).focus())
    await press('e')
    expect(bridge.inputs('conversations.mark')).toEqual([])
  })

  it('N goes to the next that needs a reply, all around', async () => {
    await desk({ Li: { isUnanswered: false }, Chen: { isUnanswered: false } })
    await press('n')
    expect(focusedName()).toBe('Mei')
    await press('n')
    expect(focusedName()).toBe('Wu')
    await press('n')
    expect(focusedName()).toBe('Mei')
  })

  it('E in an open conversation finishes it and closes it, and a header button does too', async () => {
    const { ui } = await desk()
    await press('j')
    await press('Enter')
    expect(ui.getState().open).toBe(4)
    await click(screen.getByRole('button', { name: 'Attach files' }))
    await press('e')
    expect(ui.getState().open).toBeNull()
    expect(rows()).toEqual(['Mei', 'Chen', 'Wu'])
    await waitFor(() => expect(focusedName()).toBe('Mei'))
    await click(row('Chen'))
    const pane = within(screen.getByRole('region', { name: 'Conversation with Chen' }))
    await click(pane.getByRole('button', { name: 'Done' }))
    expect(ui.getState().open).toBeNull()
    expect(rows()).toEqual(['Mei', 'Wu'])
  })

  it('E in an open conversation means that one also while others are picked', async () => {
    const { bridge } = await desk()
    await press('j')
    await press('Enter')
    await click(row('Mei'), { ctrlKey: true })
    await click(row('Wu'), { ctrlKey: true })
    await click(screen.getByRole('button', { name: 'Attach files' }))
    await press('e')
    const marked = () =>
      bridge
        .inputs('conversations.mark')
        .at(-1)
        ?.conversations.map(({ id }) => id)
    expect(marked()).toEqual([4])
    expect(screen.getByText('2 selected')).toBeTruthy()
    await act(async () => row('Chen').focus())
    await press('e')
    expect(marked()).toEqual([3, 1])
  })

  it('letters write where text is typed, and do nothing once they are switched off', async () => {
    await desk()
    await click(row('Li'))
    await press('e')
    expect(rows()).toHaveLength(4)
    cleanup()
    const { bridge } = await desk({}, false)
    await press('ArrowDown')
    for (const key of ['j', 'e', 's', 'u', 'x']) await press(key)
    expect(bridge.inputs('conversations.mark')).toEqual([])
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

describe('everything can be taken back', () => {
  it('by the toast and by Ctrl+Z, step by step', async () => {
    await desk()
    await press('j')
    await press('e')
    await press('e')
    expect(screen.getByRole('status').textContent).toBe('Mei: done')
    await press('z', { ctrlKey: true })
    expect(rows()).toContain('Mei')
    await press('z', { ctrlKey: true })
    expect(rows()).toContain('Li')
    await press('e')
    await click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect([...rows()].sort()).toEqual([...PEOPLE].sort()))
  })

  it('what is said once more stands as long as what was said first', async () => {
    await desk({
      Li: { isUnanswered: false },
      Mei: { isUnanswered: false },
      Chen: { isUnanswered: false },
      Wu: { isUnanswered: false },
    })
    vi.useFakeTimers()
    const say = () => act(async () => fireEvent.keyDown(document.body, { key: 'n' }))
    const pass = (ms: number) => act(async () => vi.advanceTimersByTime(ms))
    const said = () => screen.queryByText(/^Nobody in this list/u)
    await say()
    await pass(6_000)
    await say()
    await pass(6_000)
    expect(said()).not.toBeNull()
    await pass(2_000)
    expect(said()).toBeNull()
    vi.useRealTimers()
  })

  it('what is undone stands in its place again, not below', async () => {
    await desk()
    await press('j')
    await press('e')
    await press('z', { ctrlKey: true })
    expect(rows()).toEqual(PEOPLE)
  })

  it('U marks unread without the open conversation reading it at once', async () => {
    const { ui, bridge } = await desk()
    await press('j')
    await press('Enter')
    await click(screen.getByRole('button', { name: 'Attach files' }))
    await press('u')
    expect(ui.getState().open).toBeNull()
    expect(screen.getByRole('radio', { name: 'Unread 1' })).toBeTruthy()
    expect(bridge.inputs('conversations.markRead')).toEqual([])
  })
})

describe('several rows', () => {
  it('are picked by X, Shift and Ctrl, finished together and taken back together', async () => {
    const { bridge } = await desk()
    await press('j')
    await press('x')
    await press('J', { shiftKey: true })
    const bar = () => screen.getByRole('toolbar', { name: 'Selected conversations' })
    expect(bar().textContent).toContain('2 selected')
    await click(row('Wu'), { ctrlKey: true })
    expect(bar().textContent).toContain('3 selected')
    await click(within(bar()).getByRole('button', { name: 'Done' }))
    expect(bridge.inputs('conversations.mark').at(-1)?.conversations).toHaveLength(3)
    expect(rows()).toEqual(['Chen'])
    expect(screen.queryByRole('toolbar', { name: 'Selected conversations' })).toBeNull()
    await press('z', { ctrlKey: true })
    expect(rows()).toEqual(PEOPLE)
  })

  it('P17: what has left the list comes back as no part of them', async () => {
    const { bridge } = await desk()
    await press('j')
    await press('x')
    await press('j', { shiftKey: true })
    await press('s')
    await press('Enter')
    await waitFor(() => expect(rows()).toEqual(['Chen', 'Wu']))
    await press('z', { ctrlKey: true })
    await waitFor(() => expect(rows()).toHaveLength(4))
    expect(screen.queryByRole('toolbar', { name: 'Selected conversations' })).toBeNull()
    await act(async () => row('Wu').focus())
    await press('e')
    expect(
      bridge
        .inputs('conversations.mark')
        .at(-1)
        ?.conversations.map(({ id }) => id),
    ).toEqual([1])
  })

  it('a range begins at the row that has the keys where its first has left the list', async () => {
    await desk()
    await press('j')
    await press('x')
    await press('s')
    await press('Enter')
    await waitFor(() => expect(focusedName()).toBe('Mei'))
    await press('j', { shiftKey: true })
    expect(screen.getByRole('toolbar', { name: 'Selected conversations' }).textContent).toContain(
      '2 selected',
    )
  })

  it('begin a broadcast for exactly their people, which Escape leaves as if nothing had been', async () => {
    const { bridge, ui } = await desk({ Wu: { contactUserId: 'group:team' } })
    await press('j')
    await press('x')
    await press('j', { shiftKey: true })
    const bar = () => screen.getByRole('toolbar', { name: 'Selected conversations' })
    await click(within(bar()).getByRole('button', { name: 'New broadcast' }))
    const dialog = () => screen.queryByRole('dialog', { name: 'New broadcast' })
    await click(screen.getByRole('button', { name: 'Next' }))
    const table = within(screen.getByRole('table', { name: 'Contacts' }))
    const ticked = () =>
      table
        .getAllByRole('checkbox', { name: /via Studio/u })
        .filter((one) => one instanceof HTMLInputElement && one.checked)
    expect(ticked().map(nameOf)).toEqual(['Li via Studio', 'Mei via Studio'])
    await press('Escape')
    await waitFor(() => expect(dialog()).toBeNull())
    expect(ui.getState().screen).toBe('inbox')
    expect(bar().textContent).toContain('2 selected')
    expect(bridge.inputs('broadcasts.saveDraft')).toEqual([])

    await act(async () => row('Li').focus())
    await press('a', { ctrlKey: true })
    await act(async () => fireEvent.contextMenu(row('Chen'), { clientX: 50, clientY: 50 }))
    await screen.findByRole('menu')
    await item('New broadcast')
    expect(ui.getState().newBroadcast).toMatchObject({ choice: { from: 'nobody', picks: { length: 3 } } })
  })

  it('have nothing to broadcast to where they are groups', async () => {
    await desk({ Li: { contactUserId: 'group:team' } })
    await click(row('Li'), { ctrlKey: true })
    expect(screen.getByRole('button', { name: 'New broadcast' }).getAttribute('aria-disabled')).toBe('true')
  })

  it('Escape lets go of them, and so does another filter', async () => {
    const { ui } = await desk()
    await click(row('Li'), { ctrlKey: true })
    await click(row('Chen'), { shiftKey: true })
    expect(screen.getByText('3 selected')).toBeTruthy()
    expect(ui.getState().open).toBeNull()
    await press('Escape')
    expect(screen.queryByText('3 selected')).toBeNull()
    await press('a', { ctrlKey: true })
    expect(screen.getByText('4 selected')).toBeTruthy()
    await filter(/^Needs reply/u)
    expect(screen.queryByText('4 selected')).toBeNull()
  })
})

describe('the menu of a row', () => {
  it('hangs from its button and from a right click, and does what it says', async () => {
    const { ui } = await desk({ Mei: { isPinned: true } })
    expect(rows()).toEqual(['Mei', 'Li', 'Chen', 'Wu'])
    await openMenu('Mei')
    const names = screen.getAllByRole('menuitem').map((one) => one.textContent)
    expect(names.map((name) => name?.replace(/[A-Z]$/u, ''))).toEqual([
      ...['Done', 'Snooze…', 'Mark unread', 'Unpin', 'Mute', 'Tags…', 'Rename…', 'Copy name'],
    ])
    await item('Unpin')
    expect(rows()).toEqual(PEOPLE)
    await act(async () => fireEvent.contextMenu(row('Chen'), { clientX: 50, clientY: 50 }))
    await screen.findByRole('menu')
    await item('Done')
    expect(rows()).toEqual(['Li', 'Mei', 'Wu'])
    await openMenu('Wu')
    await item('Rename…')
    expect(screen.getByRole('dialog', { name: 'Rename contact' })).toBeTruthy()
    expect(ui.getState().asking).toEqual({ kind: 'rename', id: 1 })
    await act(async () => void (await new Promise(requestAnimationFrame)))
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name of the contact' }))
    await act(async () => ui.setState({ asking: null }))
    await openMenu('Wu')
    await item('Tags…')
    expect(screen.getByRole('dialog', { name: 'Tags of Wu' })).toBeTruthy()
  })

  it('reopens what is done', async () => {
    await desk({ Li: { triage: { kind: 'done' } } })
    await click(screen.getByRole('button', { name: 'More filters' }))
    await click(await screen.findByRole('menuitemradio', { name: 'Done 1' }))
    expect(screen.getByRole('radio', { name: 'Done 1' })).toBeTruthy()
    expect(rows()).toEqual(['Li'])
    await openMenu('Li')
    await item('Reopen')
    expect(rows()).toEqual([])
  })
})

describe('the toolbar over a row', () => {
  it('stands once, over the row under the pointer', async () => {
    await desk()
    await act(async () => fireEvent.pointerOver(row('Mei')))
    const bars = screen.getAllByRole('toolbar', { name: 'Quick actions' })
    expect(bars).toHaveLength(1)
    await click(within(bars[0] as HTMLElement).getByRole('button', { name: 'Done' }))
    expect(rows()).toEqual(['Li', 'Chen', 'Wu'])
  })
})

describe('the snooze dialog', () => {
  // which times are offered goes by the hour and the day of the week
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 8, 23, 10) })
  })
  afterEach(() => vi.useRealTimers())

  it('says each time, and where the reply window closes first', async () => {
    const soon = { lastInboundAt: Date.now() - 23 * 3_600_000 }
    await desk({ Li: soon, Mei: { ...soon, isUnanswered: false } })
    await press('j')
    await press('s')
    expect(screen.getByRole('button', { name: /^In 3 hours .*\d\d:\d\d/u })).toBeTruthy()
    expect(screen.getAllByRole('img', { name: 'the reply window closes first' }).length).toBeGreaterThan(3)
    expect(screen.getByText(/^The reply window closes .*\d\d:\d\d\.$/u)).toBeTruthy()
    await press('Escape')
    await press('j')
    await press('s')
    expect(screen.queryByText(/^The reply window closes/u)).toBeNull()
    expect(screen.queryByRole('img', { name: 'the reply window closes first' })).toBeNull()
  })
})
