import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { openDatabase } from '#core/storage/open-database.ts'
import { Corpus, indexUntilKilled, QUERIES, SearchBench } from './testing.ts'

it('a search of 200,000 messages finds what reading every one finds, after kills, edits and deletions', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-search-'))
  const { database } = openDatabase(folder, 1)
  const corpus = new Corpus(database, 20261129)
  for (let n = 0; n < 20; n += 1) corpus.add(10_000)
  for (const portions of [5, 60, 150]) await indexUntilKilled(folder, portions)
  const bench = new SearchBench(folder)
  bench.index()
  for (const typed of QUERIES) expect(bench.find(typed), typed).toEqual(corpus.expected(typed))
  corpus.edit(11)
  for (const { id } of corpus.conversations.slice(0, 8)) corpus.delete(id, 2_000)
  await indexUntilKilled(folder, 4)
  bench.index()
  for (const typed of QUERIES) expect(bench.find(typed), typed).toEqual(corpus.expected(typed))
  bench.close()
  database.close()
  rmSync(folder, { recursive: true, force: true })
})
