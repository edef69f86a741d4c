// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { WallTime } from '#shared/model/wall-time.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { nameOf } from '../test-support/names.ts'
import {
  aBroadcast,
  aConversation,
  accountId,
  anAccount,
  aSnapshot,
  conversationId,
  NOW,
} from '../test-support/samples.ts'
import { renderShell, withBrowser } from './testing.tsx'

withBrowser()

async function desk(accounts: AccountSummary[], conversations: ConversationSummary[] = []) {
  const bridge = new FakeBridge(aSnapshot({ accounts, conversations }))
  const view = await renderShell(bridge)
  return { bridge, ...view, ui: view.services.ui }
}

const strip = () => screen.queryByRole('region', { name: 'Attention' })
const facts = () =>
  strip()
    ? within(strip() as HTMLElement)
        .getAllByRole('button')
        .map(({ textContent }) => textContent)
    : []
const press = (name: RegExp | string) =>
  act(async () => void fireEvent.click(screen.getByRole('button', { name })))
const names = (list: string) =>
  within(screen.getByRole('list', { name: list }))
    .queryAllByRole('listitem')
    .map(nameOf)

describe('P18: the attention strip', () => {
  it('is not there while nothing needs anybody, and is there at once when something does', async () => {
    const { bridge } = await desk([anAccount(1)])
    expect(strip()).toBeNull()
    await act(async () => bridge.emit({ kind: 'account', account: anAccount(1, { state: 'needs-sign-in' }) }))
    expect(facts()).toEqual(['1 needs sign-in'])
    await act(async () => bridge.emit({ kind: 'account', account: anAccount(1) }))
    expect(strip()).toBeNull()
  })

  it('leads to broadcasts that did not start at their time, and counts no others', async () => {
    const { bridge, ui } = await desk([anAccount(1)])
    const due = { due: '2026-03-01T09:00' as WallTime, people: 3 }
    const scheduled = aBroadcast(1, { state: 'scheduled', startedAt: null, endedAt: null, scheduled: due })
    await act(async () => bridge.emit({ kind: 'broadcast', broadcast: scheduled }))
    expect(strip()).toBeNull()
    const asking = { ...scheduled, reason: 'time-missed' as const }
    await act(async () => bridge.emit({ kind: 'broadcast', broadcast: asking }))
    expect(facts()).toEqual(['1 broadcast not started'])
    await press(/broadcast not started/)
    expect(ui.getState()).toMatchObject({ screen: 'broadcasts', run: null })
    await act(async () => bridge.emit({ kind: 'show', target: { kind: 'broadcasts', id: asking.id } }))
    expect(ui.getState().run).toBe(asking.id)
  })

  it('keeps its facts apart and leads to exactly those', async () => {
    await desk(
      [
        anAccount(1, { alias: 'Studio' }),
        anAccount(2, { alias: 'Shop', state: 'needs-sign-in' }),
        anAccount(3, { alias: 'Boss', maybeMuted: true }),
      ],
      [
        aConversation(1, { contactAlias: 'Li', failed: 1 }),
        aConversation(2, { contactAlias: 'Mei', unconfirmed: 2 }),
        aConversation(3, { contactAlias: 'Chen' }),
      ],
    )
    expect(facts()).toEqual(['1 needs sign-in', '1 may be muted', '1 failed', '2 unconfirmed'])
    await press('1 failed')
    expect(names('Conversations')).toEqual(['Li'])
    await press('2 unconfirmed')
    expect(names('Conversations')).toEqual(['Mei'])
    await press('1 may be muted')
    expect(
      screen.getAllByRole('button', { name: /^Actions for/u }).map((one) => one.getAttribute('aria-label')),
    ).toEqual(['Actions for Boss'])
    await press('Open the inbox of Boss')
    expect(screen.getByRole('heading', { name: 'Boss' })).toBeTruthy()
  })

  it('counts the windows that close soon, and shows those conversations', async () => {
    const closing = { lastInboundAt: Date.now() - 23 * 3_600_000 }
    const { bridge } = await desk(
      [anAccount(1)],
      [
        aConversation(1, { contactAlias: 'Li', ...closing }),
        aConversation(2, { contactAlias: 'Mei', ...closing, triage: { kind: 'done' } }),
        aConversation(3, { contactAlias: 'Chen', lastInboundAt: Date.now() }),
      ],
    )
    expect(facts()).toEqual(['1 closing soon'])
    await press('1 closing soon')
    expect(names('Conversations')).toEqual(['Li'])
    await act(async () =>
      bridge.emit({
        kind: 'conversation',
        conversation: aConversation(1, { contactAlias: 'Li', lastInboundAt: Date.now() }),
      }),
    )
    expect(strip()).toBeNull()
  })

  it('is one click from signing in again', async () => {
    const { ui } = await desk([anAccount(1), anAccount(2, { alias: 'Shop', state: 'needs-sign-in' })])
    await press('1 needs sign-in')
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Sign in again: Shop' })))
    expect(ui.getState().signIn).toEqual({ kind: 'again', accountId: accountId(2) })
  })

  it('counts at the way to the accounts, which keeps its name', async () => {
    await desk([
      anAccount(1, { state: 'needs-sign-in', maybeMuted: true }),
      anAccount(2, { maybeMuted: true }),
      anAccount(3, { state: 'offline' }),
    ])
    const link = screen.getByRole('link', { name: 'Accounts' })
    expect(link.textContent).toBe('Accounts2')
    expect(document.getElementById(link.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      '2 accounts need you',
    )
  })
})

describe('P18: the conversation of an account that needs somebody', () => {
  const open = { ...aConversation(1, { contactAlias: 'Li' }), lastInboundAt: Date.now() - 60_000 }

  async function conversation(account: Partial<AccountSummary>, over: Partial<ConversationSummary> = {}) {
    const view = await desk(
      [anAccount(1, { alias: 'Studio', stateSince: NOW, ...account })],
      [{ ...open, ...over }],
    )
    await act(async () => view.ui.setState({ open: conversationId(1) }))
    return view
  }
  const meter = (name: string) => screen.getByRole('meter', { name })

  it.each(['needs-sign-in', 'checking', 'signed-out'] as const)(
    'offers to sign in again: %s',
    async (state) => {
      const { ui } = await conversation({ state })
      await press('Sign in again')
      expect(ui.getState().signIn).toEqual({ kind: 'again', accountId: accountId(1) })
    },
  )

  it('offers to reconnect what is offline until somebody has done something', async () => {
    const { bridge } = await conversation({ state: 'offline', reason: 'taken-elsewhere' })
    expect(screen.getByRole('alert').textContent).toContain('Close that program')
    await press('Reconnect')
    expect(bridge.asked).toContainEqual({ name: 'accounts.reconnect', input: { id: accountId(1) } })
  })

  it('says that its meters are worth nothing now', async () => {
    await conversation({ state: 'needs-sign-in' })
    for (const name of ['Reply window', 'Messages left']) {
      expect(meter(name).getAttribute('aria-valuenow')).toBe('0')
      expect(meter(name).getAttribute('aria-valuetext')).toBe('sign in to reply')
    }
    expect(screen.getByRole('listitem', { name: 'Li' }).textContent).toContain('sign in to reply')
  })

  it('says after a new sign-in that they must write once, although a history is there', async () => {
    await conversation({}, { lastInboundAt: null, wroteBefore: true })
    expect(meter('Reply window').getAttribute('aria-valuetext')).toBe('not written since the new sign-in')
    expect(screen.getByText(/signed in again, so Li must write once/u)).toBeTruthy()
    expect(screen.queryByText(/has not written to this account yet/u)).toBeNull()
  })
})

describe('P4: the marks of a row', () => {
  const last = { sender: null, at: NOW, part: { kind: 'text', text: 'hi' }, isResolved: false } as const
  const row = () => screen.getByRole('listitem', { name: 'Li' })

  it.each([
    ['refused', { failed: 1 }, 'FailedYou: hi'],
    ['unconfirmed', { unconfirmed: 1 }, 'UnconfirmedYou: hi'],
    ['accepted', { unconfirmed: 1 }, 'You: hi1 unconfirmed earlier'],
    ['accepted', { failed: 2 }, 'You: hi2 failed earlier'],
    [
      'unconfirmed',
      { failed: 1, unconfirmed: 2 },
      'UnconfirmedYou: hi+11 failed earlier+11 unconfirmed earlier',
    ],
  ] as const)('belong to their message: %s, %o', async (sendState, counts, words) => {
    await desk(
      [anAccount(1)],
      [aConversation(1, { contactAlias: 'Li', ...counts, last: { ...last, direction: 'out', sendState } })],
    )
    expect(row().textContent).toContain(words)
    if (!('failed' in counts)) expect(row().textContent).not.toMatch(/fail/iu)
  })

  it('say who of a group wrote last', async () => {
    const sender = { userId: 'wx_Bo@im.wechat', alias: 'Bo' }
    await desk(
      [anAccount(1)],
      [aConversation(1, { contactAlias: 'Li', last: { ...last, direction: 'in', sendState: null, sender } })],
    )
    expect(row().textContent).toContain('Bo: hi')
  })

  it('say nothing of a message that is dealt with', async () => {
    await desk(
      [anAccount(1)],
      [
        aConversation(1, {
          contactAlias: 'Li',
          last: { ...last, direction: 'out', sendState: 'refused', isResolved: true },
        }),
      ],
    )
    expect(row().textContent).not.toMatch(/fail/iu)
  })
})
