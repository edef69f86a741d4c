import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ConversationId } from '#shared/model/ids.ts'
import { ContactRepository } from './contact-repository.ts'
import { ConversationRepository } from './conversation-repository.ts'
import { Database, DatabaseTooNewError, isDamage, isDiskFull, isStorageFailure } from './database.ts'
import { MessageReader } from './messages/message-reader.ts'
import { MIGRATIONS } from './migrations.ts'
import { openDatabase } from './open-database.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'linkboard-db-')), 'profile')
  file = path.join(folder, 'linkboard.db')
})
afterEach(() => rmSync(path.dirname(folder), { recursive: true }))

function pragma(database: Database, name: string): unknown {
  return Object.values(database.sql(`PRAGMA ${name}`).get() ?? {})[0]
}

function addContact(database: Database, id: string): void {
  database.sql('INSERT INTO contacts (user_id) VALUES (?)').run(id)
}

function contacts(database: Database): unknown[] {
  return database
    .sql('SELECT user_id FROM contacts ORDER BY user_id')
    .all()
    .map((row) => row['user_id'])
}

/** A sound profile with some history in it, closed again. */
function makeProfile(contactCount = 300): void {
  const { database } = openDatabase(folder, 1)
  database.transaction(() => {
    for (let n = 0; n < contactCount; n += 1) addContact(database, `contact-${n}-${'x'.repeat(200)}`)
  })
  database.close()
}

function errorOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('opening', () => {
  it('makes an empty database of the present version, and opens it again', () => {
    const first = openDatabase(folder, 1)
    expect(first.damage).toBeNull()
    expect(pragma(first.database, 'user_version')).toBe(MIGRATIONS.length)
    addContact(first.database, 'kept')
    first.database.close()
    const again = openDatabase(folder, 2)
    expect(contacts(again.database)).toEqual(['kept'])
    again.database.close()
  })

  it('P1: commits are durable: write-ahead log and synchronous=FULL are really set', () => {
    const { database } = openDatabase(folder, 1)
    expect(pragma(database, 'journal_mode')).toBe('wal')
    expect(pragma(database, 'synchronous')).toBe(2)
    expect(pragma(database, 'foreign_keys')).toBe(1)
    database.close()
  })

  it.skipIf(process.platform === 'win32')(
    'P9: the folder is the user’s alone, also one that was open',
    () => {
      makeProfile()
      expect(statSync(folder).mode & 0o777).toBe(0o700)
      expect(statSync(file).mode & 0o777).toBe(0o600)
      chmodSync(folder, 0o755)
      openDatabase(folder, 2).database.close()
      expect(statSync(folder).mode & 0o777).toBe(0o700)
    },
  )

  it('brings one of before media along, with what was queued in it', () => {
    mkdirSync(folder, { recursive: true })
    const old = new DatabaseSync(file)
    for (const step of MIGRATIONS.slice(0, 3)) old.exec(step)
    old.exec(`
      INSERT INTO accounts (id, number, colour, bot_id, base_url, position) VALUES ('a', 1, 0, 'b', 'https://x', 1);
      INSERT INTO conversations (id, account_id, contact_user_id, activity_at) VALUES (7, 'a', 'u', 0);
      INSERT INTO messages (id, account_id, conversation_id, direction, origin, at, received_at, parts, send_state)
        VALUES (9, 'a', 7, 'out', 'here', 0, 0, '[]', 'queued');
      INSERT INTO outbox_jobs (message_id, request_id, item, insist) VALUES (9, 'r', '{"type":1}', 1);
      PRAGMA user_version = 3;
    `)
    old.close()
    const database = new Database(file)
    expect(database.sql('SELECT message_id, request_id, item, insist FROM outbox_jobs').all()).toEqual([
      { message_id: 9, request_id: 'r', item: '{"type":1}', insist: 1 },
    ])
    database.sql('DELETE FROM messages').run()
    expect(database.sql('SELECT * FROM outbox_jobs').all()).toEqual([])
    database.close()
  })

  it('P19: brings one of the former order along: rows by arrival, nothing lost, whatever the times say', () => {
    mkdirSync(folder, { recursive: true })
    const old = new DatabaseSync(file)
    const byTime = MIGRATIONS.findIndex((step) => step.includes('messages_by_arrival'))
    for (const step of MIGRATIONS.slice(0, byTime)) old.exec(step)
    old.exec(`
      INSERT INTO accounts (id, number, colour, bot_id, base_url, position, owner_user_id)
        VALUES ('00000000-0000-4000-8000-00000000000a', 1, 0, 'b', 'https://x', 1, 'owner');
      INSERT INTO conversations
        (id, account_id, contact_user_id, activity_at, last_message_id, last_inbound_at, last_read_id, unread, draft)
        VALUES (1, '00000000-0000-4000-8000-00000000000a', 'ahead', 900, 11, 900, 11, 1, 'a draft'),
               (2, '00000000-0000-4000-8000-00000000000a', 'behind', 50, 13, 50, 0, 1, ''),
               (3, '00000000-0000-4000-8000-00000000000a', 'imported', 500, NULL, 500, 0, 0, ''),
               (4, '00000000-0000-4000-8000-00000000000a', 'silent', 400, NULL, NULL, 0, 0, '');
      INSERT INTO messages (id, account_id, conversation_id, direction, origin, at, seq, received_at, parts, send_state)
        VALUES
          (11, '00000000-0000-4000-8000-00000000000a', 1, 'in', 'contact', 900, 4, 900, '[{"kind":"text","text":"question"}]', NULL),
          (12, '00000000-0000-4000-8000-00000000000a', 1, 'out', 'here', 100, 0, 100, '[{"kind":"text","text":"answer"}]', 'accepted'),
          (13, '00000000-0000-4000-8000-00000000000a', 2, 'in', 'contact', 50, 0, 50, '[{"kind":"text","text":"late"}]', NULL),
          (14, '00000000-0000-4000-8000-00000000000a', 1, 'in', 'contact', 100, 1, 100, '[{"kind":"text","text":"thanks"}]', NULL);
      PRAGMA user_version = ${byTime};
    `)
    old.close()
    const database = new Database(file)
    const conversations = new ConversationRepository(database)
    const messages = new MessageReader(database)
    const texts = (id: number) =>
      messages.before(ConversationId.parse(id), null, 10).map(({ parts: [part] }) => part)
    expect(texts(1)).toEqual(['question', 'answer', 'thanks'].map((words) => ({ kind: 'text', text: words })))
    expect(
      conversations
        .summaries()
        .map(({ id, activitySeq, lastInboundSeq, unread, draft, last }) => [
          id,
          activitySeq,
          lastInboundSeq,
          unread,
          draft,
          last?.part,
        ]),
    ).toEqual([
      [1, 14, 14, 1, 'a draft', { kind: 'text', text: 'thanks' }],
      [2, 13, 13, 1, '', { kind: 'text', text: 'late' }],
      [3, 0, 0, 0, '', undefined],
      [4, 0, null, 0, '', undefined],
    ])
    database.close()
  })

  it('P19: brings one whose broadcasts had moved people to the top along: only what they wrote stands there', () => {
    mkdirSync(folder, { recursive: true })
    const old = new DatabaseSync(file)
    const before = MIGRATIONS.findIndex((step) => step.includes('messages_quoting')) + 1
    for (const step of MIGRATIONS.slice(0, before)) old.exec(step)
    old.exec(`
      INSERT INTO accounts (id, number, colour, bot_id, base_url, position, owner_user_id)
        VALUES ('00000000-0000-4000-8000-00000000000a', 1, 0, 'b', 'https://x', 1, 'owner');
      INSERT INTO conversations (id, account_id, contact_user_id, last_message_id)
        VALUES (1, '00000000-0000-4000-8000-00000000000a', 'earlier', 14),
               (2, '00000000-0000-4000-8000-00000000000a', 'later', 13),
               (3, '00000000-0000-4000-8000-00000000000a', 'only reached', 15);
      INSERT INTO messages (id, account_id, conversation_id, direction, origin, at, received_at, parts, send_state)
        VALUES
          (11, '00000000-0000-4000-8000-00000000000a', 1, 'in', 'contact', 1, 1, '[{"kind":"text","text":"question"}]', NULL),
          (12, '00000000-0000-4000-8000-00000000000a', 2, 'in', 'contact', 2, 2, '[{"kind":"text","text":"hello"}]', NULL),
          (13, '00000000-0000-4000-8000-00000000000a', 2, 'out', 'here', 3, 3, '[{"kind":"text","text":"answer"}]', 'accepted'),
          (14, '00000000-0000-4000-8000-00000000000a', 1, 'out', 'here', 4, 4, '[{"kind":"text","text":"news"}]', 'accepted'),
          (15, '00000000-0000-4000-8000-00000000000a', 3, 'out', 'here', 5, 5, '[{"kind":"text","text":"news"}]', 'accepted');
      INSERT INTO outbox_jobs (message_id, item, broadcast_id) VALUES (13, '{}', NULL), (14, '{}', 1), (15, '{}', 1);
      PRAGMA user_version = ${before};
    `)
    old.close()
    const database = new Database(file)
    const summaries = new ConversationRepository(database).summaries()
    expect(summaries.map(({ contactUserId, activitySeq }) => [contactUserId, activitySeq])).toEqual([
      ['earlier', 11],
      ['later', 13],
      ['only reached', 0],
    ])
    database.close()
  })

  it('brings one of before tags and notes along with the names and exclusions of people', () => {
    mkdirSync(folder, { recursive: true })
    const old = new DatabaseSync(file)
    const before = MIGRATIONS.findIndex((step) => step.includes('CREATE TABLE contact_tags'))
    for (const step of MIGRATIONS.slice(0, before)) old.exec(step)
    old.exec(`
      INSERT INTO contacts (user_id, alias, excluded) VALUES ('wx_Li@im.wechat', '李姐', 0), ('wx_li@im.wechat', NULL, 1);
      PRAGMA user_version = ${before};
    `)
    old.close()
    const database = new Database(file)
    const rows = database
      .sql('SELECT user_id, alias, excluded, note, follow_up FROM contacts ORDER BY user_id')
      .all()
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['wx_Li@im.wechat', '李姐', 0, '', null],
      ['wx_li@im.wechat', null, 1, '', null],
    ])
    expect(new ContactRepository(database).cards()).toEqual([])
    database.close()
  })

  it('refuses a database of a newer version and leaves it as it is', () => {
    makeProfile()
    const newer = new DatabaseSync(file)
    newer.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`)
    newer.close()
    expect(() => openDatabase(folder, 2)).toThrow(DatabaseTooNewError)
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
    const still = new DatabaseSync(file)
    expect(still.prepare('SELECT COUNT(*) AS count FROM contacts').get()?.['count']).toBe(300)
    still.close()
  })
})

describe('P21: damage that is met while the database is in use', () => {
  function overwriteContacts(): void {
    const sound = new DatabaseSync(file)
    const row = sound.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'contacts'").get()
    sound.close()
    const handle = openSync(file, 'r+')
    writeSync(handle, Buffer.alloc(4096, 0xa5), 0, 4096, (Number(row?.['rootpage']) - 1) * 4096)
    closeSync(handle)
  }

  it.each<[string, (database: Database) => unknown]>([
    ['a read', (database) => database.sql('SELECT * FROM contacts').all()],
    ['a query of a reader', (database) => database.select('SELECT * FROM contacts').all()],
    ['a write', (database) => addContact(database, 'one more')],
  ])('is told once, and whoever met it hears of it: %s', (_name, meet) => {
    makeProfile()
    const database = new Database(file)
    database.sql('PRAGMA shrink_memory').all()
    const told = vi.fn()
    database.onDamage(told)
    overwriteContacts()
    expect(isDamage(errorOf(() => meet(database)))).toBe(true)
    expect(isDamage(errorOf(() => meet(database)))).toBe(true)
    expect(told).toHaveBeenCalledTimes(1)
    database.close()
    const opened = openDatabase(folder, 7, true)
    expect(contacts(opened.database)).toHaveLength(300)
    expect(opened.damage?.kind).toBe('recovered')
    opened.database.close()
  })
})

describe('a snapshot', () => {
  it('reads what is there, also within a transaction and within another snapshot, and leaves none open', () => {
    const database = new Database(':memory:')
    const read = () => database.snapshot(() => database.snapshot(() => contacts(database)))
    database.transaction(() => {
      addContact(database, 'one')
      expect(read()).toEqual(['one'])
    })
    expect(read()).toEqual(['one'])
    database.transaction(() => addContact(database, 'two'))
    expect(read()).toEqual(['one', 'two'])
    database.close()
  })

  it('fails where something would write, and can be taken again', () => {
    const database = new Database(':memory:')
    expect(() => database.snapshot(() => database.transaction(() => addContact(database, 'gone')))).toThrow()
    expect(database.snapshot(() => contacts(database))).toEqual([])
    database.close()
  })
})

describe('transactions', () => {
  it('are rolled back when the work throws, and the next one works', () => {
    const database = new Database(':memory:')
    const failing = () =>
      database.transaction(() => {
        addContact(database, 'gone')
        throw new Error('stop')
      })
    expect(failing).toThrow('stop')
    expect(contacts(database)).toEqual([])
    database.transaction(() => addContact(database, 'kept'))
    expect(contacts(database)).toEqual(['kept'])
    database.close()
  })

  it('nested ones join the outer one', () => {
    const database = new Database(':memory:')
    const failing = () =>
      database.transaction(() => {
        database.transaction(() => addContact(database, 'inner'))
        expect(database.transaction(() => contacts(database))).toEqual(['inner'])
        throw new Error('outer')
      })
    expect(failing).toThrow('outer')
    expect(contacts(database)).toEqual([])
    expect(() =>
      database.transaction(() => database.transaction(() => addContact(database, 'a'))),
    ).not.toThrow()
    expect(contacts(database)).toEqual(['a'])
    database.close()
  })

  it('a full disk takes nothing of the transaction, is told apart, and is got over', () => {
    const { database } = openDatabase(folder, 1)
    const pages = Number(pragma(database, 'page_count'))
    database.sql(`PRAGMA max_page_count = ${pages + 4}`).get()
    const fill = () =>
      database.transaction(() => {
        for (let n = 0; n < 1000; n += 1) addContact(database, `${n}${'x'.repeat(1000)}`)
      })
    const error = errorOf(fill)
    expect(isDiskFull(error)).toBe(true)
    expect(isStorageFailure(error)).toBe(true)
    expect(isDamage(error)).toBe(false)
    expect(contacts(database)).toEqual([])
    database.sql('PRAGMA max_page_count = 100000').get()
    addContact(database, 'fits')
    expect(contacts(database)).toEqual(['fits'])
    database.close()
  })

  it('a broken constraint is no storage failure', () => {
    const database = new Database(':memory:')
    addContact(database, 'twice')
    expect(isStorageFailure(errorOf(() => addContact(database, 'twice')))).toBe(false)
    database.close()
    expect(isStorageFailure(errorOf(() => addContact(database, 'closed')))).toBe(false)
    expect(isStorageFailure(new Error('other'))).toBe(false)
  })
})
