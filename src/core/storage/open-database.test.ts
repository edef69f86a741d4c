import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from './database.ts'
import { openDatabase } from './open-database.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'linkboard-open-')), 'profile')
  file = path.join(folder, 'linkboard.db')
})
afterEach(() => rmSync(path.dirname(folder), { recursive: true }))

function addContact(database: Database, id: string): void {
  database.sql('INSERT INTO contacts (user_id) VALUES (?)').run(id)
}

function contacts(database: Database): unknown[] {
  return database
    .sql('SELECT user_id FROM contacts ORDER BY rowid')
    .all()
    .map((row) => String(row['user_id']).replace(/-x+$/, ''))
}

const CONTACTS = Array.from({ length: 300 }, (_, n) => `contact-${n}`)

/** A sound profile with some history in it, closed again. */
function makeProfile(): void {
  const { database } = openDatabase(folder, 1)
  database.transaction(() => {
    for (const name of CONTACTS) addContact(database, `${name}-${'x'.repeat(200)}`)
  })
  addContact(database, 'last')
  database.close()
}

function addMedia(): string {
  const place = path.join(folder, 'media', 'ab')
  mkdirSync(place, { recursive: true })
  writeFileSync(path.join(place, 'ab'.repeat(32)), 'bytes')
  return path.join('ab', 'ab'.repeat(32))
}

describe('P21: a damaged file is set aside, never deleted, and the app goes on', () => {
  it('something else entirely', () => {
    makeProfile()
    writeFileSync(file, 'not a database, '.repeat(1000))
    const size = statSync(file).size
    const { database, damage } = openDatabase(folder, 7)
    expect(damage).toEqual({ kind: 'reset', file: `${file}.damaged-7` })
    expect(statSync(`${file}.damaged-7`).size).toBe(size)
    addContact(database, 'new')
    expect(contacts(database)).toEqual(['new'])
    database.close()
  })

  it('overwritten at the root of a table: its rows are saved, the file is as it was', () => {
    makeProfile()
    const sound = new DatabaseSync(file)
    const root = sound.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'contacts'").get()?.[
      'rootpage'
    ]
    sound.close()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, (Number(root) - 1) * 4096, Number(root) * 4096)
    writeFileSync(file, bytes)
    const { database } = openDatabase(folder, 7)
    expect(contacts(database).toSorted()).toEqual([...CONTACTS, 'last'].toSorted())
    expect(readFileSync(`${file}.damaged-7`).equals(bytes)).toBe(true)
    database.close()
  })

  it('P15: an emptied file is set aside with the log that still holds commits, and said', () => {
    makeProfile()
    truncateSync(file, 0)
    writeFileSync(`${file}-wal`, 'commits')
    const { database, damage } = openDatabase(folder, 2)
    expect(damage).toEqual({ kind: 'reset', file: `${file}.damaged-2` })
    expect(readFileSync(`${file}.damaged-2-wal`, 'utf8')).toBe('commits')
    expect(contacts(database)).toEqual([])
    database.close()
  })

  it('a folder in the place of the file is set aside with what is in it', () => {
    mkdirSync(path.join(file, 'inside'), { recursive: true })
    const { database, damage } = openDatabase(folder, 2)
    expect(damage?.kind).toBe('reset')
    expect(readdirSync(`${file}.damaged-2`)).toEqual(['inside'])
    database.close()
  })

  it('a start that was killed before the saved rows took their place finishes it', () => {
    makeProfile()
    renameSync(file, `${file}.recovered`)
    writeFileSync(`${file}.damaged-3`, 'the damaged one')
    addMedia()
    const { database, damage } = openDatabase(folder, 4)
    expect(contacts(database)).toHaveLength(301)
    expect(damage).toBeNull()
    expect(existsSync(`${file}.recovered`)).toBe(false)
    database.close()
  })
})

describe('P21: a log that was left behind by another database', () => {
  /** What a kill leaves behind: a database, and a log with all of its last 60 contacts, which it does not hold yet. */
  function killedProfile(): void {
    makeProfile()
    const { database } = openDatabase(folder, 1)
    const main = readFileSync(file)
    for (let n = 0; n < 60; n += 1) addContact(database, `late-${n}-${'x'.repeat(900)}`)
    const log = readFileSync(`${file}-wal`)
    database.close()
    writeFileSync(file, main)
    writeFileSync(`${file}-wal`, log)
  }

  function expectSound(database: Database): void {
    expect(database.sql('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    expect(database.sql('PRAGMA foreign_key_check').all()).toEqual([])
  }

  it.each<[string, () => void]>([
    ['with media', () => void addMedia()],
    ['with nothing else', () => {}],
  ])('is read where the database is gone, and never played over the new one: %s', (_name, leave) => {
    killedProfile()
    const log = readFileSync(`${file}-wal`)
    rmSync(file)
    leave()
    const { database, damage } = openDatabase(folder, 7)
    expect(damage?.kind).toBe('gone')
    expectSound(database)
    const saved = contacts(database)
    expect(saved).toEqual(expect.arrayContaining(Array.from({ length: 56 }, (_, n) => `late-${n + 4}`)))
    addContact(database, 'new')
    database.close()
    expect(readFileSync(`${file}.damaged-7-wal`).equals(log)).toBe(true)
    const again = openDatabase(folder, 8)
    expect(again.damage).toBeNull()
    expect(contacts(again.database)).toEqual([...saved, 'new'])
    again.database.close()
  })

  it('is set aside by the start that finishes one killed while it set the damaged files aside', () => {
    killedProfile()
    const log = readFileSync(`${file}-wal`)
    const other = path.join(path.dirname(folder), 'other')
    const { database: saved } = openDatabase(other, 1)
    addContact(saved, 'saved')
    saved.close()
    renameSync(file, `${file}.damaged-3`)
    renameSync(path.join(other, 'linkboard.db'), `${file}.recovered`)
    const { database, damage } = openDatabase(folder, 4)
    expect(damage).toBeNull()
    expectSound(database)
    expect(contacts(database)).toEqual(['saved'])
    expect(readFileSync(`${file}.damaged-4-wal`).equals(log)).toBe(true)
    database.close()
  })
})

describe('P21: a log that is damaged in the middle', () => {
  /** The profile as a kill leaves it: 90 contacts, each a commit, in the log beside the database. */
  function killedProfile(): { pageBytes: number } {
    const { database } = openDatabase(folder, 1)
    for (let n = 0; n < 90; n += 1) addContact(database, `contact-${n}`)
    const copies = ['', '-wal'].map((suffix) => [file + suffix, readFileSync(file + suffix)] as const)
    database.close()
    for (const [name, bytes] of copies) writeFileSync(name, bytes)
    return { pageBytes: 4096 }
  }

  it.each<[string, (bytes: Buffer) => void]>([
    ['the page of a frame', (bytes) => bytes.fill(0x5a, bytes.length / 2, bytes.length / 2 + 200)],
    ['the beginning of the log', (bytes) => bytes.fill(0, 0, 32)],
  ])('gives what was committed behind the broken place: %s', (_name, damage) => {
    killedProfile()
    const log = readFileSync(`${file}-wal`)
    damage(log)
    writeFileSync(`${file}-wal`, log)
    const { database, damage: said } = openDatabase(folder, 7)
    expect(contacts(database).length).toBeGreaterThanOrEqual(89)
    expect(contacts(database)).toContain('contact-89')
    expect(said?.kind).toBe('recovered')
    database.close()
  })

  it('leaves a torn end to SQLite: nobody was told of it', () => {
    killedProfile()
    truncateSync(`${file}-wal`, statSync(`${file}-wal`).size - 100)
    const { database, damage } = openDatabase(folder, 7)
    expect(contacts(database)).toEqual(Array.from({ length: 89 }, (_, n) => `contact-${n}`))
    expect(damage).toBeNull()
    database.close()
  })
})

describe('P1: what was stored is measured by the note beside the database', () => {
  const ACCOUNT = {
    ...{
      id: '00000000-0000-4000-8000-00000000000a',
      number: 1,
      alias: 'Shop',
      colour: 0,
      bot_id: 'b',
      binding: 1,
    },
    ...{ base_url: 'https://x', owner_user_id: 'u', signed_out: 0, is_default: 1, position: 1, removed: 0 },
  }
  function leaveNote(arrivals: number): void {
    writeFileSync(`${file}-note`, JSON.stringify({ arrivals, accounts: [ACCOUNT] }))
  }

  it('a start that finds less says how many messages are missing, once', () => {
    makeProfile()
    leaveNote(87)
    const first = openDatabase(folder, 7)
    expect(first.damage).toEqual({ kind: 'shortened', missing: 87 })
    first.database.close()
    const second = openDatabase(folder, 8)
    expect(second.damage).toBeNull()
    second.database.close()
  })

  it('a database that holds more than the note, which is a little behind, is well', () => {
    makeProfile()
    leaveNote(0)
    const { database, damage } = openDatabase(folder, 7)
    expect(damage).toBeNull()
    database.close()
  })

  it('a note that cannot be read says nothing', () => {
    makeProfile()
    writeFileSync(`${file}-note`, '{"arrivals":')
    const { database, damage } = openDatabase(folder, 7)
    expect(damage).toBeNull()
    database.close()
  })

  it('P21: accounts of a database that is not there go on', () => {
    makeProfile()
    rmSync(file)
    leaveNote(87)
    const { database, damage } = openDatabase(folder, 7)
    expect(damage).toEqual({ kind: 'gone', file: null })
    expect(database.sql('SELECT alias, signed_out FROM accounts').all()).toEqual([
      { alias: 'Shop', signed_out: 0 },
    ])
    database.close()
  })
})

describe('P21: media are never removed for lack of a database', () => {
  it('those of a database that is not there are set aside, and it is said', () => {
    makeProfile()
    const name = addMedia()
    rmSync(file)
    const { database, damage } = openDatabase(folder, 7)
    const aside = path.join(folder, 'media.damaged-7')
    expect(damage).toEqual({ kind: 'gone', file: aside })
    expect(readFileSync(path.join(aside, name), 'utf8')).toBe('bytes')
    database.close()
  })

  it('those that a saved database does not know are set aside, those that it knows stay', () => {
    makeProfile()
    const unknown = addMedia()
    const hash = 'cd'.repeat(32)
    const known = path.join(folder, 'media', 'cd', hash)
    mkdirSync(path.dirname(known))
    writeFileSync(known, 'known')
    const before = openDatabase(folder, 1).database
    before.sql("INSERT INTO media_files VALUES (?, 5, 'm', 'file', NULL, 1)").run(hash)
    before.close()
    const bytes = readFileSync(file)
    bytes.fill(0xff, 0, 100)
    writeFileSync(file, bytes)
    openDatabase(folder, 7).database.close()
    expect(readFileSync(known, 'utf8')).toBe('known')
    expect(existsSync(path.join(folder, 'media', unknown))).toBe(false)
    expect(readFileSync(path.join(folder, 'media.damaged-7', unknown), 'utf8')).toBe('bytes')
  })

  it('those of a database of which nothing could be read are set aside', () => {
    makeProfile()
    const name = addMedia()
    truncateSync(file, 0)
    openDatabase(folder, 2).database.close()
    expect(readFileSync(path.join(folder, 'media.damaged-2', name), 'utf8')).toBe('bytes')
  })

  it('a first start has none, and says nothing', () => {
    const { database, damage } = openDatabase(folder, 1)
    expect(damage).toBeNull()
    database.close()
  })
})
