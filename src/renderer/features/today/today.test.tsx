// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { WINDOW_MS } from '#shared/model/reply-window.ts'
import { startOfDay } from '../../formatting/format.ts'
import { stubIdle } from '../../test-support/browser-stubs.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { aConversation, accountId, anAccount, aSnapshot, NOW } from '../../test-support/samples.ts'
import { Today } from './today.tsx'

const MINUTE = 60_000

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  stubIdle()
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const waiting = (n: number, closesInMs: number, over: Partial<ConversationSummary> = {}) =>
  aConversation(n, {
    contactAlias: `Person ${n}`,
    lastInboundAt: NOW + closesInMs - WINDOW_MS,
    isUnanswered: true,
    hasWritten: true,
    ...over,
  })

async function today(conversations: ConversationSummary[], accounts: AccountSummary[] = [anAccount(1)]) {
  const tally = { wrote: 12, answered: 9, expired: 1, medianMs: 4 * MINUTE }
  const bridge = new FakeBridge(aSnapshot({ accounts, conversations }), [], {
    'conversations.tally': () => ({ ...tally }),
  })
  const props = {
    onFilter: vi.fn(),
    onOpen: vi.fn(),
    onSignInAgain: vi.fn(),
    onInbox: vi.fn(),
    onAccounts: vi.fn(),
  }
  await renderWith(bridge, <Today {...props} />)
  await act(async () => void (await vi.advanceTimersByTimeAsync(0)))
  const asked = () => bridge.asked.filter(({ name }) => name === 'conversations.tally')
  return { bridge, tally, asked, ...props }
}

const part = (name: string) => screen.queryByRole('region', { name })
const rows = (name: string) =>
  within(part(name) as HTMLElement)
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent)

describe("today's desk", () => {
  it('says that nobody waits, and nothing that is not so', async () => {
    await today([waiting(1, 60 * MINUTE, { isUnanswered: false })])
    expect(screen.getByText('Nobody is waiting for a reply.')).toBeTruthy()
    for (const name of ['Closing next', 'Trouble with sending', 'Accounts that need you'])
      expect(part(name), name).toBeNull()
  })

  it('has who closes next first, without what is done or closed, and opens them', async () => {
    const conversations = [
      waiting(1, 5 * 60 * MINUTE),
      waiting(2, 4 * MINUTE),
      waiting(3, 38 * MINUTE),
      waiting(4, -MINUTE),
      waiting(5, MINUTE, { triage: { kind: 'done' } }),
      ...[6, 7, 8].map((n) => waiting(n, n * 60 * MINUTE)),
    ]
    const { onOpen, onFilter } = await today(conversations)
    expect(rows('Closing next').map((row) => row?.replace(/^.*?(?=Person)/u, ''))).toEqual([
      'Person 2Account 14 m',
      'Person 3Account 138 m',
      'Person 1Account 15 h',
      'Person 6Account 16 h',
      'Person 7Account 17 h',
    ])
    fireEvent.click(within(part('Closing next') as HTMLElement).getAllByRole('button')[0] as HTMLElement)
    expect(onOpen).toHaveBeenCalledWith(conversations[1])
    fireEvent.click(screen.getByRole('button', { name: '7 need a reply' }))
    expect(onFilter).toHaveBeenCalledWith('needs-reply')
  })

  it('keeps what failed and what is unconfirmed apart', async () => {
    await today([
      waiting(1, 60 * MINUTE, { isUnanswered: false, failed: 2 }),
      waiting(2, 60 * MINUTE, { isUnanswered: false, unconfirmed: 1 }),
    ])
    const [second, first] = rows('Trouble with sending')
    expect(first).toContain('Failed')
    expect(first).not.toContain('Unconfirmed')
    expect(second).toContain('Unconfirmed')
    expect(second).not.toContain('Failed')
  })

  it('has the way out beside each account that needs somebody', async () => {
    const { onSignInAgain, onInbox } = await today(
      [],
      [
        anAccount(1),
        anAccount(2, { alias: 'Shop', state: 'needs-sign-in' }),
        anAccount(3, { alias: 'Studio', maybeMuted: true }),
      ],
    )
    expect(rows('Accounts that need you')).toEqual([
      'ShopNeeds sign-inSign in again',
      'Studiomay be mutedOpen',
    ])
    fireEvent.click(screen.getByRole('button', { name: 'Sign in again: Shop' }))
    expect(onSignInAgain).toHaveBeenCalledWith(accountId(2))
    fireEvent.click(screen.getByRole('button', { name: 'Open the inbox of Studio' }))
    expect(onInbox).toHaveBeenCalledWith(accountId(3))
  })

  it("tells the tally of the operator's day", async () => {
    const { asked } = await today([])
    expect(asked()).toEqual([{ name: 'conversations.tally', input: { from: startOfDay(NOW) } }])
    expect(part('The day so far')?.textContent).toContain(
      'people wrote12were answered9closed unanswered1median time to answer4 m',
    )
  })

  it('asks for the tally once for whatever happens while one is fresh', async () => {
    const { bridge, asked, tally } = await today([waiting(1, 60 * MINUTE)])
    expect(asked()).toHaveLength(1)
    tally.wrote = 13
    for (let n = 2; n < 30; n += 1)
      act(() => bridge.emit({ kind: 'conversation', conversation: waiting(n, 60 * MINUTE) }))
    expect(asked()).toHaveLength(1)
    await act(async () => void (await vi.advanceTimersByTimeAsync(2_000)))
    expect(asked()).toHaveLength(2)
    expect(part('The day so far')?.textContent).toContain('people wrote13')
    await act(async () => void (await vi.advanceTimersByTimeAsync(5_000)))
    expect(asked(), 'nothing has happened since').toHaveLength(2)
    act(() => bridge.emit({ kind: 'conversation', conversation: waiting(40, 60 * MINUTE) }))
    expect(asked()).toHaveLength(3)
  })

  it('follows what happens within a second, not with every message', async () => {
    const { bridge } = await today([])
    const names = () => screen.queryAllByText(/^Person/u).map(({ textContent }) => textContent)
    const emit = (n: number) =>
      act(() => bridge.emit({ kind: 'conversation', conversation: waiting(n, n * MINUTE) }))
    emit(3)
    expect(names()).toEqual(['Person 3'])
    emit(2)
    emit(1)
    expect(names()).toEqual(['Person 3'])
    await act(async () => void (await vi.advanceTimersByTimeAsync(1_000)))
    expect(names()).toEqual(['Person 1', 'Person 2', 'Person 3'])
  })

  it('lets what is busy go first', async () => {
    const slots: (() => void)[] = []
    vi.stubGlobal('requestIdleCallback', (work: () => void) => slots.push(work))
    const { bridge } = await today([])
    const names = () => screen.queryAllByText(/^Person/u).map(({ textContent }) => textContent)
    for (const n of [2, 1])
      act(() => bridge.emit({ kind: 'conversation', conversation: waiting(n, n * MINUTE) }))
    await act(async () => void (await vi.advanceTimersByTimeAsync(900)))
    expect(names()).toEqual(['Person 2'])
    act(() => {
      for (const slot of slots) slot()
    })
    expect(names()).toEqual(['Person 1', 'Person 2'])
  })
})
