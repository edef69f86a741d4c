// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import type { OutputOf } from '#shared/contract/index.ts'
import type { MessageHit } from '#shared/model/search.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import {
  aConversation,
  accountId,
  anAccount,
  aSnapshot,
  conversationId,
  messageId,
  NOW,
} from '../test-support/samples.ts'
import { renderShell, withBrowser } from './testing.tsx'

withBrowser()

function aHit(n: number, over: Partial<MessageHit> = {}): MessageHit {
  return {
    messageId: messageId(n),
    accountId: accountId(1),
    conversationId: conversationId(1),
    direction: 'in',
    at: NOW - n,
    kind: 'text',
    excerpt: `found ${n}`,
    marks: [[0, 5]],
    ...over,
  }
}

const page = (hits: MessageHit[], over: object = {}) => ({
  hits,
  next: null,
  progress: { share: 1 },
  ...over,
})

async function desk(messages: () => OutputOf<'search.messages'> | Promise<OutputOf<'search.messages'>>) {
  const snapshot = aSnapshot({
    accounts: [anAccount(1, { alias: 'Studio' }), anAccount(2, { alias: 'Shop', isDefault: false })],
    conversations: [
      aConversation(1, { contactAlias: 'Li' }),
      aConversation(2, { contactAlias: 'Mei', accountId: accountId(2) }),
    ],
  })
  const bridge = new FakeBridge(snapshot, [], {
    'search.messages': messages,
    'search.people': () => [conversationId(2)],
    'search.marks': () => [],
    'search.inConversation': () => ({ messageIds: [9, 5, 1].map(messageId), hasMore: false }),
  })
  const view = await renderShell(bridge)
  return { bridge, ui: view.services.ui, clock: view.services.clock }
}

/** Answers searches by where they go on from. */
function answerSearch(bridge: FakeBridge, answer: (before: number | undefined) => unknown): void {
  bridge.request = new Proxy(bridge.request, {
    apply: (target, self, [name, input]) =>
      name === 'search.messages'
        ? Promise.resolve({ ok: true, value: answer(input.before) })
        : Reflect.apply(target, self, [name, input]),
  })
}

const field = () => screen.getByRole('searchbox', { name: 'Search messages' })
const type = (value: string) => act(async () => void fireEvent.change(field(), { target: { value } }))
const rows = () => within(screen.getByRole('list', { name: 'Search results' })).queryAllByRole('listitem')
const choose = (name: string, value: string) =>
  act(async () => void fireEvent.change(screen.getByRole('combobox', { name }), { target: { value } }))
const press = (key: string, element: Element | null = document.activeElement, over: object = {}) =>
  act(async () => void fireEvent.keyDown(element ?? document.body, { key, ...over }))

describe('what is typed above the inbox', () => {
  it('finds people and below them messages, in the place of the list, which comes back with Escape', async () => {
    const { ui } = await desk(() => page([aHit(1), aHit(2, { direction: 'out' })]))
    await type('found')
    expect(rows().map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('Mei'),
      expect.stringContaining('found 1'),
      expect.stringContaining('You: found 2'),
    ])
    expect(rows()[1]?.querySelector('mark')?.textContent).toBe('found')
    expect(screen.queryByRole('list', { name: 'Conversations' })).toBeNull()
    await press('Escape', field())
    expect(screen.getByRole('list', { name: 'Conversations' })).toBeTruthy()
    expect(ui.getState().search.text).toBe('found')
  })

  it('stands in the field only while its results are shown, and comes back with them to be typed over', async () => {
    const { ui } = await desk(() => page([aHit(1)]))
    await type('found')
    await press('Escape', field())
    expect(field()).toMatchObject({ value: '' })
    await act(async () => void fireEvent.click(field()))
    expect(field()).toMatchObject({ value: 'found', selectionStart: 0, selectionEnd: 5 })
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: /^Shop, Online/u })))
    expect(field()).toMatchObject({ value: '' })
    await type('n')
    expect(ui.getState().search).toMatchObject({ text: 'n', isShown: true })
  })

  it('is asked for with its filters, the account shown among them', async () => {
    const { bridge, ui, clock } = await desk(() => page([]))
    await act(async () => ui.setState({ accountId: accountId(2) }))
    await type('好')
    expect(bridge.inputs('search.messages').at(-1)?.filter.accountId).toBe(accountId(2))
    await choose('Account', 'all')
    await choose('Kind', 'file')
    await choose('Direction', 'in')
    await choose('Time', 'today')
    const today = new Date(clock.now('minute')).setHours(0, 0, 0, 0)
    expect(bridge.inputs('search.messages').at(-1)).toEqual({
      text: '好',
      filter: { kinds: ['file'], direction: 'in', from: today },
      limit: 50,
    })
    await choose('Time', 'span')
    fireEvent.change(screen.getByLabelText('From day'), { target: { value: '2026-03-01' } })
    await act(
      async () => void fireEvent.change(screen.getByLabelText('To day'), { target: { value: '2026-03-02' } }),
    )
    const { from, to } = bridge.inputs('search.messages').at(-1)?.filter ?? {}
    expect([from, to]).toEqual([new Date(2026, 2, 1).getTime(), new Date(2026, 2, 3).getTime()])
  })

  it('an account that has gone narrows it down no more', async () => {
    const { bridge } = await desk(() => page([]))
    await type('好')
    await choose('Account', String(accountId(2)))
    expect(bridge.inputs('search.messages').at(-1)?.filter.accountId).toBe(accountId(2))
    await act(async () => bridge.emit({ kind: 'account-removed', id: accountId(2) }))
    expect(screen.getByRole('combobox', { name: 'Account' })).toHaveProperty('value', 'all')
    expect(bridge.inputs('search.messages').at(-1)?.filter.accountId).toBeUndefined()
  })

  it('waits for an input method, and takes no Enter from it', async () => {
    const { bridge, ui } = await desk(() => page([aHit(1)]))
    await act(async () => {
      fireEvent.compositionStart(field())
      fireEvent(field(), new InputEvent('input', { bubbles: true, isComposing: true, data: 'hao' }))
    })
    await press('Enter', field(), { isComposing: true })
    expect(bridge.inputs('search.messages')).toEqual([])
    await act(async () => void fireEvent.compositionEnd(field(), { target: { value: '好' } }))
    expect(bridge.inputs('search.messages').at(-1)?.text).toBe('好')
    expect(ui.getState().open).toBeNull()
  })

  it('says that nothing was found, that it failed, and how far the index is', async () => {
    let answer: () => OutputOf<'search.messages'> = () => page([])
    const { bridge } = await desk(() => answer())
    bridge.request = new Proxy(bridge.request, {
      apply: (target, self, [name, input]) =>
        name === 'search.people'
          ? Promise.resolve({ ok: true, value: [] })
          : Reflect.apply(target, self, [name, input]),
    })
    await type('鑫')
    expect(screen.getByText('Nothing found for “鑫”.')).toBeTruthy()
    answer = () => page([aHit(1)], { progress: { share: 0.42 } })
    await type('鑫鑫')
    expect(screen.getByText(/still being prepared for searching: 42/u)).toBeTruthy()
    answer = () => {
      throw new Error('no')
    }
    await type('鑫鑫鑫')
    expect(screen.getByText('The search did not work. Try again.')).toBeTruthy()
    answer = () => page([aHit(3)])
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Try again' })))
    expect(rows()).toHaveLength(1)
  })

  it('drops an answer that is late', async () => {
    const answers: ((value: OutputOf<'search.messages'>) => void)[] = []
    await desk(() => new Promise((resolve) => answers.push(resolve)))
    await type('a')
    await type('ab')
    await act(async () => answers[1]?.(page([aHit(2)])))
    await act(async () => answers[0]?.(page([aHit(1)])))
    expect(rows().at(-1)?.textContent).toContain('found 2')
  })

  it('keeps what the reader has loaded while older messages are still being prepared', async () => {
    vi.useFakeTimers()
    const building = { progress: { share: 0.5 } }
    const answers: Record<string, () => ReturnType<typeof page>> = {
      newest: () => page([aHit(9), aHit(8)], { ...building, next: 8 }),
      8: () => page([aHit(5), aHit(4)], { ...building, next: 4 }),
      4: () => page([aHit(2)], building),
    }
    const { bridge } = await desk(() => page([]))
    answerSearch(bridge, (before) => answers[before ?? 'newest']?.() ?? page([]))
    await type('found')
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Show more' })))
    const shown = () =>
      rows().flatMap(({ textContent }) => textContent?.match(/found \d+/u)?.[0].slice(6) ?? [])
    expect(shown()).toEqual(['9', '8', '5', '4'])
    // more than a page has come, and one of those before is gone
    answers['newest'] = () => page([aHit(13), aHit(12)], { ...building, next: 12 })
    answers[12] = () => page([aHit(11), aHit(8)], { ...building, next: 8 })
    await act(async () => void (await vi.advanceTimersByTimeAsync(1_000)))
    expect(shown()).toEqual(['13', '12', '11', '8', '5', '4'])
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Show more' })))
    expect(shown()).toEqual(['13', '12', '11', '8', '5', '4', '2'])
  })

  it('leaves none out between two, and asks little, however many come while the index is built', async () => {
    vi.useFakeTimers()
    let newest = 1_000
    let requests = 0
    const { bridge } = await desk(() => page([]))
    answerSearch(bridge, (before = newest + 1) => {
      requests += 1
      const hits = Array.from({ length: 50 }, (_, index) => aHit(before - 1 - index))
      return page(hits, { next: before - 50, progress: { share: 0.5 } })
    })
    const shown = () =>
      [...document.querySelectorAll('[data-hit]')].map((row) => row.getAttribute('data-hit'))
    const down = (length: number) => Array.from({ length }, (_, index) => String(newest - index))
    await type('found')
    for (const [come, count] of [
      [700, 50],
      [60, 110],
      [700, 50],
    ] as const) {
      requests = 0
      newest += come
      await act(async () => void (await vi.advanceTimersByTimeAsync(1_000)))
      expect(shown()).toEqual(down(count))
      expect(requests).toBeLessThan(4)
    }
  })

  it('asks no more than what is shown at most, where all of it is new', async () => {
    vi.useFakeTimers()
    let newest = 5_000
    let requests = 0
    const { bridge } = await desk(() => page([]))
    answerSearch(bridge, (before = newest + 1) => {
      requests += 1
      if (requests > 50) throw new Error('asks without end')
      const hits = Array.from({ length: 50 }, (_, index) => aHit(before - 1 - index))
      return page(hits, { next: before - 50, progress: { share: 0.5 } })
    })
    const shown = () =>
      [...document.querySelectorAll('[data-hit]')].map((row) => row.getAttribute('data-hit'))
    await type('found')
    for (let n = 0; n < 9; n += 1)
      await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Show more' })))
    expect(shown()).toHaveLength(500)
    requests = 0
    newest += 700
    await act(async () => void (await vi.advanceTimersByTimeAsync(1_000)))
    expect(shown()).toEqual(Array.from({ length: 500 }, (_, index) => String(newest - index)))
    expect(requests).toBe(10)
  })

  it('shows what is found also where every look takes longer than the pause between two', async () => {
    vi.useFakeTimers()
    const answers: ((value: OutputOf<'search.messages'>) => void)[] = []
    await desk(() => new Promise((resolve) => answers.push(resolve)))
    const building = { progress: { share: 0.5 } }
    await type('found')
    await act(async () => answers[0]?.(page([aHit(1)], building)))
    await act(async () => void (await vi.advanceTimersByTimeAsync(1_000)))
    await act(async () => void (await vi.advanceTimersByTimeAsync(5_000)))
    expect(answers).toHaveLength(2)
    await act(async () => answers[1]?.(page([aHit(2), aHit(1)])))
    expect(rows().at(-2)?.textContent).toContain('found 2')
  })

  it('looks again where another request of the window came between', async () => {
    vi.useFakeTimers()
    const answers = [null, page([aHit(1)])]
    await desk(() => answers.shift() ?? null)
    await type('found')
    await act(async () => void (await vi.advanceTimersByTimeAsync(1_000)))
    expect(rows().at(-1)?.textContent).toContain('found 1')
  })

  it('goes on where the first page ends', async () => {
    let calls = 0
    const { bridge } = await desk(() => {
      calls += 1
      return calls === 1 ? page([aHit(9)], { next: 9 }) : page([aHit(4)])
    })
    await type('x')
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Show more' })))
    expect(bridge.inputs('search.messages').at(-1)?.before).toBe(9)
    expect(rows().map(({ textContent }) => textContent?.slice(-7))).toEqual([
      expect.any(String),
      'found 9',
      'found 4',
    ])
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
  })
})

describe('a page asked for twice', () => {
  it('is shown once', async () => {
    const answers: ((value: OutputOf<'search.messages'>) => void)[] = []
    await desk(() => new Promise((resolve) => answers.push(resolve)))
    await type('x')
    await act(async () => answers[0]?.(page([aHit(9)], { next: 9 })))
    const more = screen.getByRole('button', { name: 'Show more' })
    await act(async () => {
      fireEvent.click(more)
      fireEvent.click(more)
    })
    await act(async () => {
      answers[1]?.(page([aHit(4)], { next: 4 }))
      answers[2]?.(page([aHit(4)], { next: 4 }))
    })
    expect(rows().map(({ textContent }) => textContent?.slice(-7))).toEqual([
      expect.any(String),
      'found 9',
      'found 4',
    ])
  })
})

describe('keys of a search', () => {
  it('reach the field from every screen, go through what was found, and open a hit that nobody writes under', async () => {
    const { ui } = await desk(() => page([aHit(1)]))
    await act(async () => ui.setState({ screen: 'accounts' }))
    await press('F', document.body, { ctrlKey: true, shiftKey: true })
    await waitFor(() => expect(document.activeElement).toBe(field()))
    await type('found')
    await press('ArrowDown', field())
    expect(document.activeElement?.textContent).toContain('Mei')
    await press('ArrowDown')
    expect(document.activeElement?.textContent).toContain('found 1')
    await act(async () => (document.activeElement as HTMLElement).click())
    expect(ui.getState()).toMatchObject({
      open: 1,
      writing: null,
      search: { text: 'found', hit: 1 },
    })
    await press(
      'ArrowUp',
      screen.getByRole('list', { name: 'Search results' }).querySelector('[data-person]'),
    )
    expect(ui.getState().search.text).toBe('found')
  })

  it('choosing an account shows its inbox, not what was found in it', async () => {
    const { ui } = await desk(() => page([aHit(1)]))
    await type('found')
    await press('2', document.body, { ctrlKey: true })
    expect(ui.getState()).toMatchObject({
      accountId: accountId(2),
      search: { isShown: false, text: 'found' },
    })
  })

  it('search within a conversation, counting, from the newest to older ones', async () => {
    const { ui } = await desk(() => page([]))
    await act(async () => ui.setState({ open: conversationId(1) }))
    await press('f', document.body, { ctrlKey: true })
    const find = screen.getByRole('searchbox', { name: 'Search in conversation' })
    expect(document.activeElement).toBe(find)
    await act(async () => void fireEvent.change(find, { target: { value: '好' } }))
    expect(screen.getByText('1 of 3')).toBeTruthy()
    await press('Enter', find)
    await press('Enter', find)
    await press('Enter', find)
    expect(screen.getByText('3 of 3')).toBeTruthy()
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Next match' })))
    expect(screen.getByText('2 of 3')).toBeTruthy()
    await press('Escape', find)
    expect(screen.queryByRole('searchbox', { name: 'Search in conversation' })).toBeNull()
    expect(ui.getState().open).toBe(1)
  })

  it('what an input method has not settled is not looked for in a conversation either', async () => {
    const { ui, bridge } = await desk(() => page([]))
    await act(async () => ui.setState({ open: conversationId(1) }))
    await press('f', document.body, { ctrlKey: true })
    const find = screen.getByRole('searchbox', { name: 'Search in conversation' })
    await act(async () => {
      fireEvent.compositionStart(find)
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(find, 'hao')
      fireEvent(find, new InputEvent('input', { bubbles: true, isComposing: true, data: 'hao' }))
    })
    expect(find).toHaveProperty('value', 'hao')
    expect(bridge.inputs('search.inConversation')).toEqual([])
    await act(async () => void fireEvent.compositionEnd(find, { target: { value: '好' } }))
    expect(bridge.inputs('search.inConversation').at(-1)?.text).toBe('好')
  })
})
