import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '#core/storage/database.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { Corpus, indexUntilKilled, QUERIES, SearchBench } from './testing.ts'

let folder: string
let database: Database
let bench: SearchBench
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-search-'))
  database = openDatabase(folder, 1).database
  bench = new SearchBench(folder)
})
afterEach(() => {
  bench.close()
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a search finds what reading every message finds', () => {
  it('of whatever is typed, also after edits, deletions and what came meanwhile', () => {
    const corpus = new Corpus(database, 20261129)
    corpus.add(600)
    bench.index()
    expect(bench.answers(QUERIES)).toEqual(QUERIES.map((typed) => corpus.expected(typed)))
    corpus.edit(7)
    for (const { id } of corpus.conversations.slice(0, 5)) corpus.delete(id, 12)
    corpus.add(100)
    bench.index()
    expect(bench.answers(QUERIES)).toEqual(QUERIES.map((typed) => corpus.expected(typed)))
  })

  it('of an account, a person, a conversation, a kind, a direction and a time', () => {
    const corpus = new Corpus(database, 7)
    corpus.add(800)
    bench.index()
    const [first, second] = corpus.conversations
    const accountId = first?.accountId
    const from = 1_790_000_000_000 + 86_400_000 * 30
    const filters = [
      { accountId },
      { conversationId: second?.id },
      { direction: 'in' as const },
      { direction: 'out' as const, kinds: ['file' as const, 'image' as const] },
      { from, to: from + 86_400_000 * 20 },
      { from, to: from + 1, accountId },
      { to: from },
    ]
    for (const filter of filters)
      for (const typed of ['好', 'hello', '']) {
        const all = [...corpus.messages.keys()].reverse()
        const expected =
          typed === '' ? all.filter((id) => corpus.passes(id, filter)) : corpus.expected(typed, filter)
        expect(bench.find(typed, filter), JSON.stringify(filter)).toEqual(expected)
      }
    const both = corpus.conversations.filter((_, index) => index % 6 === 0).map(({ id }) => id)
    expect(bench.find('好', { contactOf: first?.id })).toEqual(
      corpus.expected('好').filter((id) => both.includes(corpus.conversationOf(id))),
    )
  })

  it('P15: after a kill in the middle of indexing, and whatever was deleted meanwhile', async () => {
    const corpus = new Corpus(database, 11)
    corpus.add(1_600)
    for (const portions of [1, 2]) {
      await indexUntilKilled(folder, portions)
      for (const { id } of corpus.conversations.slice(6, 12)) corpus.delete(id, 20)
    }
    bench.index()
    expect(bench.answers(QUERIES)).toEqual(QUERIES.map((typed) => corpus.expected(typed)))
  })
})
