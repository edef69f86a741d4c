import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyDatabase } from '#core/backup/database-copy.ts'
import { createTestInbox, inboundText, START, type TestInbox } from '#core/inbox/testing.ts'
import type { Reads } from '#core/reads/ports.ts'
import { createThreadedReads } from '#core/reads/threaded-reads.ts'
import { ContactRepository } from '#core/storage/contact-repository.ts'
import { DATABASE_NAME, type Database } from '#core/storage/database.ts'
import { Erasure } from '#core/storage/erasure.ts'
import { leftOverIn } from '#core/storage/left-over.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { TestClock } from '#core/testing/clock.ts'
import { TestLog } from '#core/testing/log.ts'
import { HistoryEraser } from './history-eraser.ts'

const SCRIPT = path.resolve(import.meta.dirname, '../../main/reads-worker.ts')
const MARKER = 'GeheimUndGeloescht'
const KEPT = 'bleibtHier'

let root: string
let folder: string
let database: Database
let reads: Reads

/** Opens what is in the folder, as a start does. */
function open(): void {
  database = openDatabase(folder, 1).database
  const file = path.join(folder, DATABASE_NAME)
  reads = createThreadedReads({ script: SCRIPT, file, log: new TestLog(), damaged() {} })
}

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'linkboard-gone-'))
  folder = path.join(root, 'data')
  open()
})
afterEach(async () => {
  await reads.stop()
  database.close()
  rmSync(root, { recursive: true, force: true })
})

/** Files of the profile in which the text stands. */
function holding(text: string): string[] {
  return readdirSync(folder).filter((name) => readFileSync(path.join(folder, name)).includes(text))
}

/** What a run that was killed just now would find at its next start, opened. */
function afterKill(): void {
  const copy = path.join(root, 'killed')
  cpSync(folder, copy, { recursive: true })
  database.close()
  folder = copy
  open()
}

/** An account whose every text holds the marker, another one that is kept, and what deletes the first. */
function fill() {
  const inbox = createTestInbox(database)
  const other = inbox.bindAccount('other@im.bot', 'other@im.wechat')
  const contacts = new ContactRepository(database)
  for (const [account, word] of [
    [inbox.accountId, MARKER],
    [other, KEPT],
  ] as const) {
    const messages = Array.from({ length: 300 }, (_, n) =>
      inboundText({
        text: `${word} ${n} ${'很长'.repeat(n % 50 === 0 ? 3_000 : n % 30)} ${word}`,
        ...{ id: `${n + 1}`, at: START + n, from: `${word}-${n % 3}@im.wechat`, token: `${word}-token` },
      }),
    )
    inbox.receive({ messages, cursor: `${word}-cursor` }, account)
    inbox.accounts.setAlias(account, `${word} alias`)
    inbox.conversations.saveDraft(inbox.conversationWith(`${word}-1@im.wechat`, account), `${word} draft`)
    // who is left out of broadcasts stays so when the account is gone
    const unwanted = `unwanted-by-${account}@im.wechat`
    inbox.receive({ messages: [inboundText({ text: word, id: '1000', at: START, from: unwanted })] }, account)
    inbox.conversations.setContactExcluded(unwanted, true)
    for (const person of [`${word}-1@im.wechat`, unwanted]) {
      inbox.conversations.setContactAlias(person, `${word} contact`)
      contacts.change(person, { note: `${word} note`, tags: [`${word} tag`], followUp: '2026-12-01' })
    }
  }
  return { inbox, ...eraserOf(inbox) }
}

function eraserOf({ events, writer }: TestInbox) {
  const clock = new TestClock(START)
  const erasure = new Erasure(database, writer)
  const eraser = new HistoryEraser({
    ...{ clock, events },
    erasure,
    checkpoint: () => reads.checkpoint(),
    emptyLog: () => reads.emptyLog(),
    released() {},
    failed: (error) => {
      throw error
    },
  })
  return { eraser, erasure, clock }
}

describe('P23: what was removed with its history', () => {
  it('stands in no file any more, neither the database nor the log beside it, and the rest does', async () => {
    const { inbox, eraser } = fill()
    await reads.checkpoint()
    expect(holding(MARKER)).not.toEqual([])
    inbox.accounts.remove(inbox.accountId, 'delete')
    await eraser.wake()
    expect(holding(MARKER)).toEqual([])
    expect(holding(KEPT)).not.toEqual([])
    expect(database.sql('SELECT COUNT(*) AS n FROM contacts WHERE excluded = 1').get()?.['n']).toBe(2)
  })

  it('stands in no file any more where it was one contact of an account, who may write again meanwhile', async () => {
    const { inbox, eraser, erasure } = fill()
    for (const n of [0, 1, 2]) {
      const person = `${MARKER}-${n}@im.wechat`
      database.transaction(() =>
        erasure.conversations.begin(person, inbox.conversations.idsOfContact(person)),
      )
    }
    const unwanted = `unwanted-by-${inbox.accountId}@im.wechat`
    database.transaction(() => erasure.conversations.begin(unwanted, [inbox.conversationWith(unwanted)]))
    inbox.accounts.setAlias(inbox.accountId, 'shop')
    inbox.receive({ messages: [inboundText({ id: 'n', text: KEPT, from: 'n@im.wechat' })], cursor: 'c' })
    await eraser.wake()
    expect(holding(MARKER)).toEqual([])
    expect(inbox.texts('n@im.wechat')).toEqual([KEPT])
  })

  it('is not in the next copy for a backup', async () => {
    const { inbox, eraser } = fill()
    inbox.accounts.remove(inbox.accountId, 'delete')
    await eraser.wake()
    const target = path.join(root, 'copy.db')
    const source = path.join(folder, DATABASE_NAME)
    await copyDatabase({ source, target, read: () => Promise.resolve(null), onProgress() {} })
    expect(readFileSync(target).includes(MARKER)).toBe(false)
  })

  it('leaves the log a second later where somebody was reading it', async () => {
    const { inbox, eraser, clock } = fill()
    inbox.accounts.remove(inbox.accountId, 'delete')
    let isRefused = true
    const { emptyLog } = reads
    reads.emptyLog = () => {
      if (!isRefused) return emptyLog()
      isRefused = false
      return Promise.resolve(false)
    }
    await eraser.wake()
    expect(holding(MARKER)).not.toEqual([])
    await clock.advance(1_000)
    await eraser.wake()
    expect(holding(MARKER)).toEqual([])
  })

  it('leaves the log at the next start where the program was killed before it was cut', async () => {
    const { inbox, eraser } = fill()
    await reads.checkpoint()
    inbox.accounts.remove(inbox.accountId, 'delete')
    reads.emptyLog = () => Promise.resolve(false)
    await eraser.wake()
    await eraser.stop()
    await reads.stop()
    afterKill()
    expect(database.hadLog).toBe(true)
    expect(holding(MARKER)).not.toEqual([])
    await eraserOf(createTestInbox(database)).eraser.start(database.hadLog)
    expect(holding(MARKER)).toEqual([])
  })

  it('leaves the log with the end of a run that comes to its end, so that the next has none to cut', async () => {
    const { inbox, eraser } = fill()
    inbox.accounts.remove(inbox.accountId, 'delete')
    reads.emptyLog = () => Promise.resolve(false)
    await eraser.wake()
    await eraser.stop()
    await reads.stop()
    database.close()
    expect(holding(MARKER)).toEqual([])
    open()
    expect(database.hadLog).toBe(false)
  })

  it('may still stand in what was set aside, which is named', () => {
    for (const name of [
      `${DATABASE_NAME}.damaged-1`,
      `${DATABASE_NAME}.before-restore-2-wal`,
      'media.damaged-3',
      'other',
    ])
      writeFileSync(path.join(folder, name), '')
    expect(leftOverIn(folder).map((file) => path.basename(file))).toEqual([
      `${DATABASE_NAME}.before-restore-2-wal`,
      `${DATABASE_NAME}.damaged-1`,
      'media.damaged-3',
    ])
  })
})
