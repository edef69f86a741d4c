import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { Snapshot } from '#shared/model/changes.ts'
import { createClient } from '../api/client.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { atOnce } from '../test-support/frames.ts'
import { aConversation, anAccount, aSnapshot } from '../test-support/samples.ts'
import { createReplicaStore } from './replica-store.ts'

const conversations = (store: ReturnType<typeof createReplicaStore>) =>
  [...(store.state.getState().replica?.conversations.values() ?? [])].map(({ id, unread }) => [id, unread])

describe('createReplicaStore', () => {
  it('applies what arrives while the snapshot is on its way, and drops what the snapshot contains', async () => {
    const bridge: FakeBridge = new FakeBridge(aSnapshot(), [], {
      'app.snapshot': () => {
        bridge.emit({ kind: 'conversation', conversation: aConversation(1) })
        const snapshot = aSnapshot({ revision: 2, conversations: [aConversation(1, { unread: 1 })] })
        bridge.emit({ kind: 'conversation', conversation: aConversation(2) })
        return snapshot
      },
    })
    const store = createReplicaStore(createClient(bridge), atOnce)
    await store.start()
    expect(store.state.getState().replica?.revision).toBe(3)
    expect(conversations(store)).toEqual([
      [1, 1],
      [2, 0],
    ])
  })

  it('takes a new snapshot after a gap', async () => {
    const bridge = new FakeBridge(aSnapshot())
    const store = createReplicaStore(createClient(bridge), atOnce)
    await store.start()
    bridge.snapshot = aSnapshot({ revision: 10, accounts: [anAccount(1)] })
    bridge.emitBatch({ from: 9, to: 10, changes: [] })
    await expect.poll(() => store.state.getState().replica?.revision).toBe(10)
    expect(store.state.getState().replica?.accounts.size).toBe(1)
    expect(bridge.inputs('app.snapshot')).toHaveLength(2)
  })

  it('asks for one snapshot after a gap, whatever else was held', async () => {
    const bridge: FakeBridge = new FakeBridge(aSnapshot(), [], {
      'app.snapshot': () => {
        if (bridge.inputs('app.snapshot').length > 1) return aSnapshot({ revision: 12 })
        bridge.emitBatch({ from: 9, to: 10, changes: [] })
        bridge.emitBatch({ from: 10, to: 11, changes: [] })
        bridge.emitBatch({ from: 11, to: 12, changes: [] })
        return aSnapshot()
      },
    })
    const store = createReplicaStore(createClient(bridge), atOnce)
    await store.start()
    await expect.poll(() => store.state.getState().replica?.revision).toBe(12)
    expect(bridge.inputs('app.snapshot')).toHaveLength(2)
  })

  it('tells a failed snapshot by its code and tries again when asked', async () => {
    let refused = true
    const bridge = new FakeBridge(aSnapshot(), [], {
      'app.snapshot': () => {
        if (refused) throw new AppError('storage-failed')
        return aSnapshot()
      },
    })
    const store = createReplicaStore(createClient(bridge), atOnce)
    await store.start()
    expect(store.state.getState()).toEqual({ replica: null, error: 'storage-failed' })
    refused = false
    await store.start()
    expect(store.state.getState().error).toBeNull()
    expect(store.state.getState().replica?.revision).toBe(1)
  })

  it('uses a batch when it comes, lets one more come before the next frame, and the others after it', async () => {
    const frames: (() => void)[] = []
    const bridge = new FakeBridge(aSnapshot({ conversations: [aConversation(1)] }))
    const store = createReplicaStore(createClient(bridge), (work) => frames.push(work))
    await store.start()
    const deliver = (unread: number) =>
      bridge.deliver({ kind: 'conversation', conversation: aConversation(1, { unread }) })
    const drawFrame = () => {
      for (const work of frames.splice(0)) work()
    }

    await deliver(1)
    const order: string[] = []
    const second = deliver(2).then(() => order.push('digested'))
    await vi.waitFor(() => expect(conversations(store)).toEqual([[1, 2]]))
    order.push('drawn')
    drawFrame()
    await second
    expect(order).toEqual(['drawn', 'digested'])
    await deliver(3)
    expect(conversations(store)).toEqual([[1, 3]])
  })

  it('holds a batch that comes before the snapshot, and lets the next one come after it', async () => {
    const snapshot = Promise.withResolvers<Snapshot>()
    const bridge = new FakeBridge(aSnapshot(), [], { 'app.snapshot': () => snapshot.promise })
    const store = createReplicaStore(createClient(bridge), atOnce)
    const started = store.start()
    const order: string[] = []
    const digested = bridge
      .deliver({ kind: 'conversation', conversation: aConversation(1) })
      .then(() => order.push('digested'))
    await vi.waitFor(() => expect(bridge.asked).toHaveLength(1))
    order.push('snapshot')
    snapshot.resolve(aSnapshot())
    await Promise.all([started, digested])
    expect(order).toEqual(['snapshot', 'digested'])
    expect(conversations(store)).toEqual([[1, 0]])
  })
})
