import { closeSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createTestInbox, inboundText, START } from '#core/inbox/testing.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { DATABASE_NAME } from '../database.ts'
import { openDatabase } from '../open-database.ts'
import { PAGE_BYTES } from './page-file.ts'

export interface FilledDatabase {
  file: string
  accounts: AccountId[]
}

/** A database as an operator has one: every account with an alias, its owner's conversation, and messages by turns. */
export function fillDatabase(folder: string, size: { accounts: number; messages: number }): FilledDatabase {
  const { database } = openDatabase(folder, 1)
  const inbox = createTestInbox(database)
  const accounts = [inbox.accountId]
  while (accounts.length < size.accounts)
    accounts.push(inbox.bindAccount(`bot-${accounts.length}@im.bot`, `owner-${accounts.length}@im.wechat`))
  for (const [index, id] of accounts.entries()) inbox.accounts.setAlias(id, `Shop ${index}`)
  const perBatch = 25
  for (let done = 0; done < size.messages; done += perBatch) {
    const of = accounts[(done / perBatch) % accounts.length] ?? inbox.accountId
    const messages = Array.from({ length: perBatch }, (_, index) => {
      const number = done + index
      // some are longer than a page
      const text = `message ${number} ${'长一点的消息'.repeat(number % 100 === 7 ? 400 : number % 9)}`
      return inboundText({
        text,
        id: `${7_000_000 + number}`,
        at: START + number,
        from: `owner-${of}`,
        token: `t${number}`,
      })
    })
    inbox.receive({ messages, cursor: `cursor-${done}` }, of)
  }
  const [first] = accounts
  if (first !== undefined)
    inbox.conversations.saveDraft(inbox.conversationWith(`owner-${first}`, first), 'a draft')
  inbox.conversations.setContactAlias(`owner-${first}`, '王小明')
  database.close()
  return { file: path.join(folder, DATABASE_NAME), accounts }
}

/** Overwrites whole pages, counted from 1. */
export function overwritePages(file: string, pages: readonly number[], byte = 0): void {
  const handle = openSync(file, 'r+')
  for (const page of pages)
    writeSync(handle, new Uint8Array(PAGE_BYTES).fill(byte), 0, PAGE_BYTES, (page - 1) * PAGE_BYTES)
  closeSync(handle)
}

/** Which pages hold what, as SQLite's own statistics say while the file is sound. */
export function pagesOf(file: string, table: string): { page: number; kind: string; cells: number }[] {
  const sqlite = new DatabaseSync(file)
  try {
    return sqlite
      .prepare('SELECT pageno AS page, pagetype AS kind, ncell AS cells FROM dbstat WHERE name = ?')
      .all(table)
      .map((row) => ({ page: Number(row['page']), kind: String(row['kind']), cells: Number(row['cells']) }))
  } finally {
    sqlite.close()
  }
}
