import { MAX_WATCHED } from '#shared/limits.ts'
import type { ConversationId, MessageId } from '#shared/model/ids.ts'
import type { Client } from '../api/client.ts'
import { addNewer, addOlder, type Log, PENDING_LOG, startAt } from './log.ts'
import type { ReplicaStore } from './replica-store.ts'

/** What is loaded to show a conversation. */
const PAGE_SIZE = 60
/** What a log grows by: few requests, so that whoever scrolls fast never waits for one. */
const GROWTH = 120
/** Conversations left lately whose history stays loaded and watched, so that going back is instant. */
const KEPT = 6

/** How going to a message ended; overtaken is whoever has gone on to something else before it was there. */
export type Going = { kind: 'there'; messageId: MessageId } | { kind: 'none' } | { kind: 'overtaken' }

const NONE: Going = { kind: 'none' }
const OVERTAKEN: Going = { kind: 'overtaken' }

/** Loads and keeps the history that this window shows. Every method fails with a `ClientError`. */
export interface History {
  /** Keeps a conversation loaded and watched, however many others are opened, until the answer is called. */
  hold(id: ConversationId): () => void
  /** Watches a conversation and loads its newest page unless that is loaded. */
  open(id: ConversationId): Promise<void>
  loadOlder(id: ConversationId): Promise<void>
  loadNewer(id: ConversationId): Promise<void>
  /** Makes the loaded stretch end with the newest message. */
  toNewest(id: ConversationId): Promise<void>
  /** Loads the stretch around the first message to arrive with that time or a later one, if there is one. */
  toTime(id: ConversationId, at: number): Promise<Going>
  /** Drops everything loaded: the conversations have gone. */
  clear(): void
  /** Loads the stretch around a message unless it is loaded, if the conversation has it. */
  find(id: ConversationId, messageId: MessageId): Promise<Going>
}

export function createHistory(client: Client, store: ReplicaStore): History {
  let kept: ConversationId[] = []
  /** What each conversation was last to go to; with the history that is dropped all of that ends. */
  let goals = new Map<ConversationId, object>()
  let isTelling = false
  /** How many views show a conversation. */
  const held = new Map<ConversationId, number>()
  const busy = new Map<string, Promise<void>>()

  const logOf = (id: ConversationId) => store.state.getState().replica?.logs.get(id)

  function change(id: ConversationId, next: (log: Log) => Log): void {
    store.update((replica) => {
      const log = replica.logs.get(id)
      return log ? { ...replica, logs: new Map(replica.logs).set(id, next(log)) } : replica
    })
  }

  /** Views that change places leave and come in one go, so what is shown is told once after it. */
  function tellShown(): void {
    if (isTelling) return
    isTelling = true
    queueMicrotask(() => {
      isTelling = false
      const conversationIds = [...held.keys()].slice(0, MAX_WATCHED)
      client.request('app.look', { conversationIds }).catch(() => undefined)
    })
  }

  /** The same work is done once at a time, however often the view asks for it. */
  function once(key: string, work: () => Promise<void>): Promise<void> {
    const running = busy.get(key)
    if (running) return running
    const promise = work().finally(() => busy.delete(key))
    busy.set(key, promise)
    return promise
  }

  function keep(id: ConversationId): Promise<void> {
    const others = kept.filter((one) => one !== id)
    const left = others.filter((one) => !held.has(one))
    const room = Math.max(0, Math.min(KEPT - 1, MAX_WATCHED - 1 - (others.length - left.length)))
    const dropped = left.slice(room)
    kept = [id, ...others.filter((one) => !dropped.includes(one))]
    store.update((replica) => {
      const logs = new Map(replica.logs)
      for (const one of dropped) logs.delete(one)
      if (!logs.has(id)) logs.set(id, PENDING_LOG)
      return { ...replica, logs }
    })
    return client.request('app.watch', { conversationIds: kept })
  }

  /** Goes on from whatever the conversation was to go to before: answers whether this is still what it is to go to. */
  function goOn(id: ConversationId): () => boolean {
    const goal = {}
    goals.set(id, goal)
    return () => goals.get(id) === goal
  }

  async function newest(id: ConversationId): Promise<void> {
    const isWanted = goOn(id)
    const of = goals
    const page = await client.request('messages.page', { conversationId: id, limit: PAGE_SIZE })
    // where nothing is shown yet, what has overtaken it may find nothing
    const isFirst = goals === of && logOf(id)?.stretch === 0
    if (isWanted() || isFirst) change(id, (log) => startAt(log, page))
  }

  /** Growing at one end may cut the other one off, so a page for that one waits until it can be asked for rightly. */
  async function after(key: string, work: () => Promise<void>): Promise<void> {
    await busy.get(key)?.catch(() => undefined)
    await work()
  }

  async function newer(id: ConversationId): Promise<void> {
    const log = logOf(id)
    const last = log?.messages.at(-1)
    if (!log?.hasNewer || !last) return
    const page = await client.request('messages.page', { conversationId: id, after: last.id, limit: GROWTH })
    change(id, (current) => (current.stretch === log.stretch ? addNewer(current, page) : current))
  }

  async function older(id: ConversationId): Promise<void> {
    const log = logOf(id)
    const first = log?.messages[0]
    if (!log?.hasOlder || !first) return
    const page = await client.request('messages.page', {
      conversationId: id,
      before: first.id,
      limit: GROWTH,
    })
    change(id, (current) => (current.stretch === log.stretch ? addOlder(current, page) : current))
  }

  /** Makes a message, or the one that is looked for, be there with what stands around it. */
  async function goTo(id: ConversationId, lookedFor: MessageId | Promise<MessageId | null>): Promise<Going> {
    const isThere = (messageId: MessageId) =>
      logOf(id)?.messages.some((message) => message.id === messageId) ?? false
    const isWanted = goOn(id)
    try {
      const messageId = lookedFor instanceof Promise ? await lookedFor : lookedFor
      if (!isWanted()) return OVERTAKEN
      if (messageId === null) return NONE
      if (!isThere(messageId)) {
        const around = { conversationId: id, messageId, limit: PAGE_SIZE }
        const page = await client.request('messages.around', around)
        if (!isWanted()) return OVERTAKEN
        if (page !== null) change(id, (log) => startAt(log, page))
      }
      return isThere(messageId) ? { kind: 'there', messageId } : NONE
    } catch (error) {
      if (!isWanted()) return OVERTAKEN
      throw error
    }
  }

  return {
    hold(id) {
      held.set(id, (held.get(id) ?? 0) + 1)
      tellShown()
      return () => {
        const left = (held.get(id) ?? 0) - 1
        if (left > 0) held.set(id, left)
        else held.delete(id)
        tellShown()
      }
    },
    open: (id) =>
      once(`open ${id}`, async () => {
        const watched = keep(id)
        const log = logOf(id)
        if (!log || log.stretch === 0 || log.hasNewer) await newest(id)
        await watched
      }),
    loadOlder: (id) => once(`older ${id}`, () => after(`newer ${id}`, () => older(id))),
    loadNewer: (id) => once(`newer ${id}`, () => after(`older ${id}`, () => newer(id))),
    async toNewest(id) {
      if (logOf(id)?.hasNewer === true) await newest(id)
      else goOn(id)
    },
    toTime: (id, at) => goTo(id, client.request('messages.atTime', { conversationId: id, at })),
    clear() {
      kept = []
      goals = new Map()
      store.update((replica) => ({ ...replica, logs: new Map() }))
    },
    find: goTo,
  }
}
