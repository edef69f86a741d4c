import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { Database } from '../database.ts'
import { NotAQueryError } from '../handles.ts'

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
