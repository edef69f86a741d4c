// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { BroadcastSummary } from '#shared/model/broadcast.ts'
import { type WallTime, wallTimeAt } from '#shared/model/wall-time.ts'
import { useReplica } from '../../store/hooks.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import {
  aBroadcast,
  aLedger,
  anAccount,
  aRecipient,
  aSnapshot,
  broadcastId,
} from '../../test-support/samples.ts'
import { BroadcastList } from './broadcast-list.tsx'
import { RunPage } from './run-page.tsx'

const TODAY = new Date(new Date().setHours(14, 5, 0, 0)).getTime()
const DUE = wallTimeAt(TODAY + 3 * 3_600_000)

const scheduled = (over: Partial<BroadcastSummary> = {}) =>
  aBroadcast(1, {
    ...{ state: 'scheduled', startedAt: null, endedAt: null },
    scheduled: { due: DUE, people: 120 },
    ...over,
  })

const onOpenDraft = vi.fn()

function Page() {
  const broadcast = useReplica((replica) => replica.broadcasts.get(broadcastId(1)))
  const nothing = () => {}
  return broadcast ? (
    <RunPage broadcast={broadcast} onBack={nothing} onOpenDraft={onOpenDraft} onShowConversation={nothing} />
  ) : null
}

async function open(
  over: Partial<BroadcastSummary> = {},
  handlers: ConstructorParameters<typeof FakeBridge>[2] = {},
) {
  vi.useFakeTimers({ toFake: ['Date'], now: TODAY })
  const snapshot = aSnapshot({ accounts: [anAccount(1)], broadcasts: [scheduled(over)] })
  const bridge = new FakeBridge(snapshot, [], { 'broadcasts.show': () => aLedger([]), ...handlers })
  await renderWith(bridge, <Page />)
  await act(async () => {})
  return bridge
}

const press = (name: string, within_ = screen as Pick<typeof screen, 'getByRole'>) =>
  fireEvent.click(within_.getByRole('button', { name }))

describe('a scheduled broadcast', () => {
  afterEach(() => {
    cleanup()
    vi.useRealTimers()
    onOpenDraft.mockClear()
  })

  it('says when it starts and for how many, and offers nothing that a run offers', async () => {
    await open()
    screen.getByText('Scheduled')
    screen.getByText('Starts 17:05 for 120 people')
    expect(screen.queryByRole('alert')).toBeNull()
    expect(screen.queryByRole('table', { name: 'Recipients' })).toBeNull()
    for (const name of ['Pause', 'Export results', 'Repeat as new'])
      expect(screen.queryByRole('button', { name })).toBeNull()
  })

  it('is moved, made a draft again, and cancelled after a question', async () => {
    const bridge = await open(
      {},
      {
        'broadcasts.move': () => undefined,
        'broadcasts.toDraft': () => undefined,
        'broadcasts.cancel': () => undefined,
      },
    )
    press('Change time')
    const dialog = within(await screen.findByRole('dialog', { name: 'Start at a time' }))
    const time = dialog.getByLabelText<HTMLInputElement>('Time')
    expect(time.value).toBe(DUE)
    fireEvent.change(time, { target: { value: wallTimeAt(TODAY) } })
    dialog.getByRole('alert')
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Schedule' }).disabled).toBe(true)
    const later = wallTimeAt(TODAY + 5 * 3_600_000)
    fireEvent.change(time, { target: { value: later } })
    press('Schedule', dialog)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(bridge.inputs('broadcasts.move')).toEqual([{ id: 1, due: later }])
    press('Cancel broadcast')
    const question = within(await screen.findByRole('alertdialog'))
    press('Cancel broadcast', question)
    await waitFor(() => expect(bridge.inputs('broadcasts.cancel')).toEqual([{ id: 1 }]))
    press('Back to draft')
    await waitFor(() => expect(onOpenDraft).toHaveBeenCalledWith(1))
  })

  it('asks where its time was missed, and is started after a question', async () => {
    const bridge = await open(
      { reason: 'time-missed', scheduled: { due: '2026-03-01T09:00' as WallTime, people: 1 } },
      {
        'broadcasts.startNow': () => {
          throw new AppError('broadcast-nobody-reachable')
        },
      },
    )
    expect(screen.getByRole('alert').textContent).toMatch(/It was to start .*09:00\. Linkboard was closed/u)
    press('Start now')
    const question = await screen.findByRole('alertdialog', { name: 'Start this broadcast now?' })
    expect(question.textContent).toContain('1 person')
    press('Start now', within(question))
    await waitFor(() => expect(bridge.inputs('broadcasts.startNow')).toEqual([{ id: 1 }]))
    await screen.findByText(/None of the people chosen can be reached now/u)
  })

  it.each([
    ['start-failed', /could not start/u],
    ['restored', /comes from a backup/u],
  ] as const)('says why it did not start: %s', async (reason, words) => {
    await open({ reason })
    expect(screen.getByRole('alert').textContent).toMatch(words)
  })

  it('shows its ledger once it is a run, whatever was told in between', async () => {
    let lines = aLedger([])
    const bridge = await open({}, { 'broadcasts.show': () => lines })
    lines = aLedger([aRecipient(0)])
    const running = aBroadcast(1, { state: 'running', startedAt: TODAY })
    await act(() => bridge.deliver({ kind: 'broadcast', broadcast: running }))
    await waitFor(() =>
      expect(within(screen.getByRole('table', { name: 'Recipients' })).getAllByRole('row')).toHaveLength(2),
    )
  })

  it('stands in the list with its time, and one that asks with why', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: TODAY })
    const asking = { ...scheduled({ reason: 'time-missed' }), id: broadcastId(2) }
    const draft = aBroadcast(3, { state: 'draft', startedAt: null, endedAt: null, reason: 'start-failed' })
    const nothing = () => {}
    await renderWith(
      new FakeBridge(aSnapshot({ broadcasts: [scheduled(), asking, draft] })),
      <BroadcastList onNew={nothing} onOpenDraft={nothing} onOpenRun={nothing} />,
    )
    const rows = screen.getAllByRole('row').map(({ textContent }) => textContent)
    expect(rows.filter((row) => row?.includes('Starts 17:05'))).toHaveLength(1)
    expect(rows.filter((row) => row?.includes('It was to start 17:05. Linkboard was closed'))).toHaveLength(1)
    expect(rows.filter((row) => row?.includes('DraftIt could not start'))).toHaveLength(1)
  })
})
