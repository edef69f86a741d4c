// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { BroadcastState, BroadcastSummary } from '#shared/model/broadcast.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { aBroadcast, aSnapshot, broadcastId } from '../../test-support/samples.ts'
import { BroadcastList } from './broadcast-list.tsx'

const NONE = { queued: 0, sending: 0, accepted: 0, unconfirmed: 0, refused: 0, skipped: 0, cancelled: 0 }

async function list(broadcasts: BroadcastSummary[]) {
  const bridge = new FakeBridge(aSnapshot({ broadcasts }), [], {
    'broadcasts.repeat': () => ({ id: broadcastId(9) }),
  })
  const on = { onNew: vi.fn(), onOpenDraft: vi.fn(), onOpenRun: vi.fn() }
  await renderWith(bridge, <BroadcastList {...on} />)
  return { bridge, ...on }
}

const rows = () =>
  within(screen.getByRole('table', { name: 'Broadcasts' }))
    .getAllByRole('row')
    .slice(1)

async function choose(title: string, item: string) {
  const button = screen.getByRole('button', { name: `Actions for ${title}` })
  fireEvent.click(button)
  return await screen.findByRole('menuitem', { name: item })
}

describe('BroadcastList', () => {
  afterEach(cleanup)

  it.each<[BroadcastState, string]>([
    ['draft', 'Draft'],
    ['starting', 'Starting…'],
    ['running', 'Running'],
    ['paused', 'Paused'],
    ['stopped', 'Stopped'],
    ['finished', 'Finished'],
    ['cancelled', 'Cancelled'],
  ])('calls the state %s %s', async (state, word) => {
    await list([aBroadcast(1, { state })])
    expect(screen.getByText(word)).toBeTruthy()
  })

  it('says what runs, what waits, and why something stopped', async () => {
    await list([
      aBroadcast(1, { state: 'stopped', reason: 'restricted' }),
      aBroadcast(2, { state: 'cancelled', reason: 'restored' }),
      aBroadcast(3, { state: 'running', waitsForTurn: true }),
    ])
    const [waiting, restored, restricted] = rows().map(({ textContent }) => textContent)
    expect(waiting).toContain('Running · waits for its turn')
    expect(restored).toContain('the other computer may have gone on with it')
    expect(restricted).toContain('Give them a rest of some hours, then resume it')
  })

  it('says in words how far a run is', async () => {
    await list([aBroadcast(1, { counts: { ...NONE, accepted: 24, unconfirmed: 2, refused: 1 } })])
    expect(screen.getByText('24 of 27 accepted, 2 unconfirmed, 1 refused')).toBeTruthy()
    const bar = screen.getByRole('progressbar', { name: 'Progress of Broadcast 1' })
    expect(bar.getAttribute('aria-valuetext')).toBe('24 of 27 accepted, 2 unconfirmed, 1 refused')
  })

  it('shows the newest first, and opens drafts and runs', async () => {
    const { onOpenDraft, onOpenRun } = await list([
      aBroadcast(1),
      aBroadcast(3, { state: 'draft', title: '', startedAt: null }),
      aBroadcast(2),
    ])
    expect(rows().map((row) => within(row).getAllByRole('button')[0]?.textContent)).toEqual([
      'Untitled draft',
      'Broadcast 2',
      'Broadcast 1',
    ])
    fireEvent.click(screen.getByRole('button', { name: 'Untitled draft' }))
    expect(onOpenDraft).toHaveBeenCalledWith(3)
    fireEvent.click(screen.getByRole('button', { name: 'Broadcast 1' }))
    expect(onOpenRun).toHaveBeenCalledWith(1)
  })

  it('deletes a draft only after a question', async () => {
    const { bridge } = await list([aBroadcast(1, { state: 'draft' })])
    fireEvent.click(await choose('Broadcast 1', 'Delete…'))
    const question = await screen.findByRole('alertdialog')
    expect(bridge.inputs('broadcasts.removeDraft')).toEqual([])
    fireEvent.click(within(question).getByRole('button', { name: 'Delete draft' }))
    expect(bridge.inputs('broadcasts.removeDraft')).toEqual([{ id: 1 }])
  })

  it('deletes a run only once it has ended, and after a question', async () => {
    const { bridge } = await list([aBroadcast(1), aBroadcast(2, { state: 'paused' })])
    await choose('Broadcast 2', 'Open')
    expect(screen.queryByRole('menuitem', { name: 'Delete…' })).toBeNull()
    fireEvent.keyDown(screen.getByRole('menu'), { key: 'Escape' })
    fireEvent.click(await choose('Broadcast 1', 'Delete…'))
    const question = await screen.findByRole('alertdialog')
    fireEvent.click(within(question).getByRole('button', { name: 'Delete broadcast' }))
    expect(bridge.inputs('broadcasts.removeRun')).toEqual([{ id: 1 }])
  })

  it('keeps what is archived out of sight until it is asked for', async () => {
    const { bridge } = await list([aBroadcast(1), aBroadcast(2, { isArchived: true })])
    expect(rows()).toHaveLength(1)
    fireEvent.click(screen.getByRole('button', { name: 'Show 1 archived' }))
    expect(rows()).toHaveLength(2)
    fireEvent.click(await choose('Broadcast 2', 'Take out of archive'))
    expect(bridge.inputs('broadcasts.archive')).toEqual([{ id: 2, archived: false }])
  })

  it('compares runs by how many got it and how many of those answered', async () => {
    await list([
      aBroadcast(1, { answered: 1, counts: { ...NONE, accepted: 3, unconfirmed: 1, refused: 2 } }),
      aBroadcast(2),
    ])
    fireEvent.click(screen.getByRole('button', { name: 'Compare runs' }))
    const row = within(screen.getByRole('table', { name: 'Comparison' })).getByRole('row', {
      name: /Broadcast 1/u,
    })
    expect(
      within(row)
        .getAllByRole('cell')
        .slice(1)
        .map((cell) => cell.textContent),
    ).toEqual(['6', '3', '2', '1', '0', '1', '25%'])
  })

  it('repeats a run as a new draft and opens that', async () => {
    const counts = { ...NONE, accepted: 2, refused: 1 }
    const { bridge, onOpenDraft } = await list([aBroadcast(1, { counts })])
    fireEvent.click(await choose('Broadcast 1', 'For those it did not reach'))
    await waitFor(() => expect(onOpenDraft).toHaveBeenCalledWith(9))
    expect(bridge.inputs('broadcasts.repeat')).toEqual([{ id: 1, which: 'unreached' }])
  })

  it('does not take those who are still to get it for unreached', async () => {
    await list([aBroadcast(1, { state: 'paused', counts: { ...NONE, accepted: 2, queued: 1 } })])
    const item = await choose('Broadcast 1', 'For those it did not reach')
    expect(item.getAttribute('aria-disabled')).toBe('true')
  })

  it('begins with one sentence and the way to begin', async () => {
    const { onNew } = await list([])
    expect(screen.getByText(/No broadcasts yet/u)).toBeTruthy()
    expect(screen.queryByRole('table')).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'New broadcast' }))
    expect(onNew).toHaveBeenCalled()
  })
})
