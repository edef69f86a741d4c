import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestInbox, inboundText, START, type TestInbox } from '#core/inbox/testing.ts'
import { Erasure } from '#core/storage/erasure.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { SEARCH_INDEX_NAME } from './index-file.ts'
import { SearchBench } from './testing.ts'

let folder: string
let inbox: TestInbox
let bench: SearchBench
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-index-'))
  inbox = createTestInbox(openDatabase(folder, 1).database)
  bench = new SearchBench(folder)
})
afterEach(() => {
  bench.close()
  inbox.database.close()
  rmSync(folder, { recursive: true, force: true })
})

function receive(texts: readonly string[], of = inbox.accountId): void {
  const messages = texts.map((text, n) =>
    inboundText({ text, id: `${of}-${text.length}-${n}`, at: START + n, from: `${of}@im.wechat` }),
  )
  inbox.receive({ messages }, of)
}

/** Files of the profile in which the bytes stand. */
function holding(text: string): string[] {
  return readdirSync(folder).filter((name) => readFileSync(path.join(folder, name)).includes(text))
}

describe('the search index', () => {
  it('P9: is a file of its owner alone, and takes in a portion at a time', () => {
    receive(Array.from({ length: 1_000 }, (_, n) => `message ${n}`))
    expect(bench.index()).toBe(3)
    expect(statSync(path.join(folder, SEARCH_INDEX_NAME)).mode & 0o777).toBe(0o600)
  })

  it('P23: holds no word of what was deleted, in its file or its log, while the rest is still found', () => {
    const other = inbox.bindAccount('other@im.bot', 'other@im.wechat')
    receive(Array.from({ length: 500 }, (_, n) => `zzgeheim${n % 40} 绝密${n} ${'lang '.repeat(n % 9)}`))
    receive(
      Array.from({ length: 500 }, (_, n) => `bleibt${n % 40} ${n}`),
      other,
    )
    bench.index()
    const indexed = (text: string) => holding(text).filter((name) => name.startsWith(SEARCH_INDEX_NAME))
    for (const secret of ['geheim', '绝密']) expect(indexed(secret)).not.toEqual([])
    inbox.database.sql('UPDATE accounts SET removed = 1, erased = 1 WHERE id = ?').run(inbox.accountId)
    const erasure = new Erasure(inbox.database, inbox.writer)
    while (!erasure.eraseSome({ kind: 'account', id: inbox.accountId }, 50, 0).isDone);
    bench.index()
    for (const secret of ['geheim', '绝密']) expect(indexed(secret)).toEqual([])
    expect(bench.find('zzgeheim')).toEqual([])
    expect(bench.find('绝密')).toEqual([])
    expect(bench.find('bleibt')).toHaveLength(500)
    expect(bench.find('437')).toHaveLength(1)
  })

  it('P23: that lost its last commits with the power is made anew, where nobody can say any more what was deleted', () => {
    const other = inbox.bindAccount('other@im.bot', 'other@im.wechat')
    receive(Array.from({ length: 50 }, (_, n) => `zzgeheim ${n}`))
    receive(
      Array.from({ length: 50 }, (_, n) => `bleibt ${n}`),
      other,
    )
    bench.index()
    bench.close()
    const files = readdirSync(folder).filter((name) => name.startsWith(SEARCH_INDEX_NAME))
    const before = files.map((name) => readFileSync(path.join(folder, name)))
    bench = new SearchBench(folder)
    inbox.database.sql('UPDATE accounts SET removed = 1, erased = 1 WHERE id = ?').run(inbox.accountId)
    const erasure = new Erasure(inbox.database, inbox.writer)
    while (!erasure.eraseSome({ kind: 'account', id: inbox.accountId }, 50, 0).isDone);
    bench.index()
    inbox.writer.forgetChanges(Number.MAX_SAFE_INTEGER)
    bench.close()
    for (const [n, name] of files.entries()) writeFileSync(path.join(folder, name), before[n] ?? '')
    bench = new SearchBench(folder)
    bench.index()
    expect(holding('geheim').filter((name) => name.startsWith(SEARCH_INDEX_NAME))).toEqual([])
    expect(bench.find('bleibt')).toHaveLength(50)
    expect(bench.index()).toBe(1)
  })

  it('does not find what was taken out of sight with its account, and finds it again with it', () => {
    receive(['你好'])
    bench.index()
    inbox.database.sql('UPDATE accounts SET removed = 1').run()
    expect(bench.find('你好')).toEqual([])
    inbox.database.sql('UPDATE accounts SET removed = 0').run()
    expect(bench.find('你好')).toHaveLength(1)
  })

  it.each([
    ['garbage', () => Buffer.alloc(40_000, 'no database')],
    ['empty', () => Buffer.alloc(0)],
    [
      'broken in the middle',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 4_096), Buffer.alloc(bytes.length - 4_096, 7)]),
    ],
  ])('that is damaged is made anew, and nobody takes it for the database: %s', (_, damage) => {
    receive(Array.from({ length: 500 }, (_, n) => `Rechnung ${n} 你好`))
    bench.index()
    bench.close()
    const file = path.join(folder, SEARCH_INDEX_NAME)
    writeFileSync(file, damage(readFileSync(file)))
    bench = new SearchBench(folder)
    bench.index()
    bench.find('你好')
    bench.index()
    expect(bench.find('你好')).toHaveLength(500)
    expect(bench.find('rech')).toHaveLength(500)
  })

  it('of a former version is made anew, bit by bit', () => {
    receive(Array.from({ length: 500 }, (_, n) => `发货 ${n}`))
    bench.index()
    bench.close()
    const former = new DatabaseSync(path.join(folder, SEARCH_INDEX_NAME))
    former.exec('DROP TABLE pairs; PRAGMA user_version = 2')
    former.close()
    bench = new SearchBench(folder)
    expect(bench.find('发货')).toEqual([])
    expect(bench.index()).toBe(2)
    expect(bench.find('发货')).toHaveLength(500)
  })

  it('of another database, which knew more, is made anew', () => {
    receive(Array.from({ length: 30 }, (_, n) => `alt ${n}`))
    bench.index()
    bench.close()
    inbox.database.close()
    for (const name of readdirSync(folder).filter((one) => one.startsWith('linkboard.db')))
      rmSync(path.join(folder, name))
    inbox = createTestInbox(path.join(folder, 'linkboard.db'))
    receive(['neu'])
    bench = new SearchBench(folder)
    bench.index()
    expect(bench.find('alt')).toEqual([])
    expect(bench.find('neu')).toEqual([1])
  })

  it('goes away with the database that it was made of', () => {
    receive(['alt'])
    bench.index()
    bench.close()
    inbox.database.close()
    rmSync(path.join(folder, 'linkboard.db'))
    inbox = createTestInbox(openDatabase(folder, 2).database)
    expect(readdirSync(folder)).not.toContain(SEARCH_INDEX_NAME)
    bench = new SearchBench(folder)
  })
})

describe('a row of characters', () => {
  it('is found only where all of them follow each other, though their pairs stand apart elsewhere', () => {
    receive(['发货了吗', '货了，先发货', '发货 了', '没货了，发什么', '发 货了没'])
    bench.index()
    expect(bench.find('发货了')).toEqual([5, 3, 1])
    expect(bench.find('发货')).toEqual([5, 3, 2, 1])
    expect(bench.find('货发')).toEqual([])
  })

  it('is not found across two parts of a message', () => {
    receive(['先发货了'])
    const parts = ['先发', '货了'].map((text) => ({ kind: 'text', text }))
    inbox.database.sql('UPDATE messages SET parts = ?').run(JSON.stringify(parts))
    bench.index()
    expect(bench.find('发货')).toEqual([])
    expect(bench.find('先发 货了')).toHaveLength(1)
  })
})

describe('a number', () => {
  const long = Array.from({ length: 150 }, (_, n) => (n * n * 7 + n * 3) % 10).join('')

  it('is found by any four of its digits or more, however long it is', () => {
    receive(['客戶請138123456781381234567813812345678', `单号${long}。`, '12345', '99'])
    bench.index()
    expect(bench.find('1234')).toEqual([3, 1])
    expect(bench.find('345678')).toEqual([1])
    for (const [from, to] of [
      [0, 4],
      [58, 72],
      [120, 150],
      [10, 90],
    ] as const)
      expect(bench.find(long.slice(from, to)), `${from} to ${to}`).toEqual([2])
    const [hit] = bench.hits(long.slice(58, 72))
    expect(hit?.marks.map(([start, end]) => hit.excerpt?.slice(start, end))).toEqual([long.slice(58, 72)])
  })

  it('is not found across two numbers, nor by digits that stand in another order', () => {
    receive(['12345 45678', '订单 2024，2025', '1234x5678'])
    bench.index()
    for (const digits of ['345456', '345678', '20242025', '12345678', '2345678'])
      expect(bench.find(digits), digits).toEqual([])
    expect(bench.find('45678')).toEqual([1])
  })
})

describe('a hit', () => {
  it('says what stands around it, with every place marked', () => {
    receive([`${'很久以前 '.repeat(20)}請問這款還有現貨嗎？现货最好`])
    bench.index()
    const [hit] = bench.hits('现货')
    const marked = hit?.marks.map(([start, end]) => hit.excerpt?.slice(start, end))
    expect(marked).toEqual(['現貨', '现货'])
    expect(hit?.excerpt).toMatch(/^…/)
  })

  it('marks the beginning of a word, part of a number, and an emoji with its skin', () => {
    receive(['Catalogue １３８１２３４５６７８ 👍🏽 ok'])
    bench.index()
    const [hit] = bench.hits('cata 5678 👍')
    expect(hit?.marks.map(([start, end]) => hit.excerpt?.slice(start, end))).toEqual([
      'Cata',
      '５６７８',
      '👍🏽',
    ])
  })
})
