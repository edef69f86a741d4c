import { describe, expect, it, vi } from 'vitest'
import type { ReadName } from '#core/reads/queries.ts'
import { TestClock } from '#core/testing/clock.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { ConversationId } from '#shared/model/ids.ts'
import { conversationText } from '#shared/model/snapshot-text.ts'
import { Connections } from './connections.ts'
import { ConversationsAhead } from './conversations-ahead.ts'

const id = (n: number) => ConversationId.parse(n)

/** Many conversations that main knows, and a thread that answers when it is told to. */
function world({ count = 1_000, isLocked = false } = {}) {
  const drafts = new Map<number, string>([
    [1, 'one'],
    [2, 'two'],
    [3, 'three'],
  ])
  const summary = (n: number, draft: string) => ({ id: id(n), draft, last: null }) as ConversationSummary
  const texts = () => [...drafts].map(([n, draft]) => conversationText(summary(n, draft)))
  const lock = { isLocked, times: 0 }
  const connections = new Connections({
    clock: new TestClock(),
    together: (read) => read(),
    isSilent: () => lock.isLocked,
    read(thing) {
      if (thing.kind !== 'conversation') throw new Error('no other thing is read')
      const draft = drafts.get(thing.id)
      return draft === undefined
        ? { kind: 'conversation-removed', id: thing.id }
        : { kind: 'conversation', conversation: summary(thing.id, draft) }
    },
    failed(error) {
      throw error
    },
  })
  const thread = Promise.withResolvers<string>()
  const run = vi.fn((_name: ReadName) => thread.promise)
  const reads = { run } as unknown as ConstructorParameters<typeof ConversationsAhead>[0]['reads']
  const ahead = new ConversationsAhead({ conversations: { count: () => count }, connections, lock, reads })
  return {
    ahead,
    connections,
    run,
    texts,
    thread,
    /** Something is written, and everybody is told. */
    write(n: number, draft: string | null) {
      if (draft === null) drafts.delete(n)
      else drafts.set(n, draft)
      connections.note([{ kind: 'conversation', id: id(n) }])
    },
    lockAndUnlock() {
      lock.isLocked = true
      lock.times += 1
      connections.silence()
      drafts.set(1, 'written while locked')
      connections.note([{ kind: 'conversation', id: id(1) }])
      lock.isLocked = false
    },
  }
}

describe('the conversations of the first snapshot', () => {
  it('are those that the thread has read, where nothing has changed', async () => {
    const { ahead, texts, thread } = world()
    ahead.begin()
    thread.resolve(texts().join('\n'))
    await ahead.answered
    expect([...(ahead.take() ?? [])]).toEqual(texts())
  })

  it('P18: are what main would read, whatever has changed since the thread was asked', async () => {
    const { ahead, texts, thread, write } = world()
    ahead.begin()
    const read = texts().join('\n')
    write(1, 'changed before the answer')
    write(3, null)
    thread.resolve(read)
    await ahead.answered
    write(2, 'changed after it')
    write(4, 'new')
    expect([...(ahead.take() ?? [])]).toEqual(texts())
  })

  it('P18: are handed out once: a later snapshot is read anew', async () => {
    const { ahead, connections, texts, thread, write } = world()
    const told: ChangeBatch[] = []
    ahead.begin()
    thread.resolve(texts().join('\n'))
    await ahead.answered
    ahead.take()
    write(1, 'later')
    expect(ahead.take()).toBeNull()
    connections.connect().subscribe((batch) => void told.push(batch))
    write(2, 'goes on')
    expect(told).toHaveLength(1)
  })

  it('are read by main once it was locked meanwhile, since nobody is told then', async () => {
    const { ahead, lockAndUnlock, texts, thread } = world()
    ahead.begin()
    thread.resolve(texts().join('\n'))
    await ahead.answered
    lockAndUnlock()
    expect(ahead.take()).toBeNull()
  })

  it('are read by main where the thread failed', async () => {
    const { ahead, thread } = world()
    ahead.begin()
    thread.reject(new Error('ended'))
    await ahead.answered
    expect(ahead.take()).toBeNull()
  })

  it('are not asked of a thread where there are few, or while it is locked', async () => {
    for (const of of [{ count: 10 }, { isLocked: true }]) {
      const { ahead, run } = world(of)
      ahead.begin()
      await ahead.answered
      expect(run).not.toHaveBeenCalled()
      expect(ahead.take()).toBeNull()
    }
  })
})
