import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { Snapshot } from '#shared/model/changes.ts'
import { conversationsText } from '#shared/model/snapshot-text.ts'
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

  describe('between two frames', () => {
    /** A store whose frames come when they are told to, and what it tells of its replica. */
    async function framed() {
      const frames: (() => void)[] = []
      const bridge = new FakeBridge(aSnapshot({ conversations: [aConversation(1)] }))
      let isFree = true
      const longWaits: (() => void)[] = []
      const store = createReplicaStore(createClient(bridge), {
        next: (work) => void frames.push(work),
        isFree: () => isFree,
        after: () => new Promise((done) => longWaits.push(done)),
      })
      await store.start()
      const told: unknown[] = []
      store.state.subscribe(() => told.push(conversations(store)))
      const digested: number[] = []
      const deliver = async (unread: number) => {
        await bridge.deliver({ kind: 'conversation', conversation: aConversation(1, { unread }) })
        digested.push(unread)
      }
      const drawFrame = async () => {
        for (const work of frames.splice(0)) work()
        await Promise.resolve()
      }
      const write = () => {
        isFree = false
      }
      const waitLong = () => {
        for (const done of longWaits.splice(0)) done()
      }
      return { bridge, told, digested, deliver, drawFrame, write, waitLong }
    }

    it('uses a batch when it comes, and the others together when the frame begins', async () => {
      const { told, digested, deliver, drawFrame } = await framed()
      await deliver(1)
      expect(told).toEqual([[[1, 1]]])
      const others = [deliver(2), deliver(3)]
      await Promise.resolve()
      expect([told.length, digested]).toEqual([1, [1]])
      await drawFrame()
      await Promise.all(others)
      expect(told).toEqual([[[1, 1]], [[1, 3]]])
      expect(digested).toEqual([1, 2, 3])
    })

    it('waits with all of them while frames bring several, and no longer once one comes alone', async () => {
      const { told, deliver, drawFrame } = await framed()
      await deliver(1)
      const busy = [deliver(2)]
      await drawFrame()
      told.length = 0
      busy.push(deliver(3), deliver(4))
      expect(told).toEqual([])
      await drawFrame()
      expect(told).toEqual([[[1, 4]]])
      busy.push(deliver(5))
      await drawFrame()
      expect(told).toEqual([[[1, 4]], [[1, 5]]])
      await deliver(6)
      expect(told).toEqual([[[1, 4]], [[1, 5]], [[1, 6]]])
      await Promise.all(busy)
    })

    it('waits for the frame with a single batch too while somebody writes', async () => {
      const { told, digested, deliver, drawFrame, write } = await framed()
      write()
      const delivered = deliver(1)
      await Promise.resolve()
      expect([told, digested]).toEqual([[], []])
      await drawFrame()
      await delivered
      expect([told, digested]).toEqual([[[[1, 1]]], [1]])
    })

    it('takes more while a frame is long in coming, and draws all of it as one change', async () => {
      const { told, digested, deliver, drawFrame, write, waitLong } = await framed()
      write()
      for (const unread of [1, 2, 3, 4]) {
        const delivered = deliver(unread)
        waitLong()
        await delivered
      }
      expect([told, digested]).toEqual([[], [1, 2, 3, 4]])
      await drawFrame()
      expect(told).toEqual([[[1, 4]]])
    })

    it('drops of what waits only what a snapshot contains', async () => {
      const { bridge, told, write, drawFrame } = await framed()
      write()
      bridge.emitBatch({ from: 20, to: 21, changes: [] })
      bridge.snapshot = aSnapshot({ revision: 22, conversations: [aConversation(1, { unread: 2 })] })
      await drawFrame()
      await vi.waitFor(() => expect(told).toEqual([[[1, 2]]]))
      const change = (unread: number) => ({
        kind: 'conversation' as const,
        conversation: aConversation(1, { unread }),
      })
      bridge.emitBatch({ from: 21, to: 22, changes: [change(2)] })
      bridge.emitBatch({ from: 22, to: 23, changes: [change(3)] })
      bridge.emitBatch({ from: 23, to: 24, changes: [change(4)] })
      await drawFrame()
      expect(told).toEqual([[[1, 2]], [[1, 4]]])
      expect(bridge.inputs('app.snapshot')).toHaveLength(2)
    })

    it('takes one snapshot when something was missed before what waits', async () => {
      const { bridge, told, deliver, drawFrame } = await framed()
      await deliver(1)
      bridge.emitBatch({ from: 20, to: 21, changes: [] })
      bridge.emitBatch({ from: 21, to: 22, changes: [] })
      bridge.snapshot = aSnapshot({ revision: 22, conversations: [aConversation(1, { unread: 9 })] })
      await drawFrame()
      await vi.waitFor(() => expect(told.at(-1)).toEqual([[1, 9]]))
      expect(bridge.inputs('app.snapshot')).toHaveLength(2)
    })
  })

  describe('of a first part of the conversations', () => {
    const atLeisure = () => Promise.resolve()

    /** A store that has three conversations of five, and a main that answers for the others when it is told to. */
    async function parted() {
      const portions = [[1, 2, 3], [4], [5]].map((ids) => ids.map((id) => aConversation(id, { unread: 0 })))
      const asked: (number | null)[] = []
      const mayAnswer = Promise.withResolvers<void>()
      const all = portions.flat()
      const bridge = new FakeBridge(aSnapshot({ conversations: all }), [], {
        async 'app.otherConversations'({ after }) {
          asked.push(after)
          await mayAnswer.promise
          const place = portions.findIndex((some) => after === null || (some[0]?.id ?? 0) > after)
          const last = place + 1 < portions.length ? portions[place]?.at(-1)?.id : null
          return { text: conversationsText(portions[place] ?? []), last: last ?? null }
        },
      })
      bridge.first = new Set([1, 2, 5])
      const store = createReplicaStore(createClient(bridge), atOnce)
      await store.start()
      return { bridge, store, asked, answer: () => mayAnswer.resolve() }
    }

    it('P18: asks for the others in portions, once the page has time, and is whole then', async () => {
      const { store, asked, answer } = await parted()
      expect(conversations(store).map(([id]) => id)).toEqual([1, 2, 5])
      expect(store.state.getState().replica?.isWhole).toBe(false)
      const leisure = Promise.withResolvers<void>()
      const completed = store.complete(() => leisure.promise)
      await Promise.resolve()
      expect(asked).toEqual([])
      leisure.resolve()
      answer()
      await completed
      await store.complete(atLeisure)
      expect(asked).toEqual([null, 3, 4])
      expect(conversations(store).map(([id]) => id)).toEqual([1, 2, 5, 3, 4])
      expect(store.state.getState().replica?.isWhole).toBe(true)
    })

    it('P18: knows better what it was told meanwhile, of who came, changed, went and came back', async () => {
      const { bridge, store, answer } = await parted()
      const completed = store.complete(atLeisure)
      const put = (id: number, unread: number) =>
        bridge.emit({ kind: 'conversation', conversation: aConversation(id, { unread }) })
      const remove = (id: number) => bridge.emit({ kind: 'conversation-removed', id: aConversation(id).id })
      put(3, 7)
      put(9, 1)
      remove(2)
      remove(4)
      remove(5)
      put(5, 2)
      answer()
      await completed
      expect(conversations(store)).toEqual([
        [1, 0],
        [3, 7],
        [9, 1],
        [5, 2],
      ])
      const { replica } = store.state.getState()
      expect([...(replica?.unread.values() ?? [])]).toEqual([3])
    })

    it('counts those who came to need somebody before they were read', async () => {
      const needing = aConversation(4, { unread: 1, failed: 2 })
      const bridge = new FakeBridge(aSnapshot({ conversations: [aConversation(1), needing] }))
      bridge.first = new Set([1])
      const store = createReplicaStore(createClient(bridge), atOnce)
      await store.start()
      await store.complete(atLeisure)
      const counted = () => {
        const { replica } = store.state.getState()
        return [replica?.trouble.failed, [...(replica?.unread.values() ?? [])]]
      }
      expect(counted()).toEqual([2, [1]])
      bridge.emit({ kind: 'conversation', conversation: needing })
      expect(counted()).toEqual([2, [1]])
    })

    it('takes a whole snapshot after a gap, and nothing of what was asked before', async () => {
      const { bridge, store, answer } = await parted()
      const completed = store.complete(atLeisure)
      bridge.snapshot = aSnapshot({ revision: 10, conversations: [aConversation(1), aConversation(3)] })
      bridge.emitBatch({ from: 9, to: 10, changes: [] })
      await expect.poll(() => store.state.getState().replica?.isWhole).toBe(true)
      expect(bridge.inputs('app.snapshot')).toEqual([{ isWhole: false }, { isWhole: true }])
      answer()
      await completed
      expect(conversations(store).map(([id]) => id)).toEqual([1, 3])
    })

    it('takes a whole snapshot where the others cannot be had', async () => {
      const bridge = new FakeBridge(aSnapshot({ conversations: [aConversation(1), aConversation(2)] }), [], {
        'app.otherConversations': () => {
          throw new AppError('internal')
        },
      })
      bridge.first = new Set([1])
      const store = createReplicaStore(createClient(bridge), atOnce)
      await store.start()
      await store.complete(atLeisure)
      await expect.poll(() => store.state.getState().replica?.isWhole).toBe(true)
      expect(conversations(store).map(([id]) => id)).toEqual([1, 2])
    })

    it('begins with a first part again where nothing is known any more', async () => {
      const { bridge, store, answer } = await parted()
      const completed = store.complete(atLeisure)
      store.forget()
      answer()
      await completed
      expect(store.state.getState().replica).toBeNull()
      await store.start()
      expect(bridge.inputs('app.snapshot')).toEqual([{ isWhole: false }, { isWhole: false }])
      await store.complete(atLeisure)
      expect(conversations(store)).toHaveLength(5)
    })
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
