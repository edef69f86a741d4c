import { describe, expect, it } from 'vitest'
import { createClient } from '../api/client.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { atOnce } from '../test-support/frames.ts'
import { aConversation, aMessage, aSnapshot, conversationId, messageId } from '../test-support/samples.ts'
import { createHistory } from './history.ts'
import { createReplicaStore } from './replica-store.ts'

const ID = conversationId(1)

async function opened(count: number, handlers: ConstructorParameters<typeof FakeBridge>[2] = {}) {
  const messages = Array.from({ length: count }, (_, index) => aMessage(index + 1))
  const bridge = new FakeBridge(aSnapshot({ conversations: [aConversation(1)] }), messages, handlers)
  const client = createClient(bridge)
  const store = createReplicaStore(client, atOnce)
  await store.start()
  const history = createHistory(client, store)
  await history.open(ID)
  const log = () => {
    const found = store.state.getState().replica?.logs.get(ID)
    if (!found) throw new Error('no log')
    return found
  }
  const span = () => [log().messages[0]?.id, log().messages.at(-1)?.id]
  return { bridge, store, history, log, span }
}

describe('history', () => {
  it('watches a conversation and opens it at its newest page', async () => {
    const { bridge, log, span } = await opened(200)
    expect(bridge.inputs('app.watch')).toEqual([{ conversationIds: [ID] }])
    expect(span()).toEqual([141, 200])
    expect([log().hasOlder, log().hasNewer]).toEqual([true, false])
  })

  it('opens a conversation that is still loaded without asking for it again', async () => {
    const { bridge, history } = await opened(10)
    await history.open(ID)
    expect(bridge.inputs('messages.page')).toHaveLength(1)
  })

  it('loads older messages until the beginning', async () => {
    const { history, log, span } = await opened(100)
    await history.loadOlder(ID)
    expect(span()).toEqual([1, 100])
    expect(log().hasOlder).toBe(false)
  })

  it('reads through thousands with few requests, and keeps no more of them loaded than a good deal around', async () => {
    const { bridge, history, log, span } = await opened(5000)
    while (log().hasOlder) {
      await history.loadOlder(ID)
      expect(log().messages.length).toBeLessThanOrEqual(1200)
    }
    expect(bridge.inputs('messages.page').length).toBeLessThan(45)
    expect(span()).toEqual([1, 1200])
    expect(log().hasNewer).toBe(true)
    while (log().hasNewer) await history.loadNewer(ID)
    expect(span()).toEqual([3801, 5000])
    expect(log().hasOlder).toBe(true)
  })

  it('leaves no gap where it grows at both ends at once, and one cuts the other off', async () => {
    const { history, log } = await opened(5000)
    for (let page = 0; page < 11; page += 1) await history.loadOlder(ID)
    expect(log().hasNewer).toBe(true)
    await Promise.all([history.loadOlder(ID), history.loadNewer(ID), history.loadOlder(ID)])
    const ids = log().messages.map(({ id }) => id)
    expect(ids).toEqual(ids.map((_, index) => (ids[0] ?? 0) + index))
  })

  it('goes to a day with what stands around it, on to the newest, and back to the end', async () => {
    const { history, log, span } = await opened(500)
    expect(await history.toTime(ID, aMessage(100).at)).toEqual({ kind: 'there', messageId: 100 })
    expect(span()).toEqual([40, 160])
    expect(log().hasNewer).toBe(true)
    await history.loadNewer(ID)
    expect(span()).toEqual([40, 280])
    await history.toNewest(ID)
    expect(span()).toEqual([441, 500])
  })

  it('says when nothing was written on a day or later', async () => {
    const { history } = await opened(3)
    expect(await history.toTime(ID, aMessage(4).at)).toEqual({ kind: 'none' })
  })

  it('goes to a message that is far back with what stands around it, in one request', async () => {
    const { bridge, history, log, span } = await opened(5000)
    expect(await history.find(ID, messageId(1000))).toEqual({ kind: 'there', messageId: 1000 })
    expect(span()).toEqual([940, 1060])
    expect([log().hasOlder, log().hasNewer]).toEqual([true, true])
    expect(bridge.inputs('messages.around')).toHaveLength(1)
    expect(bridge.inputs('messages.page')).toHaveLength(1)
    await history.loadOlder(ID)
    await history.toNewest(ID)
    expect(span()).toEqual([4941, 5000])
  })

  it('stays where it is for a message that is loaded, and for one that is not there', async () => {
    const { bridge, history, span } = await opened(300)
    expect(await history.find(ID, messageId(290))).toEqual({ kind: 'there', messageId: 290 })
    expect(bridge.inputs('messages.around')).toEqual([])
    expect(await history.find(ID, messageId(9999))).toEqual({ kind: 'none' })
    expect(span()).toEqual([241, 300])
  })

  it('stays at the message that was asked for last, whichever answer comes last', async () => {
    const answers: (() => void)[] = []
    const { history, span } = await opened(5000, {
      'messages.around': ({ messageId: at }) =>
        new Promise((done) => {
          const messages = Array.from({ length: 11 }, (_, index) => aMessage(at - 5 + index))
          answers.push(() => done({ messages, hasOlder: true, hasNewer: true }))
        }),
    })
    const first = history.find(ID, messageId(1000))
    const second = history.find(ID, messageId(3000))
    answers[1]?.()
    expect(await second).toEqual({ kind: 'there', messageId: 3000 })
    answers[0]?.()
    expect(await first).toEqual({ kind: 'overtaken' })
    expect(span()).toEqual([2995, 3005])
  })

  /** A history in the middle of which somebody is, and whose answers wait until they are let go, each by its number. */
  async function slow() {
    const gates: PromiseWithResolvers<void>[] = []
    let isSlow = false
    const waiting = async <T>(value: T): Promise<T> => {
      const gate = Promise.withResolvers<void>()
      if (isSlow) gates.push(gate)
      else gate.resolve()
      await gate.promise
      return value
    }
    const stretch = (from: number, to: number) => ({
      messages: Array.from({ length: to - from + 1 }, (_, index) => aMessage(from + index)),
      hasOlder: from > 1,
      hasNewer: to < 600,
    })
    const one = await opened(600, {
      'messages.around': ({ messageId: at }) => waiting(stretch(Math.max(1, at - 5), at + 5)),
      'messages.page': ({ before }) =>
        waiting(before === undefined ? stretch(541, 600) : stretch(Math.max(1, before - 60), before - 1)),
      'messages.atTime': () => waiting(messageId(300)),
    })
    await one.history.find(ID, messageId(100))
    isSlow = true
    const answer = async (n: number) => {
      gates[n]?.resolve()
      await new Promise((done) => setTimeout(done))
    }
    return { ...one, answer }
  }

  it.each(['find', 'toTime', 'toNewest'] as const)(
    'takes nobody back who goes on by %s while another message is looked for',
    async (way) => {
      const { history, span, answer } = await slow()
      const former = history.find(ID, messageId(10))
      const end = { find: [395, 405], toTime: [295, 305], toNewest: [541, 600] }[way]
      if (way === 'find') void history.find(ID, messageId(400))
      else if (way === 'toTime') void history.toTime(ID, aMessage(300).at)
      else void history.toNewest(ID)
      await answer(0)
      expect(await former).toEqual({ kind: 'overtaken' })
      expect(span()).toEqual([95, 105])
      await answer(1)
      await answer(2)
      expect(span()).toEqual(end)
    },
  )

  it('takes nobody to the newest message, or to a day, who has gone on to another message', async () => {
    const { history, span, answer } = await slow()
    void history.toNewest(ID)
    const day = history.toTime(ID, aMessage(300).at)
    void history.find(ID, messageId(10))
    await answer(2)
    expect(span()).toEqual([5, 15])
    await answer(0)
    await answer(1)
    expect(await day).toEqual({ kind: 'overtaken' })
    expect(span()).toEqual([5, 15])
  })

  it('takes nobody away from the newest message who goes to it while another one is looked for', async () => {
    const { history, span, answer } = await slow()
    const newest = history.toNewest(ID)
    await answer(0)
    await newest
    void history.find(ID, messageId(10))
    await history.toNewest(ID)
    await answer(1)
    expect(span()).toEqual([541, 600])
  })

  it('leaves older messages out that were asked for above another stretch', async () => {
    const { history, span, answer } = await slow()
    void history.loadOlder(ID)
    void history.find(ID, messageId(400))
    await answer(1)
    await answer(0)
    expect(span()).toEqual([395, 405])
  })

  it('shows the newest messages of a conversation in which what is looked for is not found', async () => {
    const opening = Promise.withResolvers<void>()
    const messages = [aMessage(1)]
    const bridge = new FakeBridge(aSnapshot({ conversations: [aConversation(1)] }), messages, {
      'messages.page': async () => {
        await opening.promise
        return { messages, hasOlder: false, hasNewer: false }
      },
      'messages.around': () => null,
    })
    const client = createClient(bridge)
    const store = createReplicaStore(client, atOnce)
    await store.start()
    const history = createHistory(client, store)
    const opened = history.open(ID)
    expect(await history.find(ID, messageId(9))).toEqual({ kind: 'none' })
    opening.resolve()
    await opened
    expect(store.state.getState().replica?.logs.get(ID)?.messages).toEqual(messages)
  })

  it('keeps what arrives while it jumps to a stretch that reaches the end', async () => {
    const messages = Array.from({ length: 121 }, (_, index) => aMessage(index + 10))
    const { bridge, history, log, span } = await opened(130, {
      'messages.around': () => {
        bridge.emit({ kind: 'message', message: aMessage(131) })
        return { messages, hasOlder: true, hasNewer: false }
      },
    })
    expect(await history.find(ID, messageId(70))).toEqual({ kind: 'there', messageId: 70 })
    expect(span()).toEqual([10, 131])
    expect(log().hasNewer).toBe(false)
  })

  it('keeps what is shown watched, and of what was left only the latest six', async () => {
    const { bridge, history } = await opened(3)
    const release = history.hold(ID)
    for (let n = 2; n <= 9; n += 1) await history.open(conversationId(n))
    expect(bridge.inputs('app.watch').at(-1)).toEqual({ conversationIds: [9, 8, 7, 6, 5, 4, 1] })
    release()
    await history.open(conversationId(10))
    expect(bridge.inputs('app.watch').at(-1)).toEqual({ conversationIds: [10, 9, 8, 7, 6, 5] })
  })

  it('watches everything that several views show', async () => {
    const { bridge, history } = await opened(3)
    const ids = Array.from({ length: 12 }, (_, index) => conversationId(index + 1))
    for (const id of ids) history.hold(id)
    for (const id of ids) await history.open(id)
    expect(bridge.inputs('app.watch').at(-1)).toEqual({ conversationIds: ids.toReversed() })
  })
})
