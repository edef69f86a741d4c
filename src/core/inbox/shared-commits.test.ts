import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ingested, UpdateBatch } from '#core/accounts/ports.ts'
import { Database } from '#core/storage/database.ts'
import { runUntilKilled } from '#core/testing/killed.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { createTestInbox, inboundText, START, USER } from './testing.ts'

/** An inbox of several accounts that counts the transactions of what they receive. */
function createInboxes(count: number, file?: string) {
  const inbox = createTestInbox(file)
  const accounts = [
    inbox.accountId,
    ...Array.from({ length: count - 1 }, (_, index) => inbox.bindAccount(`bot-${index}@im.bot`)),
  ]
  const transactions: string[] = []
  const { database } = inbox
  const transaction = database.transaction.bind(database)
  let depth = 0
  database.transaction = (work) => {
    if (depth > 0) return transaction(work)
    depth += 1
    transactions.push('begun')
    try {
      const result = transaction(work)
      transactions.push('committed')
      return result
    } finally {
      depth -= 1
    }
  }
  return { ...inbox, ids: accounts, transactions }
}

type Inboxes = ReturnType<typeof createInboxes>

function answer(accountId: AccountId, texts: readonly string[], more: Partial<UpdateBatch> = {}) {
  const messages = texts.map((text, index) => inboundText({ id: String(index + 1), text }))
  return { accountId, binding: 1, messages, lost: 0, cursor: 'next', receivedAt: START, ...more }
}

function cursors({ ids, accounts }: Inboxes) {
  return ids.map((id) => accounts.get(id)?.cursor)
}

async function settled(answers: readonly Promise<Ingested>[]): Promise<string[]> {
  const ends = await Promise.allSettled(answers)
  return ends.map((end) => (end.status === 'fulfilled' ? end.value.kind : 'failed'))
}

/** A message that the database does not take. */
const UNSTORABLE = { ...inboundText({ id: '9', text: 'broken' }), sentAtMs: 0.5 }

describe('P1: what several accounts receive in one turn', () => {
  it('is stored in one durable transaction, with the cursor of each', async () => {
    const inbox = createInboxes(5)
    const { ids, transactions, ingest } = inbox
    const ends = settled(ids.map((id) => ingest.ingest(answer(id, ['hi', 'there']))))
    expect(transactions).toEqual([])
    expect(await ends).toEqual(Array(5).fill('stored'))
    expect(transactions).toEqual(['begun', 'committed'])
    expect(cursors(inbox)).toEqual(Array(5).fill('next'))
    for (const id of ids) expect(inbox.texts(USER, id)).toEqual(['hi', 'there'])
  })

  it('is known to be stored only after the commit, and told of account by account', async () => {
    const inbox = createInboxes(3)
    const { ids, transactions, ingest, events } = inbox
    const seen = ids.map((id) => ingest.ingest(answer(id, ['hi'])).then(() => [...transactions]))
    expect(await Promise.all(seen)).toEqual(Array(3).fill(['begun', 'committed']))
    expect(events.of('messages-received').map(({ accountId }) => accountId)).toEqual(ids)
  })

  it('fails only where it cannot be stored: the others are stored, and no cursor of the one that failed moves', async () => {
    const inbox = createInboxes(4)
    const { ids, ingest, events } = inbox
    const [, broken] = ids
    const ends = ids.map((id) =>
      ingest.ingest(id === broken ? answer(id, [], { messages: [UNSTORABLE] }) : answer(id, ['hi'])),
    )
    expect(await settled(ends)).toEqual(['stored', 'failed', 'stored', 'stored'])
    expect(cursors(inbox)).toEqual(['next', '', 'next', 'next'])
    expect(ids.map((id) => inbox.texts(USER, id).length)).toEqual([1, 0, 1, 1])
    expect(events.of('messages-received').map(({ accountId }) => accountId)).toEqual(
      ids.filter((id) => id !== broken),
    )
  })

  it('is committed account by account when the common commit fails', async () => {
    const inbox = createInboxes(3)
    const { ids, ingest, database } = inbox
    const transaction = database.transaction.bind(database)
    let attempts = 0
    database.transaction = (work) => {
      attempts += 1
      if (attempts > 1) return transaction(work)
      return transaction(() => {
        work()
        throw new Error('disk full')
      })
    }
    expect(await settled(ids.map((id) => ingest.ingest(answer(id, ['hi']))))).toEqual(Array(3).fill('stored'))
    expect(ids.map((id) => inbox.texts(USER, id))).toEqual(Array(3).fill(['hi']))
    expect(inbox.events.of('messages-received')).toHaveLength(3)
  })

  it('P2, P11, P20: counts nothing twice that is stored again by itself', async () => {
    const inbox = createInboxes(2)
    const { ids, ingest } = inbox
    const [one = inbox.accountId, other = inbox.accountId] = ids
    const keyless = () => inboundText({ text: 'same', at: START })
    const told = inboundText({ text: 'junk' })
    const rawJson = '"junk"'
    const junk = { ...told, rawJson, conversationUserId: null, kind: 'unreadable' as const }
    const first = answer(one, [], { messages: [keyless(), keyless(), junk], lost: 2, cursor: null })
    const ends = [ingest.ingest(first), ingest.ingest(answer(other, [], { messages: [UNSTORABLE] }))]
    expect(await settled(ends)).toEqual(['stored', 'failed'])
    expect(inbox.texts(USER, one)).toEqual(['same', 'same'])
    expect(inbox.events.of('messages-received')).toMatchObject([{ unreadable: 1, lost: 2 }])
    await ingest.ingest(first)
    expect(inbox.texts(USER, one)).toEqual(['same', 'same'])
    expect(inbox.events.of('messages-received').at(-1)).toMatchObject({ unreadable: 0, lost: 0 })
  })

  it('P2: knows a copy without an id of a message that had one, while others receive', async () => {
    const inbox = createInboxes(2)
    const { ids, ingest } = inbox
    const [one = inbox.accountId, other = inbox.accountId] = ids
    const many = Array.from({ length: 450 }, (_, index) => ({
      ...{ text: String(index), id: String(index + 1), client: `c-${index}`, at: START + index },
    }))
    inbox.receive({ messages: many.map(inboundText), cursor: 'before' }, one)
    const copies = many.slice(0, 3).map(({ id: _, ...copy }) => inboundText(copy))
    const added = [
      inboundText({ text: 'new', client: 'c-new', at: START + 900 }),
      inboundText({ text: 'with an id', id: '901', at: START + 901 }),
    ]
    const ends = [
      ingest.ingest(answer(one, [], { messages: [...copies, ...added] })),
      ingest.ingest(answer(other, ['hi'])),
    ]
    expect(await Promise.all(ends)).toEqual([
      { kind: 'stored', added: 2 },
      { kind: 'stored', added: 1 },
    ])
    expect(cursors(inbox)).toEqual(['next', 'next'])
    expect(inbox.texts(USER, one)).toHaveLength(452)
  })

  it('P6: is refused for an account that was bound anew meanwhile, and stored for the others', async () => {
    const inbox = createInboxes(2)
    const { ids, ingest } = inbox
    const ends = ids.map((id) => ingest.ingest(answer(id, ['hi'])))
    inbox.accounts.bind(inbox.accountId, { botId: 'x@im.bot', baseUrl: 'https://x.test', ownerUserId: null })
    expect(await settled(ends)).toEqual(['superseded', 'stored'])
    expect(inbox.texts(USER, inbox.accountId)).toEqual([])
  })

  it('is stored one after the other where it is of one account', async () => {
    const inbox = createInboxes(1)
    const { accountId, ingest, transactions } = inbox
    const later = answer(accountId, [], { messages: [inboundText({ id: '2', text: 'two' })], cursor: 'last' })
    expect(await settled([ingest.ingest(answer(accountId, ['one'])), ingest.ingest(later)])).toEqual([
      'stored',
      'stored',
    ])
    expect(transactions).toEqual(['begun', 'committed', 'begun', 'committed'])
    expect(inbox.texts()).toEqual(['one', 'two'])
    expect(inbox.accounts.get(accountId)?.cursor).toBe('last')
  })

  it('P20: is stored a hundred messages at a time, and others have their turn between', async () => {
    const inbox = createInboxes(6)
    const { ids, ingest, transactions } = inbox
    const texts = Array.from({ length: 40 }, (_, index) => String(index))
    let turns = 0
    const immediate = () => {
      turns += 1
      handle = setImmediate(immediate)
    }
    let handle = setImmediate(immediate)
    await settled(ids.map((id) => ingest.ingest(answer(id, texts))))
    clearImmediate(handle)
    expect(transactions.filter((one) => one === 'committed')).toHaveLength(3)
    expect(turns).toBeGreaterThanOrEqual(3)
    expect(ids.map((id) => inbox.texts(USER, id).length)).toEqual(Array(6).fill(40))
  })
})

describe('P1, P15: killed while several accounts are stored together', () => {
  const ACCOUNTS = 4
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'linkboard-killed-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** Killed before the given statement of what is stored together, or once all of them know that it is. */
  async function killAt(statement: number | 'stored'): Promise<void> {
    const script = `
      const { writeSync } = await import('node:fs')
      const { Database } = await import('#core/storage/database.ts')
      const { createTestInbox, inboundText, START } = await import('#core/inbox/testing.ts')
      function wait() {
        writeSync(1, 'now')
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
      }
      const inbox = createTestInbox(${JSON.stringify(path.join(folder, 'linkboard.db'))})
      const accounts = [inbox.accountId]
      for (let n = 1; n < ${ACCOUNTS}; n += 1) accounts.push(inbox.bindAccount('bot-' + n + '@im.bot'))
      let left = ${JSON.stringify(statement)}
      const sql = Database.prototype.sql
      Database.prototype.sql = function (text) {
        if (left !== 'stored' && left-- === 0) wait()
        return sql.call(this, text)
      }
      await Promise.all(accounts.map((accountId) => inbox.ingest.ingest({
        accountId, binding: 1, lost: 0, cursor: 'next', receivedAt: START,
        messages: [inboundText({ id: '1', text: 'one' }), inboundText({ id: '2', text: 'two' })],
      })))
      wait()`
    await runUntilKilled(script)
  }

  /** The cursor of each account and how many messages it has. */
  function stored(): string[] {
    const database = new Database(path.join(folder, 'linkboard.db'))
    const rows = database
      .select(
        `SELECT a.cursor, (SELECT COUNT(*) FROM messages m WHERE m.account_id = a.id) AS messages
         FROM accounts a ORDER BY a.number`,
      )
      .all()
    database.close()
    return rows.map(({ cursor, messages }) => `${String(cursor)}:${String(messages)}`)
  }

  it.each([1, 9, 17, 25])('before statement %i, no account has anything of it', async (statement) => {
    await killAt(statement)
    expect(stored()).toEqual(Array(ACCOUNTS).fill(':0'))
  })

  it('once they know of the commit, every account has all of it', async () => {
    await killAt('stored')
    expect(stored()).toEqual(Array(ACCOUNTS).fill('next:2'))
  })
})
