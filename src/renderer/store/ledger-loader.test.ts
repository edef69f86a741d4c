import { describe, expect, it, vi } from 'vitest'
import type { InputOf, OutputOf } from '#shared/contract/index.ts'
import { LEDGER_PORTION } from '#shared/limits.ts'
import type { BroadcastDetails } from '#shared/model/broadcast.ts'
import { createClient } from '../api/client.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { atOnce } from '../test-support/frames.ts'
import { aLedger, aRecipient, aSnapshot, broadcastId } from '../test-support/samples.ts'
import { createLedgerLoader } from './ledger-loader.ts'
import { createReplicaStore } from './replica-store.ts'

const ID = broadcastId(1)

async function started(
  show: () => BroadcastDetails | Promise<BroadcastDetails>,
  lines: (input: InputOf<'broadcasts.lines'>) => OutputOf<'broadcasts.lines'> = () => [],
) {
  const bridge = new FakeBridge(aSnapshot(), [], { 'broadcasts.show': show, 'broadcasts.lines': lines })
  const client = createClient(bridge)
  const store = createReplicaStore(client, atOnce)
  await store.start()
  const ledger = () => store.state.getState().replica?.ledger ?? null
  const states = () => [...(ledger()?.recipients.values() ?? [])].map(({ state }) => state)
  return { bridge, loader: createLedgerLoader(client, store), ledger, states }
}

/** An answer that comes when it is told to. */
function delayed() {
  const answer = Promise.withResolvers<BroadcastDetails>()
  return { show: () => answer.promise, answer: answer.resolve }
}

describe('ledger', () => {
  it('watches a run before it loads it, so that nothing is missed between the two', async () => {
    const { bridge, loader, ledger, states } = await started(() => aLedger([aRecipient(0), aRecipient(1)]))
    await loader.open(ID)
    expect(bridge.asked.slice(1).map(({ name }) => name)).toEqual(['broadcasts.watch', 'broadcasts.show'])
    expect(bridge.inputs('broadcasts.watch')).toEqual([{ id: 1 }])
    expect(ledger()?.details).toMatchObject({ text: 'The shop is open again.', paceMs: 3_000 })
    expect(states()).toEqual(['accepted', 'accepted'])
  })

  it('asks for a long ledger portion by portion', async () => {
    const all = Array.from({ length: LEDGER_PORTION + 2 }, (_, place) => aRecipient(place))
    const { bridge, loader, ledger } = await started(
      () => aLedger(all.slice(0, LEDGER_PORTION)),
      ({ from }) => all.slice(from, from + LEDGER_PORTION),
    )
    await loader.open(ID)
    expect(ledger()?.recipients.size).toBe(LEDGER_PORTION + 2)
    expect(bridge.inputs('broadcasts.lines')).toEqual([{ id: 1, from: LEDGER_PORTION }])
  })

  it('follows the run that is open and no other one', async () => {
    const { bridge, loader, ledger, states } = await started(() =>
      aLedger([aRecipient(0, { state: 'queued' }), aRecipient(1, { state: 'queued' })]),
    )
    await loader.open(ID)
    const untouched = ledger()?.recipients.get(1)
    bridge.emit(
      { kind: 'broadcast-recipient', recipient: aRecipient(0, { state: 'sending' }) },
      { kind: 'broadcast-recipient', recipient: aRecipient(0, { state: 'refused' }) },
      { kind: 'broadcast-recipient', recipient: aRecipient(1, { broadcastId: broadcastId(2) }) },
    )
    expect(states()).toEqual(['refused', 'queued'])
    expect(ledger()?.recipients.get(1)).toBe(untouched)
  })

  it('keeps what changes while the run is being loaded', async () => {
    const { show, answer } = delayed()
    const { bridge, loader, states } = await started(show)
    const opening = loader.open(ID)
    bridge.emit({ kind: 'broadcast-recipient', recipient: aRecipient(1, { state: 'unconfirmed' }) })
    answer(aLedger([aRecipient(0), aRecipient(1, { state: 'sending' })]))
    await opening
    expect(states()).toEqual(['accepted', 'unconfirmed'])
  })

  it('does not use an answer that another opening has overtaken', async () => {
    const { show, answer } = delayed()
    const shows = [show, () => aLedger([aRecipient(0, { state: 'refused' })])]
    const { loader, states } = await started(() => shows.shift()?.() ?? aLedger([]))
    const first = loader.open(ID)
    await loader.open(ID)
    answer(aLedger([aRecipient(0, { state: 'queued' })]))
    await first
    expect(states()).toEqual(['refused'])
  })

  it('is not there after a gap, and nothing of before comes back with a late answer', async () => {
    const { show, answer } = delayed()
    const { bridge, loader, ledger } = await started(show)
    const opening = loader.open(ID)
    bridge.emitBatch({ from: 7, to: 8, changes: [] })
    await vi.waitFor(() => expect(ledger()).toBeNull())
    answer(aLedger([aRecipient(0)]))
    await opening
    expect(ledger()).toBeNull()
  })

  it('lets go of the run', async () => {
    const { bridge, loader, ledger } = await started(() => aLedger([aRecipient(0)]))
    await loader.open(ID)
    loader.close()
    expect(ledger()).toBeNull()
    expect(bridge.inputs('broadcasts.watch')).toEqual([{ id: 1 }, { id: null }])
    bridge.emit({ kind: 'broadcast-recipient', recipient: aRecipient(0) })
    expect(ledger()).toBeNull()
  })
})
