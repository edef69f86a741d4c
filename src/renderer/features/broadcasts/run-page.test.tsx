// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { BroadcastDetails, BroadcastRecipient, BroadcastSummary } from '#shared/model/broadcast.ts'
import { useReplica } from '../../store/hooks.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import {
  aBroadcast,
  aConversation,
  accountId,
  aLedger,
  anAccount,
  anItem,
  aRecipient,
  aSnapshot,
  broadcastId,
  conversationId,
} from '../../test-support/samples.ts'
import { RunPage, type RunPageProps } from './run-page.tsx'

const TODAY = new Date(new Date().setHours(14, 5, 0, 0)).getTime()

/** The page of the first run, as long as it is there. */
function Page(props: Omit<RunPageProps, 'broadcast'>) {
  const broadcast = useReplica((replica) => replica.broadcasts.get(broadcastId(1)))
  return broadcast ? <RunPage broadcast={broadcast} {...props} /> : null
}

/** Puts the clock to five past two, as long as a test takes. */
function stopClock(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: TODAY })
}

async function run(
  recipients: BroadcastRecipient[],
  over: Partial<BroadcastSummary> = {},
  details: Partial<BroadcastDetails> = {},
  handlers: ConstructorParameters<typeof FakeBridge>[2] = {},
) {
  const snapshot = aSnapshot({
    accounts: [anAccount(1, { alias: '工作室' }), anAccount(2, { alias: '门店' })],
    conversations: [aConversation(1, { contactAlias: '老王' }), aConversation(2, { contactAlias: '李姐' })],
    broadcasts: [aBroadcast(1, over)],
  })
  const bridge = new FakeBridge(snapshot, [], {
    'broadcasts.show': () => aLedger(recipients, details),
    'broadcasts.repeat': () => ({ id: broadcastId(9) }),
    'broadcasts.export': () => ({ saved: true }),
    ...handlers,
  })
  const on = { onBack: vi.fn(), onOpenDraft: vi.fn(), onShowConversation: vi.fn() }
  const view = await renderWith(bridge, <Page {...on} />)
  await act(async () => {})
  return { bridge, ...view, ...on }
}

const table = (name = 'Recipients') => screen.getByRole('table', { name })
const rows = (name?: string) => within(table(name)).getAllByRole('row').slice(1)
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const contacts = () => rows().map((row) => within(row).getByRole('rowheader').textContent)

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('a run', () => {
  it('says how far it is, when it will be through, and who was left alone', async () => {
    stopClock()
    await run(
      [
        aRecipient(0),
        aRecipient(1, { state: 'refused' }),
        aRecipient(2, { state: 'queued' }),
        aRecipient(3, { isPlanned: false, state: 'skipped', skip: 'excluded' }),
      ],
      {
        state: 'running',
        endsAt: TODAY + 600_000,
        answered: 1,
        breakers: [
          { accountId: accountId(2), reason: 'rate-limited' },
          { accountId: accountId(7), reason: 'needs-sign-in' },
        ],
      },
    )
    expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('2 of 3 done')
    expect(screen.getByText(/done at about 14:15/u)).toBeTruthy()
    expect(screen.getByText(/1 of 3 accepted, 1 queued, 1 refused · 1 answered/u)).toBeTruthy()
    expect(
      within(screen.getByRole('list', { name: 'Accounts no longer used' }))
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      '门店: the server asked for a pause, so it was not used further.',
      'Removed account: it has to sign in again, so it was not used further.',
    ])
  })

  it('says which accounts it waits for, as they stand, and no end that has passed', async () => {
    stopClock()
    const { bridge } = await run([aRecipient(0, { state: 'queued' })], {
      state: 'running',
      endsAt: TODAY - 60_000,
      waitsFor: [accountId(2), accountId(7)],
    })
    const waiting = () =>
      within(screen.getByRole('list', { name: 'Accounts it waits for' }))
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent)
    act(() => bridge.emit({ kind: 'account', account: anAccount(2, { alias: '门店', state: 'checking' }) }))
    expect(waiting()).toEqual(['Waiting for 门店 (Checking): its people get it once it can send again.'])
    expect(screen.queryByText(/done at about/u)).toBeNull()
    act(() => bridge.emit({ kind: 'broadcast', broadcast: aBroadcast(1, { state: 'running' }) }))
    expect(screen.queryByRole('list', { name: 'Accounts it waits for' })).toBeNull()
  })

  it('shows whom it is for once it has started, not a part of them before', async () => {
    const { bridge } = await run([aRecipient(0), aRecipient(1)], { state: 'starting' })
    expect(screen.queryByRole('table')).toBeNull()
    await act(async () => bridge.emit({ kind: 'broadcast', broadcast: aBroadcast(1, { state: 'running' }) }))
    await waitFor(() => expect(rows()).toHaveLength(2))
    expect(bridge.inputs('broadcasts.show')).toHaveLength(1)
  })

  it('shows what it says as frozen', async () => {
    const text = 'Dear {contact},\n  we are open again.'
    const files = [
      { name: 'catalogue.pdf', sendKind: 'file', size: 2_048, kind: 'other' },
      { name: 'door.jpg', sendKind: 'image', size: null, kind: 'image' },
    ] as const
    await run([], {}, { text, files: [...files], fallbacks: { contact: 'friend', account: '' } })
    expect(document.querySelector('.as-typed')?.textContent).toBe(text)
    expect(
      within(screen.getByRole('list', { name: 'Files' }))
        .getAllByRole('listitem')
        .map((one) => one.textContent),
    ).toEqual(['catalogue.pdf · File, 2 KB', 'door.jpg · Image, no longer on this computer'])
    expect(screen.getByText(/called “friend”/u)).toBeTruthy()
    expect(screen.getByText(/cannot change after the start/u)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Edit/u })).toBeNull()
  })

  it('is paused, resumed, and cancelled only after a question', async () => {
    const { bridge } = await run([aRecipient(0, { state: 'queued' })], { state: 'running' })
    const button = screen.getByRole('button', { name: 'Pause' })
    button.focus()
    press('Pause')
    await act(async () => bridge.emit({ kind: 'broadcast', broadcast: aBroadcast(1, { state: 'paused' }) }))
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Resume' }))
    press('Resume')
    await act(async () => {})
    press('Cancel broadcast')
    const question = await screen.findByRole('alertdialog', { name: 'Cancel this broadcast?' })
    expect(question.textContent).toContain('What was sent stays sent')
    expect(bridge.inputs('broadcasts.cancel')).toEqual([])
    fireEvent.click(within(question).getByRole('button', { name: 'Cancel broadcast' }))
    await waitFor(() => expect(bridge.inputs('broadcasts.cancel')).toEqual([{ id: 1 }]))
    expect(bridge.inputs('broadcasts.pause')).toEqual([{ id: 1 }])
    expect(bridge.inputs('broadcasts.resume')).toEqual([{ id: 1 }])
  })

  it('retries what failed, and what is unconfirmed only knowingly', async () => {
    const { bridge } = await run([
      aRecipient(0, { state: 'refused' }),
      aRecipient(1, { state: 'unconfirmed' }),
    ])
    press('Retry failed')
    expect(bridge.inputs('broadcasts.retry')).toEqual([{ id: 1, unconfirmedToo: false }])
    await act(async () => {})
    press('Retry unconfirmed too…')
    const question = await screen.findByRole('alertdialog')
    expect(question.textContent).toContain('may get it twice')
    fireEvent.click(within(question).getByRole('button', { name: 'Send again' }))
    expect(bridge.inputs('broadcasts.retry').at(-1)).toEqual({ id: 1, unconfirmedToo: true })
  })

  it.each([
    ['broadcast-nobody-reachable', /None of the people chosen can be reached now/u],
    ['broadcast-file-missing', /not on this computer any more/u],
  ] as const)('says that a retry was refused with %s until something else is done', async (code, words) => {
    const { bridge } = await run(
      [aRecipient(0, { state: 'refused' })],
      {},
      {},
      {
        'broadcasts.retry': () => {
          throw new AppError(code)
        },
      },
    )
    press('Retry failed')
    expect((await screen.findByRole('alert')).textContent).toMatch(words)
    expect(bridge.inputs('broadcasts.retry')).toHaveLength(1)
    press('Export results')
    expect(screen.queryByRole('alert')).toBeNull()
    expect(await screen.findByText('Saved.')).toBeTruthy()
  })

  it('offers to retry nothing where nothing failed, whoever the plan had left out', async () => {
    await run([aRecipient(0), aRecipient(1, { isPlanned: false, state: 'skipped', skip: 'excluded' })])
    expect(screen.queryByRole('button', { name: /Retry/u })).toBeNull()
  })

  it.each([
    ['running', /pause the broadcast or wait/u],
    ['cancelled', /repeat it as new/u],
  ] as const)('says why nothing can be retried while it is %s', async (state, why) => {
    const { bridge } = await run([aRecipient(0, { state: 'refused' })], { state })
    const button = screen.getByRole('button', { name: 'Retry failed' })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    const id = button.getAttribute('aria-describedby') ?? ''
    expect(document.getElementById(id)?.textContent).toMatch(why)
    fireEvent.click(button)
    expect(bridge.inputs('broadcasts.retry')).toEqual([])
  })

  it('exports, and says when that is done', async () => {
    const { bridge } = await run([aRecipient(0)])
    press('Export results')
    expect(await screen.findByText('Saved.')).toBeTruthy()
    expect(bridge.inputs('broadcasts.export')).toEqual([{ id: 1 }])
  })

  it('is repeated for everybody', async () => {
    const { bridge, onOpenDraft } = await run([aRecipient(0)])
    press('Repeat as new')
    fireEvent.click(await screen.findByRole('menuitem', { name: 'For everybody' }))
    await waitFor(() => expect(onOpenDraft).toHaveBeenCalledWith(9))
    expect(bridge.inputs('broadcasts.repeat')).toEqual([{ id: 1, which: 'all' }])
  })

  it('takes the focus, and leads back', async () => {
    const { onBack } = await run([aRecipient(0)])
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }))
    press('All broadcasts')
    expect(onBack).toHaveBeenCalled()
  })

  it('says when its ledger could not be loaded, and tries again', async () => {
    let fails = true
    await run(
      [],
      {},
      {},
      {
        'broadcasts.show': () => {
          if (fails) throw new AppError('internal')
          return aLedger([aRecipient(0)])
        },
      },
    )
    expect(screen.getByRole('alert').textContent).toContain('could not be loaded')
    fails = false
    press('Try again')
    expect(await screen.findByRole('table', { name: 'Recipients' })).toBeTruthy()
  })
})

describe('the ledger of a run', () => {
  it.each([
    ['queued', 'Queued'],
    ['sending', 'Sending'],
    ['accepted', 'Accepted'],
    ['unconfirmed', 'Unconfirmed'],
    ['refused', 'Refused'],
    ['skipped', 'Skipped'],
    ['cancelled', 'Cancelled'],
  ] as const)('calls %s %s', async (state, word) => {
    await run([aRecipient(0, { state })])
    expect(within(table()).getByText(word)).toBeTruthy()
  })

  it.each([
    ['window-closed', 'Window closed'],
    ['quota-short', 'Quota short'],
    ['excluded', 'Excluded'],
    ['account-offline', 'Account offline'],
    ['account-may-be-muted', 'Account may be muted'],
    ['reserve', 'Reserve'],
  ] as const)('calls the reason %s %s', async (skip, words) => {
    await run([
      aRecipient(0, { state: 'skipped', skip, items: [] }),
      aRecipient(1, { isPlanned: false, state: 'skipped', skip, items: [] }),
    ])
    expect(within(table()).getByText(words)).toBeTruthy()
    expect(within(table('Skipped')).getByText(words)).toBeTruthy()
  })

  it('says who, why, when, and that somebody has answered', async () => {
    const refused = anItem({ state: 'refused', reason: 'quota-used' })
    const { onShowConversation } = await run([
      aRecipient(0, { state: 'refused', items: [anItem(), refused], settledAt: TODAY, answeredAt: TODAY }),
      aRecipient(6, { accountId: accountId(7) }),
    ])
    const [first, gone] = rows()
    expect(first?.textContent).toMatch(
      /老王.*工作室.*Refused.*ten replies.*1 of 2 accepted.*14:05.*Answered 14:05/u,
    )
    expect(gone?.textContent).toMatch(/Contact 000007.*Removed account/u)
    fireEvent.click(screen.getByRole('button', { name: '老王' }))
    expect(onShowConversation).toHaveBeenCalledWith({ id: conversationId(1), accountId: accountId(1) })
    expect(screen.queryByRole('button', { name: 'Contact 000007' })).toBeNull()
  })

  it('tells on demand what became of each message', async () => {
    const items = [
      anItem(),
      anItem({ state: 'unconfirmed', reason: 'answer-lost', resolution: 'marked-as-sent' }),
      anItem({ state: 'waiting-for-contact', reason: 'behind-refused', messageId: null }),
    ]
    const files = [{ name: 'a.pdf', sendKind: 'file', size: 1, kind: 'other' }] as const
    await run([aRecipient(0, { state: 'unconfirmed', items })], {}, { files: [...files] })
    const button = screen.getByRole('button', { name: '1 of 3 accepted: messages to 老王' })
    expect(button.getAttribute('aria-expanded')).toBe('false')
    fireEvent.click(button)
    expect(button.getAttribute('aria-expanded')).toBe('true')
    const list = screen.getByRole('list', { name: 'Messages to 老王' })
    expect(
      within(list)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Text · Accepted',
      'Text · Unconfirmed · Marked as sent',
      expect.stringMatching(/^a\.pdf · Waiting for contact · An earlier message was refused/u),
    ])
  })

  it('follows changes live, and shows those of a kind', async () => {
    const { bridge } = await run([
      aRecipient(0, { state: 'queued' }),
      aRecipient(1, { state: 'refused', answeredAt: TODAY }),
    ])
    const choose = (name: string) => fireEvent.click(screen.getByRole('radio', { name }))
    choose('Open')
    expect(contacts()).toEqual(['老王'])
    act(() => bridge.emit({ kind: 'broadcast-recipient', recipient: aRecipient(0, { state: 'accepted' }) }))
    expect(screen.getByText('Nobody at the moment.')).toBeTruthy()
    choose('Accepted')
    expect(contacts()).toEqual(['老王'])
    choose('Refused')
    expect(contacts()).toEqual(['李姐'])
    choose('Answered')
    expect(contacts()).toEqual(['李姐'])
    choose('All')
    expect(contacts()).toEqual(['老王', '李姐'])
    expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('2 of 2 done')
  })

  it('moves nothing under the pointer', async () => {
    const { bridge } = await run([aRecipient(0, { state: 'queued' }), aRecipient(1, { state: 'queued' })])
    fireEvent.click(screen.getByRole('radio', { name: 'Open' }))
    const body = within(table()).getAllByRole('rowgroup')[1]
    if (!body) throw new Error('no rows')
    fireEvent.pointerMove(body)
    act(() => bridge.emit({ kind: 'broadcast-recipient', recipient: aRecipient(0, { state: 'accepted' }) }))
    expect(contacts()).toEqual(['老王', '李姐'])
    expect(within(table()).getByText('Accepted')).toBeTruthy()
    fireEvent.pointerLeave(body)
    expect(contacts()).toEqual(['李姐'])
  })

  it('is loaded again after a gap', async () => {
    const { bridge } = await run([aRecipient(0)])
    await act(async () => bridge.emitBatch({ from: 7, to: 8, changes: [] }))
    await waitFor(() => expect(bridge.inputs('broadcasts.show')).toHaveLength(2))
    expect(contacts()).toEqual(['老王'])
  })

  it('is let go of with the page', async () => {
    const { bridge, unmount } = await run([aRecipient(0)])
    unmount()
    expect(bridge.inputs('broadcasts.watch').at(-1)).toEqual({ id: null })
  })

  it('is sorted by a column, and goes back to sending order', async () => {
    await run([aRecipient(0), aRecipient(1, { state: 'refused' })])
    const head = within(table()).getByRole('columnheader', { name: 'State' })
    const sort = () => fireEvent.click(within(head).getByRole('button'))
    sort()
    expect([contacts(), head.getAttribute('aria-sort')]).toEqual([['李姐', '老王'], 'ascending'])
    sort()
    expect([contacts(), head.getAttribute('aria-sort')]).toEqual([['老王', '李姐'], 'descending'])
    sort()
    expect(head.getAttribute('aria-sort')).toBeNull()
  })

  it('draws of a thousand people those in view, and counts them all', async () => {
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(400)
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(41)
    await run(Array.from({ length: 1_000 }, (_, place) => aRecipient(place)))
    const drawn = within(table()).getAllByRole('row')
    expect(drawn.length).toBeGreaterThan(10)
    expect(drawn.length).toBeLessThan(60)
    expect(table().getAttribute('aria-rowcount')).toBe('1001')
    expect(drawn.slice(0, 3).map((row) => row.getAttribute('aria-rowindex'))).toEqual(['1', '2', '3'])
  })

  it('keeps a long list of those left out short until it is asked for', async () => {
    const skipped = Array.from({ length: 30 }, (_, place) =>
      aRecipient(place, { isPlanned: false, state: 'skipped', skip: 'excluded', items: [] }),
    )
    await run(skipped)
    expect(rows('Skipped')).toHaveLength(10)
    press('Show all 30')
    expect(rows('Skipped')).toHaveLength(30)
  })
})
