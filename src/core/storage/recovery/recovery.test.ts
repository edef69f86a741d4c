import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { SegmentFilter } from '#shared/model/recipient-choice.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { BroadcastContentRepository } from '../broadcast-content-repository.ts'
import { ConversationRepository } from '../conversation-repository.ts'
import type { Database } from '../database.ts'
import { MarkRepository } from '../mark-repository.ts'
import { MIGRATIONS } from '../migrations.ts'
import { type OpenedDatabase, openDatabase } from '../open-database.ts'
import { ScheduledRepository } from '../scheduled-repository.ts'
import { SegmentRepository } from '../segment-repository.ts'
import { PAGE_BYTES } from './page-file.ts'
import { fillDatabase, overwritePages, pagesOf } from './testing.ts'

const MESSAGES = 2_000
const NOW = 1_790_000_000_000

let root: string
let sound: string
let accounts: AccountId[]
let folder: string
let file: string

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'linkboard-recovery-'))
  const filled = fillDatabase(path.join(root, 'sound'), { accounts: 40, messages: MESSAGES })
  sound = filled.file
  accounts = filled.accounts
})
afterAll(() => rmSync(root, { recursive: true }))
beforeEach(() => {
  folder = mkdtempSync(path.join(root, 'damaged-'))
  file = path.join(folder, 'linkboard.db')
  copyFileSync(sound, file)
})

function numbers(database: Database, query: string): number[] {
  return database
    .sql(query)
    .all()
    .map((row) => Number(row['n']))
}
const ids = (database: Database) => numbers(database, 'SELECT id AS n FROM messages ORDER BY id')
const accountIds = (database: Database) =>
  database
    .sql('SELECT id FROM accounts ORDER BY number')
    .all()
    .map((row) => row['id'])

function isSound(database: Database): void {
  expect(database.sql('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  expect(database.sql('PRAGMA foreign_key_check').all()).toEqual([])
}

/** What stood on the pages, at most: a long message stands on several. */
function messagesOn(pages: readonly number[]): number {
  return pagesOf(sound, 'messages')
    .filter(({ page }) => pages.includes(page))
    .reduce((sum, { kind, cells }) => sum + (kind === 'leaf' ? cells : kind === 'overflow' ? 1 : 0), 0)
}

/**
 * Distinct pages from a fixed sequence. Not the one that says how many messages there ever were: without it nobody knows
 * of those behind the last page that can be read.
 */
function somePages(seed: number, count: number): number[] {
  const last = statSync(sound).size / PAGE_BYTES
  const kept = pagesOf(sound, 'sqlite_sequence').map(({ page }) => page)
  const chosen = new Set<number>()
  let state = seed
  while (chosen.size < count) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const page = 1 + (state % last)
    if (!kept.includes(page)) chosen.add(page)
  }
  return [...chosen]
}

function open(): OpenedDatabase {
  return openDatabase(folder, NOW)
}

describe('P21: a database with pages that are gone', () => {
  it.each([1, 2, 3, 4, 5])(
    'gives every account and the messages of all other pages: 50 of them, drawn with %i',
    (seed) => {
      const pages = somePages(seed, 50)
      overwritePages(file, pages)
      const { database, damage } = open()
      const saved = ids(database)
      const onSoundPages = MESSAGES - messagesOn(pages)
      expect(saved.length).toBeGreaterThanOrEqual(onSoundPages * 0.99)
      expect(accountIds(database).toSorted()).toEqual(accounts.toSorted())
      expect(damage).toMatchObject({
        kind: 'recovered',
        file: `${file}.damaged-${NOW}`,
        messages: saved.length,
      })
      expect(damage?.kind === 'recovered' && damage.lost).toBeGreaterThanOrEqual(MESSAGES - saved.length)
      isSound(database)
      database.close()
    },
  )

  it.each<[string, number]>([
    ['zeros', 0],
    ['garbage', 0xa5],
  ])('gives the rows of both sides of a page of %s, and says how many are missing', (_name, byte) => {
    const leaves = pagesOf(sound, 'messages').filter(({ kind, cells }) => kind === 'leaf' && cells > 5)
    const middle = leaves[Math.floor(leaves.length / 2)]
    overwritePages(file, [middle?.page ?? 0], byte)
    const { database, damage } = open()
    const saved = ids(database)
    expect(saved.length).toBe(MESSAGES - (middle?.cells ?? 0))
    expect([saved[0], saved.at(-1)]).toEqual([1, MESSAGES])
    expect(damage).toMatchObject({ lost: middle?.cells })
    expect(database.sql("SELECT draft FROM conversations WHERE draft <> ''").get()).toEqual({
      draft: 'a draft',
    })
    expect(database.sql('SELECT alias FROM contacts').get()).toEqual({ alias: '王小明' })
    isSound(database)
    database.close()
  })

  it('finds the tables by their rows where the page that lists them is gone', () => {
    overwritePages(file, [1])
    const { database } = open()
    expect(ids(database)).toHaveLength(MESSAGES)
    expect(accountIds(database)).toEqual(accounts)
    isSound(database)
    database.close()
  })

  it('gives segments back as they are, also where the page that lists the tables is gone', () => {
    const filter = SegmentFilter.parse({ ...RECENT_CONTACTS, tags: { any: ['老客户'], all: [], none: [] } })
    const { database: before } = open()
    new SegmentRepository(before).save('熟客', filter)
    before.close()
    overwritePages(file, [1])
    const { database } = open()
    expect(new SegmentRepository(database).list()).toMatchObject([{ name: '熟客', filter }])
    expect(ids(database)).toHaveLength(MESSAGES)
    isSound(database)
    database.close()
  })

  it('gives the files of what is scheduled back to it alone, also where the list of tables is gone', () => {
    const { database: before } = open()
    const [conversation] = new ConversationRepository(before).summaries()
    if (conversation === undefined) throw new Error('there is no conversation')
    const due = wallTimeAt(NOW)
    const files = ['a1', 'b2'].map((hash) => ({ hash, name: `${hash}.png`, asFile: false }))
    const scheduled = { conversationId: conversation.id, requestId: 'one', text: 'for you alone', files, due }
    new ScheduledRepository(before).add(scheduled)
    const content = new BroadcastContentRepository(before)
    content.add({ text: 'for everybody', fallbacks: { contact: '', account: '' }, files: [] })
    before.close()
    overwritePages(
      file,
      pagesOf(file, 'sqlite_schema').map(({ page }) => page),
    )
    const { database } = open()
    expect(new ScheduledRepository(database).list()).toMatchObject([{ text: 'for you alone', files }])
    expect(numbers(database, 'SELECT COUNT(*) AS n FROM broadcast_contents')).toEqual([1])
    expect(numbers(database, 'SELECT COUNT(*) AS n FROM broadcast_files')).toEqual([0])
    isSound(database)
    database.close()
  })

  it('what is scheduled and has lost a file says so', () => {
    const { database: before } = open()
    const [conversation] = new ConversationRepository(before).summaries()
    if (conversation === undefined) throw new Error('there is no conversation')
    const files = [{ hash: 'a1', name: 'a1.png', asFile: false }]
    const message = { conversationId: conversation.id, requestId: 'one', text: 'see the picture', files }
    new ScheduledRepository(before).add({ ...message, due: wallTimeAt(NOW) })
    before.close()
    overwritePages(
      file,
      pagesOf(file, 'scheduled_files').map(({ page }) => page),
    )
    const { database } = open()
    expect(new ScheduledRepository(database).list()).toMatchObject([
      { text: 'see the picture', files: [{ file: null }] },
    ])
    isSound(database)
    database.close()
  })

  it('loses no message whatever page of the list of tables is gone', () => {
    const list = pagesOf(sound, 'sqlite_schema').filter(({ page }) => page !== 1)
    expect(list.length).toBeGreaterThan(2)
    for (const { page } of list) {
      copyFileSync(sound, file)
      overwritePages(file, [page])
      const { database } = openDatabase(folder, NOW + page)
      expect([page, ids(database).length]).toEqual([page, MESSAGES])
      isSound(database)
      database.close()
    }
  })

  it('finds the leaves of a tree whose inner pages are all gone', () => {
    const inner = pagesOf(sound, 'messages').filter(({ kind }) => kind === 'internal')
    overwritePages(
      file,
      inner.map(({ page }) => page),
    )
    const { database, damage } = open()
    expect(ids(database)).toHaveLength(MESSAGES)
    expect(damage).toMatchObject({ lost: 0 })
    database.close()
  })

  it.each<[string, (inner: Buffer, at: number, pointer: number) => void]>([
    ['points out of the page', (inner, _at, pointer) => inner.writeUInt16BE(0xffff, pointer)],
    ['is garbage', (inner, at) => inner.fill(0xa5, at, at + 6)],
    ['is zeros', (inner, at) => inner.fill(0, at, at + 6)],
    ['says more than is there', (inner, at) => inner.set([0xff, 0xff, 0x7f], at + 4)],
  ])('says how many are missing where the way to their page %s', (_name, spoil) => {
    const pages = pagesOf(sound, 'messages')
    const leaves = new Map(
      pages.filter(({ kind }) => kind === 'leaf').map(({ page, cells }) => [page, cells]),
    )
    const bytes = readFileSync(file)
    const innerPage = (page: number) => bytes.subarray((page - 1) * PAGE_BYTES, page * PAGE_BYTES)
    const ways = pages
      .filter(({ kind }) => kind === 'internal')
      .flatMap(({ page, cells }) =>
        Array.from({ length: cells }, (_, cell) => ({ inner: innerPage(page), pointer: 12 + 2 * cell })),
      )
      .map((way) => ({ ...way, at: way.inner.readUInt16BE(way.pointer) }))
      .filter(({ inner, at }) => leaves.has(inner.readUInt32BE(at)))
    const way = ways[Math.floor(ways.length / 2)]
    if (way === undefined) throw new Error('there is no inner page')
    const leaf = way.inner.readUInt32BE(way.at)
    spoil(way.inner, way.at, way.pointer)
    writeFileSync(file, bytes)
    overwritePages(file, [leaf])
    const { database, damage } = openDatabase(folder, NOW, true)
    expect(ids(database)).toHaveLength(MESSAGES - (leaves.get(leaf) ?? 0))
    expect(damage).toMatchObject({ lost: leaves.get(leaf) })
    isSound(database)
    database.close()
  })

  it('knows whose a conversation is from its index, and gives its messages back to it', () => {
    const leaves = pagesOf(sound, 'conversations').filter(({ kind }) => kind === 'leaf')
    overwritePages(
      file,
      leaves.map(({ page }) => page),
    )
    const { database } = open()
    const contacts = database
      .sql(
        'SELECT c.account_id, c.contact_user_id FROM conversations c JOIN messages m ON m.id = c.last_message_id',
      )
      .all()
    expect(contacts).toHaveLength(accounts.length)
    for (const row of contacts) expect(row['contact_user_id']).toBe(`owner-${row['account_id']}`)
    const spoken = new ConversationRepository(database).summaries().filter(({ last }) => last !== null)
    expect(spoken.every((one) => one.isUnanswered && one.hasWritten)).toBe(true)
    expect(ids(database)).toHaveLength(MESSAGES)
    database.close()
  })

  it('keeps what the operator has set on every conversation whose row is readable', () => {
    const { database: before } = open()
    const [first] = new ConversationRepository(before).summaries()
    if (first === undefined) throw new Error('there is no conversation')
    const marks = new MarkRepository(before)
    marks.set(first.id, { mark: 'triage', after: { kind: 'done', seq: first.activitySeq } })
    marks.set(first.id, { mark: 'pinned', after: true })
    before.close()
    overwritePages(file, [pagesOf(file, 'messages').find(({ kind }) => kind === 'leaf')?.page ?? 0])
    const { database } = open()
    const after = new ConversationRepository(database).summary(first.id)
    expect(after).toMatchObject({ triage: { kind: 'done' }, isPinned: true })
    database.close()
  })

  it('a message that only starts on a sound page is left out, its neighbours are not', () => {
    const [overflow] = pagesOf(sound, 'messages').filter(({ kind }) => kind === 'overflow')
    const [index] = pagesOf(sound, 'messages_by_arrival')
    overwritePages(file, [overflow?.page ?? 0, index?.page ?? 0])
    const { database } = open()
    expect(ids(database)).toHaveLength(MESSAGES - 1)
    database.close()
  })

  it('an account whose row is gone comes back from what was noted beside the database', () => {
    const noted = {
      id: accounts[3],
      number: 4,
      alias: 'Shop 3',
      colour: 3,
      bot_id: 'bot-3@im.bot',
      binding: 1,
    }
    const rest = {
      base_url: 'https://x',
      owner_user_id: 'owner-3',
      signed_out: 0,
      is_default: 0,
      position: 4,
      removed: 0,
    }
    writeFileSync(`${file}-note`, JSON.stringify({ arrivals: MESSAGES, accounts: [{ ...noted, ...rest }] }))
    overwritePages(
      file,
      pagesOf(sound, 'accounts').map(({ page }) => page),
    )
    const { database } = open()
    expect(accountIds(database).toSorted()).toEqual(accounts.toSorted())
    expect(
      database.sql('SELECT alias, signed_out FROM accounts WHERE id = ?').get(String(accounts[3])),
    ).toEqual({
      alias: 'Shop 3',
      signed_out: 0,
    })
    isSound(database)
    database.close()
  })
})

describe('P21: a database with a broken header', () => {
  const places: [string, number, number][] = [
    ['its first byte', 0, 1],
    ['the size of a page', 16, 2],
    ['who may write', 18, 1],
    ['who may read', 19, 1],
    ['what each page keeps free', 20, 1],
    ['the size of the file', 28, 4],
    ['the list of free pages', 32, 4],
    ['the schema’s cookie', 40, 4],
    ['the format of the schema', 44, 4],
    ['the encoding', 56, 4],
    ['the version', 60, 4],
    ['the version, as if nothing had ever been made', 60, -4],
    ['all of it', 0, 100],
  ]
  it.each(places)('loses nothing: %s', (_name, at, length) => {
    const bytes = readFileSync(file)
    if (length > 0) bytes.fill(0x77, at, at + length)
    else bytes.fill(0, at, at - length)
    writeFileSync(file, bytes)
    const { database } = open()
    expect(ids(database)).toHaveLength(MESSAGES)
    expect(accountIds(database)).toEqual(accounts)
    expect(database.sql('PRAGMA user_version').get()).toEqual({ user_version: MIGRATIONS.length })
    isSound(database)
    database.close()
  })
})

describe('P21: a file that was cut', () => {
  it.each<[string, (size: number) => number]>([
    ['in half', (size) => Math.floor(size / 2 / PAGE_BYTES) * PAGE_BYTES],
    ['within its last page', (size) => size - 1_000],
    ['after its first page', () => PAGE_BYTES],
  ])('gives what is left of it: %s', (_name, cut) => {
    const left = cut(statSync(file).size)
    const lastPage = Math.floor(left / PAGE_BYTES)
    truncateSync(file, left)
    const { database, damage } = open()
    const gone = pagesOf(sound, 'messages')
      .map(({ page }) => page)
      .filter((page) => page > lastPage)
    expect(ids(database).length).toBeGreaterThanOrEqual((MESSAGES - messagesOn(gone)) * 0.99)
    expect(statSync(`${file}.damaged-${NOW}`).size).toBe(left)
    expect(['recovered', 'reset']).toContain(damage?.kind)
    database.close()
  })
})

describe('P21: saving rows', () => {
  it('takes one of an earlier version through its later steps', () => {
    rmSync(file)
    const old = new DatabaseSync(file, { enableForeignKeyConstraints: false })
    for (const step of MIGRATIONS.slice(0, 6)) old.exec(step)
    old.exec(`
      INSERT INTO accounts (id, number, colour, bot_id, base_url, position) VALUES ('a', 1, 0, 'b', 'https://x', 1);
      INSERT INTO conversations (id, account_id, contact_user_id, activity_at) VALUES (7, 'a', 'u', 0);
      INSERT INTO messages (id, account_id, conversation_id, direction, origin, at, received_at, parts)
        VALUES (9, 'a', 7, 'in', 'contact', 0, 0, '[]'), (10, 'a', 8, 'in', 'contact', 0, 0, '[]');
      INSERT INTO outbox_jobs (message_id, item) VALUES (9, '{}'), (77, '{}');
      PRAGMA user_version = 2;
    `)
    old.close()
    const { database } = open()
    expect(database.sql('SELECT id, contact_user_id, last_message_id FROM conversations').all()).toEqual([
      { id: 7, contact_user_id: 'u', last_message_id: 9 },
      { id: 8, contact_user_id: 'recovered-8', last_message_id: 10 },
    ])
    expect(database.sql('SELECT message_id FROM outbox_jobs').all()).toEqual([{ message_id: 9 }])
    isSound(database)
    database.close()
  })

  it('P19: leaves everybody where they stood: a broadcast moves nobody to the top', () => {
    const { database: before } = open()
    const places = (database: Database) =>
      new ConversationRepository(database).summaries().map(({ id, activitySeq }) => [id, activitySeq])
    const stood = places(before)
    before.transaction(() => {
      before
        .sql(
          `INSERT INTO messages (account_id, conversation_id, direction, origin, at, received_at, parts, send_state)
           SELECT account_id, id, 'out', 'here', 0, 0, '[]', 'accepted' FROM conversations ORDER BY id LIMIT 20`,
        )
        .run()
      before
        .sql(
          'INSERT INTO outbox_jobs (message_id, item, broadcast_id) SELECT id, ?, 1 FROM messages WHERE id > ?',
        )
        .run('{}', MESSAGES)
    })
    before.close()
    const bytes = readFileSync(file)
    bytes.fill(0x77, 0, 16)
    writeFileSync(file, bytes)
    const { database, damage } = open()
    expect(damage).toMatchObject({ kind: 'recovered', messages: MESSAGES + 20, lost: 0 })
    expect(places(database)).toEqual(stood)
    database.close()
  })

  it('keeps what was deleted deleted', () => {
    const { database: before } = open()
    before.sql('DELETE FROM messages WHERE id <= 1200').run()
    before.close()
    overwritePages(
      file,
      pagesOf(file, 'accounts')
        .filter(({ kind }) => kind === 'leaf')
        .map(({ page }) => page)
        .slice(0, 1),
    )
    const { database } = open()
    expect(ids(database)[0]).toBe(1_201)
    database.close()
  })

  it('numbers new messages behind those that are lost', () => {
    const leaves = pagesOf(sound, 'messages').filter(({ kind }) => kind === 'leaf')
    overwritePages(
      file,
      leaves.map(({ page }) => page),
    )
    const { database } = open()
    expect(ids(database)).toEqual([])
    expect(database.sql("SELECT seq FROM sqlite_sequence WHERE name = 'messages'").get()).toEqual({
      seq: MESSAGES,
    })
    database.close()
  })
})
