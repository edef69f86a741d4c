import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { AccountId, ConversationId } from '#shared/model/ids.ts'
import { Database } from '../database.ts'
import { NotAQueryError } from '../handles.ts'
import { MessageWriter, type ReceivedMessage } from './message-writer.ts'

const SRC = path.resolve(import.meta.dirname, '../../..')
/** The owner, and the schema's history. */
const MAY_WRITE = ['core/storage/messages/message-writer.ts', 'core/storage/migrations.ts']

/** The program's own sources, without its tests. */
function sources(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => /\.tsx?$/.test(file) && !/(\.test\.tsx?|testing\.ts)$/.test(file))
}

function writesMessages(code: string): boolean {
  return /\b(INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE(\s+OR\s+\w+)?|DELETE\s+FROM)\s+"?messages\b/i.test(
    code,
  )
}

describe('rows of messages', () => {
  it('are written in one place', () => {
    const writers = sources().filter((file) => writesMessages(readFileSync(path.join(SRC, file), 'utf8')))
    expect(writers.filter((file) => !MAY_WRITE.includes(file))).toEqual([])
    expect(writers).toContain(MAY_WRITE[0])
  })

  it('are looked for in every spelling of a write', () => {
    const spellings = [
      'INSERT INTO messages',
      'insert or ignore into messages',
      'UPDATE\n messages SET',
      'DELETE FROM messages',
    ]
    expect(spellings.filter((text) => !writesMessages(text))).toEqual([])
    expect(writesMessages('DELETE FROM messages_archive')).toBe(false)
  })

  it('cannot be written through what readers are given', () => {
    const database = new Database(':memory:')
    for (const text of [
      'DELETE FROM messages RETURNING id',
      "UPDATE messages SET parts = ''",
      'WITH all_ids AS (SELECT id FROM messages) DELETE FROM messages WHERE id IN (SELECT id FROM all_ids)',
      'PRAGMA user_version = 0',
    ])
      expect(() => database.select(text)).toThrow(NotAQueryError)
    database.close()
  })
})

const ACCOUNT = AccountId.parse('01999999-0000-7000-8000-000000000001')
const CONVERSATION = ConversationId.parse(1)

function textMessage(number: number, besides: Partial<ReceivedMessage> = {}): ReceivedMessage {
  return {
    conversationId: CONVERSATION,
    direction: 'in',
    senderId: null,
    at: 1_000 + number,
    parts: [{ kind: 'text', text: `text ${number}` }],
    quote: null,
    deletedAt: null,
    keys: { messageId: `${number}`, clientId: `client-${number}`, seq: number },
    contentHash: null,
    isKeyed: false,
    raw: null,
    ...besides,
  }
}

/** The rows of these messages, stored in the given portions. */
function rowsOf(portions: readonly ReceivedMessage[][]): unknown[] {
  const database = new Database(':memory:')
  database
    .sql(
      `INSERT INTO accounts (id, number, colour, bot_id, base_url, position) VALUES (?, 1, 0, 'bot', '', 1)`,
    )
    .run(ACCOUNT)
  database.sql("INSERT INTO conversations (account_id, contact_user_id) VALUES (?, 'contact')").run(ACCOUNT)
  const writer = new MessageWriter(database)
  for (const portion of portions) writer.insertReceived({ accountId: ACCOUNT, receivedAt: 5_000 }, portion)
  const rows = database.select('SELECT * FROM messages ORDER BY id').all()
  database.close()
  return rows
}

describe('received messages', () => {
  const ordinary = [1, 2, 3].map((number) => textMessage(number))
  const quote = { id: '7', title: null, part: null, partial: null }
  const others: [string, Partial<ReceivedMessage>, Record<string, unknown>][] = [
    ['is ours, from elsewhere', { direction: 'out' }, { direction: 'out', origin: 'elsewhere' }],
    ['was written in a group', { senderId: 'member' }, { sender_id: 'member' }],
    ['quotes another', { quote }, { quote: JSON.stringify(quote) }],
    ['was deleted', { deletedAt: 4_000 }, { deleted_at: 4_000 }],
    ['has no id', { keys: { messageId: null, clientId: 'c', seq: null } }, { message_id: null, keyed: 1 }],
    ['has a hash', { contentHash: '00ff' }, { content_hash: new Uint8Array([0, 255]) }],
    ['is found by every key', { isKeyed: true }, { keyed: 1 }],
    ['is kept raw', { raw: '{}' }, { raw: '{}' }],
  ]

  it.each(others)('are stored whole where one %s, whoever comes with it', (_, besides, columns) => {
    const other = textMessage(4, besides)
    const apart = rowsOf([...ordinary.map((one) => [one]), [other]])
    expect(apart[3]).toMatchObject(columns)
    expect(rowsOf([[...ordinary, other]])).toEqual(apart)
  })

  it('are stored as JSON to the character, be it one text or several parts', () => {
    const said = ['', 'a', '"]}', '\\"\n\t\u2028\u0000', '你好 👍', '\ud83d', '</script>']
    const parts = said.map((text) => ({ kind: 'text' as const, text }))
    const each = [...parts.map((part) => [part]), [], parts, [{ kind: 'unsupported' as const, rawType: 9 }]]
    const rows = rowsOf([each.map((some, number) => textMessage(number + 1, { parts: some }))])
    expect(rows).toMatchObject(each.map((some) => ({ parts: JSON.stringify(some) })))
  })

  it('are no news twice, in an answer of ordinary ones too', () => {
    expect(rowsOf([ordinary, [...ordinary, textMessage(4)]])).toHaveLength(4)
  })
})
