// @vitest-environment jsdom
import { Tooltip } from '@base-ui/react/tooltip'
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { useLayoutEffect } from 'react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { type AccountFolds, Settings, SettingsPatch } from '#shared/model/settings.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { renderWith } from '../test-support/render-app.tsx'
import {
  aBroadcast,
  aConversation,
  accountId,
  anAccount,
  aSnapshot,
  broadcastId,
} from '../test-support/samples.ts'
import { Rail } from './rail.tsx'

beforeAll(() => {
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
})
afterEach(cleanup)

async function rail(...broadcasts: ReturnType<typeof aBroadcast>[]) {
  const bridge = new FakeBridge(aSnapshot({ broadcasts }))
  const view = await renderWith(
    bridge,
    <Tooltip.Provider>
      <Rail onAddAccount={vi.fn()} />
    </Tooltip.Provider>,
  )
  return { bridge, ...view }
}

const link = () => screen.getByRole('link', { name: 'Broadcasts' })
const sign = () => document.getElementById(link().getAttribute('aria-describedby') ?? '')?.textContent

describe('the way to broadcasts', () => {
  it('says while one is running, and keeps its name', async () => {
    const { bridge } = await rail(aBroadcast(1), aBroadcast(2, { state: 'running', waitsForTurn: true }))
    expect(sign()).toBeUndefined()
    act(() => bridge.emit({ kind: 'broadcast', broadcast: aBroadcast(2, { state: 'running' }) }))
    expect(sign()).toBe('A broadcast is running')
    act(() => bridge.emit({ kind: 'broadcast', broadcast: aBroadcast(2) }))
    expect(sign()).toBeUndefined()
  })

  it('leads to the list, also from a run', async () => {
    const { services } = await rail(aBroadcast(1))
    services.ui.setState({ screen: 'broadcasts', run: broadcastId(1) })
    fireEvent.click(link())
    expect(services.ui.getState()).toMatchObject({ screen: 'broadcasts', run: null })
  })
})

/** Tells when what stands above it is drawn for the first time. */
function Begun({ tell }: { tell: () => void }) {
  useLayoutEffect(tell, [tell])
  return null
}

/** The first frame is over, and what stands beyond it is drawn. */
const shownOnce = () =>
  act(() => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(() => setTimeout(done)))))

describe('the account list', () => {
  const CLOSING = { lastInboundAt: Date.now() - 23 * 3_600_000, isUnanswered: true, hasWritten: true }
  const crowd = (count: number) =>
    Array.from({ length: count }, (_, n) => anAccount(n + 1, { alias: `Person ${n + 1}` }))

  async function list(
    accounts: AccountSummary[],
    conversations: ConversationSummary[] = [],
    folds?: AccountFolds,
  ) {
    const snapshot = aSnapshot({ accounts, conversations })
    if (folds) snapshot.settings.panes.folds = folds
    const bridge: FakeBridge = new FakeBridge(snapshot, [], {
      'settings.update': (patch) => {
        const settings = { ...bridge.snapshot.settings, ...SettingsPatch.parse(patch) }
        bridge.emit({ kind: 'settings', settings: Settings.parse(settings) })
      },
    })
    const view = await renderWith(bridge, <Rail onAddAccount={vi.fn()} />)
    return { bridge, ...view }
  }
  const fold = (name: string | RegExp) =>
    act(async () => fireEvent.click(screen.getByRole('button', { name })))
  const items = () => within(screen.getByRole('list', { name: 'Account list' })).getAllByRole('listitem')
  const shown = () =>
    items().map((one) => one.getAttribute('aria-label')?.replace(/^Person |, Online/gu, '') ?? 'group')
  const of = (account: number, over: Partial<ConversationSummary> = {}) =>
    aConversation(account, { accountId: accountId(account), isUnanswered: false, hasWritten: false, ...over })

  it('has the default first, then who needs the operator by how much, and folds the rest of many away', async () => {
    const accounts = crowd(42).map((one) => {
      if (one.number === 30) return { ...one, isDefault: true }
      if (one.number === 1) return { ...one, isDefault: false }
      if (one.number === 20) return { ...one, state: 'needs-sign-in' as const }
      return one.number === 40 ? { ...one, maybeMuted: true } : one
    })
    await list(accounts, [
      of(5, { unread: 2 }),
      of(35, CLOSING),
      of(7, { unconfirmed: 1 }),
      of(3, { unread: 1 }),
      of(9, { unread: 1, triage: { kind: 'done' } }),
    ])
    expect(shown()).toEqual(['30', '20, Needs sign-in', '40', '7', '35', '3, 1 unread', '5, 1 unread'])
    await fold('35 more')
    expect(items()).toHaveLength(42)
    expect(shown().slice(7, 10)).toEqual(['1', '2', '4'])
    await fold('Fewer')
    expect(items()).toHaveLength(7)
  })

  it('keeps everybody in sight up to ten, and whoever is chosen beyond', async () => {
    await list(crowd(10))
    expect(items()).toHaveLength(10)
    expect(screen.queryByRole('button', { name: /more$/u })).toBeNull()
    cleanup()
    const { services } = await list(crowd(11))
    expect(shown()).toEqual(['1'])
    act(() => services.ui.setState({ accountId: accountId(8) }))
    expect(shown()).toEqual(['1', '8'])
    expect(screen.getByRole('button', { name: '9 more' })).toBeTruthy()
  })

  /** 200 accounts that all have something unread, so that no fold hides one. */
  async function everybody(folds?: AccountFolds) {
    const many = crowd(200)
    const view = await list(
      many,
      many.map(({ number }) => of(number, { unread: 1 })),
      folds,
    )
    await shownOnce()
    const scroller = screen.getByRole('list', { name: 'Account list' }).parentElement ?? document.body
    return { ...view, scroller }
  }
  const numbers = () => shown().map((one) => Number.parseInt(one, 10))
  const button = (n: number) =>
    within(screen.getByRole('listitem', { name: `Person ${n}, Online, 1 unread` })).getByRole('button')

  it('draws of many those in sight, and tells where they stand among all of them', async () => {
    const drawn: number[] = []
    const many = crowd(200)
    await renderWith(
      new FakeBridge(
        aSnapshot({ accounts: many, conversations: many.map(({ number }) => of(number, { unread: 1 })) }),
      ),
      <>
        <Rail onAddAccount={vi.fn()} />
        <Begun tell={() => void drawn.push(items().length)} />
      </>,
    )
    // what half of the window shows, and the last, which Tab reaches from below
    expect(drawn[0]).toBeLessThanOrEqual(Math.ceil((window.innerHeight / 2 + 120) / 30) + 1)
    await shownOnce()
    // and something beyond
    const most = Math.ceil((window.innerHeight / 2 + 600) / 30)
    expect(items().length).toBeGreaterThan(drawn[0] ?? Number.NaN)
    expect(items().length).toBeLessThanOrEqual(most)
    expect(numbers().at(-1)).toBe(200)
    expect(items().map((one) => [one.ariaPosInSet, one.ariaSetSize])).toEqual(
      numbers().map((n) => [String(n), '200']),
    )
  })

  it('draws others as it is scrolled, with as much room as all of them take', async () => {
    const { scroller } = await everybody()
    const room = () =>
      [...document.querySelectorAll<HTMLElement>('[data-left-out]')].map(({ style }) => style.height)
    const first = numbers()
    expect(room()).toEqual([`${(200 - first.length) * 30 - 2}px`])
    scroller.scrollTop = 100 * 30
    fireEvent.scroll(scroller)
    expect(numbers().filter((n) => n === 1 || n === 100 || n === 110 || n === 200)).toEqual([
      1, 100, 110, 200,
    ])
    expect(items()).toHaveLength(numbers().length)
    expect(numbers().length).toBeLessThan(first.length + 12)
    expect(room()).toHaveLength(2)
    expect(items().map((one) => one.ariaPosInSet)).toEqual(numbers().map(String))
  })

  it('lets Tab go from one to the next wherever the list is scrolled to', async () => {
    const { scroller } = await everybody()
    act(() => button(200).focus())
    expect(numbers().slice(-5)).toEqual([196, 197, 198, 199, 200])
    act(() => button(196).focus())
    expect(numbers()).toContain(192)
    expect(numbers().at(-1)).toBe(200)
    scroller.scrollTop = 0
    fireEvent.scroll(scroller)
    expect(document.activeElement).toBe(button(196))
  })

  it('draws again what is in sight alone when one of all accounts comes to need somebody more', async () => {
    const { bridge } = await everybody()
    const before = items()
    act(() => bridge.emit({ kind: 'conversation', conversation: of(150, { unread: 1, failed: 1 }) }))
    expect(numbers().slice(0, 3)).toEqual([1, 150, 2])
    expect(items().filter((one) => before.includes(one)).length).toBe(before.length - 1)
    expect(
      items()
        .map((one) => one.ariaPosInSet)
        .slice(0, 3),
    ).toEqual(['1', '2', '3'])
  })

  it('reckons with the heads of groups and the line that parts, and draws few all of them', async () => {
    const accounts = crowd(100).map((one) => ({
      ...one,
      group: one.number > 60 ? 'Shops' : one.number > 40 ? 'Homes' : null,
    }))
    await list(accounts, [], {
      groups: [
        { name: 'Shops', isOpen: true },
        { name: 'Homes', isOpen: true },
      ],
      isRestOpen: true,
    })
    await shownOnce()
    const inGroup = (name: string) => within(screen.getByRole('list', { name }))
    const homes = inGroup('Homes').getAllByRole('listitem')
    expect(homes.map((one) => [one.ariaPosInSet, one.ariaSetSize])).toEqual(homes.map(() => [null, null]))
    const shops = inGroup('Shops').getAllByRole('listitem')
    expect(shops.length).toBeLessThan(40)
    expect(shops.map((one) => [one.ariaPosInSet, one.ariaSetSize])).toEqual(
      shops.map((_, at) => [String(at + 1), '40']),
    )
    cleanup()
    await list(
      crowd(40),
      crowd(40).map(({ number }) => of(number, { unread: 1 })),
    )
    expect(items()).toHaveLength(40)
    expect(document.querySelector('[data-left-out]')).toBeNull()
    expect(items()[0]?.ariaPosInSet ?? null).toBeNull()
  })

  it('lets digits follow the order of the operator, not the place shown', async () => {
    const { services } = await list(crowd(12), [of(9, { unread: 1 })])
    expect(shown()).toEqual(['1', '9, 1 unread'])
    fireEvent.keyDown(window, { key: '2', ctrlKey: true })
    expect(services.ui.getState().accountId).toBe(accountId(2))
    const nine = screen.getByRole('listitem', { name: /^Person 9,/u })
    expect(within(nine).getByRole('button').getAttribute('aria-keyshortcuts')).toBe('Control+9 Meta+9')
  })

  it('finds any account by name from ten on', async () => {
    await list(crowd(9))
    expect(screen.queryByRole('searchbox')).toBeNull()
    cleanup()
    await list([...crowd(11), anAccount(12, { alias: '门店' })])
    const field = screen.getByRole('searchbox', { name: 'Filter accounts' })
    fireEvent.change(field, { target: { value: '门' } })
    expect(shown()).toEqual(['门店'])
    fireEvent.change(field, { target: { value: 'nobody' } })
    expect(screen.getByText('No account by that name.')).toBeTruthy()
    fireEvent.keyDown(field, { key: 'Escape' })
    expect(shown()).toEqual(['1'])
  })

  it('does not move under the pointer', async () => {
    const { bridge } = await list(crowd(12), [of(9, { unread: 1 })])
    const rows = screen.getByRole('list', { name: 'Account list' })
    fireEvent.pointerMove(rows)
    act(() =>
      bridge.emit({ kind: 'account', account: anAccount(5, { alias: 'Person 5', state: 'needs-sign-in' }) }),
    )
    act(() => bridge.emit({ kind: 'conversation', conversation: of(9) }))
    expect(shown()).toEqual(['1', '9'])
    fireEvent.pointerLeave(rows)
    expect(shown()).toEqual(['1', '5, Needs sign-in'])
  })

  it('moves again though what was under the pointer went while the pointer left', async () => {
    const { bridge } = await list(crowd(12), [of(9, { unread: 1 })])
    fireEvent.pointerMove(screen.getByRole('list', { name: 'Account list' }))
    act(() => bridge.emit({ kind: 'conversation', conversation: of(9) }))
    expect(shown()).toEqual(['1', '9'])
    // of an element that is gone the browser tells no leaving, only where the pointer is now
    fireEvent.pointerOver(document.body)
    expect(shown()).toEqual(['1'])
  })

  it('puts accounts of a group together and folds them', async () => {
    const accounts = crowd(6).map((one) => ({ ...one, group: one.number > 3 ? 'Shops' : null }))
    const { services, bridge } = await list(accounts, [of(5, { unread: 1 })])
    const head = 'Shops, 2 accounts'
    expect(shown()).toEqual(['1', '5, 1 unread', head, '4', '6', '2', '3'])
    await fold(/^Shops/u)
    expect(shown()).toEqual(['1', '5, 1 unread', head, '2', '3'])
    act(() => services.ui.setState({ accountId: accountId(6) }))
    expect(shown()).toEqual(['1', '5, 1 unread', head, '6', '2', '3'])
    expect(bridge.inputs('settings.update').at(-1)?.panes?.folds).toEqual({
      groups: [{ name: 'Shops', isOpen: false }],
      isRestOpen: false,
    })
  })

  it('opens what was opened before, and with the rest of many their groups', async () => {
    const accounts = crowd(14).map((one) => ({ ...one, group: one.number > 10 ? 'Shops' : null }))
    await list(accounts)
    expect(shown()).toEqual(['1', 'Shops, 4 accounts'])
    await fold('13 more')
    expect(items()).toHaveLength(15)
    await fold(/^Shops/u)
    expect(items()).toHaveLength(11)
    await fold('Fewer')
    expect(screen.getByRole('button', { name: '9 more' })).toBeTruthy()
    cleanup()
    const kept = { groups: [{ name: 'Shops', isOpen: true }], isRestOpen: false }
    await list(accounts, [], kept)
    expect(shown()).toEqual(['1', 'Shops, 4 accounts', '11', '12', '13', '14'])
  })

  it('has one tooltip for all of it, with the state in words and the key', async () => {
    vi.useFakeTimers()
    await list([anAccount(1, { alias: 'Shop' }), anAccount(2, { alias: 'Studio', maybeMuted: true })])
    fireEvent.pointerOver(within(screen.getByRole('listitem', { name: /^Studio/u })).getByRole('button'))
    act(() => void vi.advanceTimersByTime(600))
    expect(screen.getByText('Studio, Online · may be muted · Ctrl 2')).toBeTruthy()
    vi.useRealTimers()
  })

  it('is as wide as it was dragged', async () => {
    const { bridge } = await list(crowd(2))
    const divider = screen.getByRole('separator', { name: 'Width of the account list' })
    await act(async () => fireEvent.keyDown(divider, { key: 'ArrowRight' }))
    expect(screen.getByRole('complementary').style.width).toBe('224px')
    expect(bridge.asked).toContainEqual({
      name: 'settings.update',
      input: { panes: { ...aSnapshot().settings.panes, rail: 224 } },
    })
  })
})
