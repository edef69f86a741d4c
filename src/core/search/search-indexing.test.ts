import { beforeEach, describe, expect, it } from 'vitest'
import { createTestInbox, inboundText, START, type TestInbox } from '#core/inbox/testing.ts'
import { createInProcessReads } from '#core/reads/in-process-reads.ts'
import type { Reads } from '#core/reads/ports.ts'
import { TestClock } from '#core/testing/clock.ts'
import { settle } from '#core/testing/settle.ts'
import { Search } from './search.ts'
import { SearchIndexing } from './search-indexing.ts'

let inbox: TestInbox
let clock: TestClock
let indexing: SearchIndexing
let search: Search
let portions: number
let failure: Error | null
const failures: unknown[] = []
beforeEach(() => {
  inbox = createTestInbox()
  clock = new TestClock(START)
  portions = 0
  failure = null
  failures.length = 0
  const inner = createInProcessReads(inbox.database)
  const reads: Pick<Reads, 'run'> = {
    run: (name, input) => {
      if (name === 'index-some') portions += 1
      return name === 'index-some' && failure !== null ? Promise.reject(failure) : inner.run(name, input)
    },
  }
  indexing = new SearchIndexing({
    ...{ clock, reads },
    followed: (upTo) => inbox.writer.forgetChanges(upTo),
    failed: (error) => failures.push(error),
  })
  search = new Search({ reads, indexing })
})

function receive(count: number, word = '你好'): void {
  const messages = Array.from({ length: count }, (_, n) =>
    inboundText({ text: `${word} ${n}`, id: `${word}${n}`, at: START + n }),
  )
  inbox.receive({ messages })
  indexing.wake()
}

const ask = (text: string, reader: object = {}) => search.messages({ text, filter: {}, limit: 5 }, reader)

describe('the index', () => {
  it('gathers what comes for a moment, and is found at once by whoever asks before', async () => {
    receive(3)
    receive(2, '再见')
    expect(portions).toBe(0)
    expect((await ask('再见'))?.hits).toHaveLength(2)
    await clock.advance(1_000)
    expect(portions).toBe(1)
    expect(clock.pending).toBe(0)
  })

  it('stays out of the way while thousands are stored, and takes them in afterwards', async () => {
    receive(1_000)
    await clock.advance(999)
    receive(1_000, '再见')
    await clock.advance(1)
    await settle()
    expect(portions).toBe(1)
    await clock.advance(1_400)
    expect(portions).toBe(1)
    await clock.advance(200)
    await settle()
    expect((await ask('再见'))?.progress.share).toBe(1)
    expect(portions).toBe(5)
  })

  it('goes on after a failure, a minute later', async () => {
    failure = new Error('full')
    receive(2)
    await clock.advance(1_000)
    expect(failures).toHaveLength(1)
    failure = null
    await clock.advance(60_000)
    expect((await ask('你好'))?.hits).toHaveLength(2)
  })

  it('keeps no note of changes that it has followed', async () => {
    receive(10)
    await ask('你好')
    inbox.writer.deleteSome(inbox.conversationWith(), 4)
    indexing.wake()
    expect((await ask('你好'))?.hits.map(({ messageId }) => messageId)).toEqual([10, 9, 8, 7, 6])
    expect((await search.messages({ text: '你好', filter: {}, before: 6, limit: 5 }, {}))?.hits).toHaveLength(
      1,
    )
    expect(inbox.database.sql('SELECT COUNT(*) AS n FROM message_changes').get()?.['n']).toBe(0)
    await indexing.stop()
    receive(1, '晚')
    await clock.advance(60_000)
    expect(clock.pending).toBe(0)
  })
})

describe('a search', () => {
  it('is given up for the next one of the same window, and for no other', async () => {
    receive(5)
    const reader = {}
    const [first, second, elsewhere] = await Promise.all([
      ask('你', reader),
      ask('你好', reader),
      ask('你', {}),
    ])
    expect(first).toBeNull()
    expect(second?.hits).toHaveLength(5)
    expect(elsewhere?.hits).toHaveLength(5)
  })

  it('within a conversation counts, newest first, and says where the words stand', async () => {
    receive(12)
    const conversationId = inbox.conversationWith()
    const found = await search.inConversation({ conversationId, text: '好 1' }, {})
    expect(found).toEqual({ messageIds: [2], hasMore: false })
    expect(await search.marks({ text: '好', messageIds: found?.messageIds ?? [] })).toEqual([
      { messageId: 2, parts: [[[1, 2]]] },
    ])
  })
})
