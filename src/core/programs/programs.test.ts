import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DATABASE_NAME } from '#core/storage/database.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { ProgramRepository } from '#core/storage/program-repository.ts'
import { ReadOnlyDatabase } from '#core/storage/read-only-database.ts'
import { unwritable } from '#core/storage/unwritable.ts'
import { MAX_PROGRAMS } from '#shared/limits.ts'
import { createTestPrograms } from './testing.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

describe('programs', () => {
  let folder: string
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'linkboard-programs-')))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('are known by their token alone, of which only a hash is stored', () => {
    const { programs, database } = createTestPrograms()
    const { id, token } = programs.allow({ name: 'Helper', scope: 'read', accounts: null })
    expect(token).toMatch(/^lkb_[\w-]{43}$/)
    expect(programs.ofToken(token)?.id).toBe(id)
    for (const other of [
      `${token}x`,
      token.slice(0, -1),
      token.toUpperCase(),
      '',
      'lkb_',
      'x'.repeat(100_000),
    ])
      expect(programs.ofToken(other)).toBeNull()
    const stored = JSON.stringify(database.sql('SELECT * FROM programs').all())
    expect(stored).not.toContain(token.slice(4, 20))
  })

  it('that are revoked open nothing, and what they called stays', async () => {
    const { programs, clock, revoked, aCall } = createTestPrograms()
    const { id, token } = programs.allow({ name: 'Helper', scope: 'read', accounts: null })
    programs.called(aCall(id, 'Helper'))
    programs.revoke(id)
    expect(programs.ofToken(token)).toBeNull()
    expect(programs.list()).toEqual([])
    expect(revoked).toEqual([id])
    await clock.advance(1_000)
    expect(programs.calls(null, 10).calls).toMatchObject([{ programName: 'Helper', tool: 'recv' }])
  })

  it('that are revoked are let go of once whoever else reads the database knows nothing of them', () => {
    const database = openDatabase(folder, 1).database
    const reader = new ReadOnlyDatabase(path.join(folder, DATABASE_NAME))
    const known: number[] = []
    const { programs } = createTestPrograms({
      file: database,
      gone: () => known.push(new ProgramRepository(unwritable(reader)).list().length),
    })
    programs.revoke(programs.allow({ name: 'Helper', scope: 'read', accounts: null }).id)
    expect(known).toEqual([0])
    reader.close()
    database.close()
  })

  it('count their calls since midnight, before and after these are written', async () => {
    const { programs, clock, aCall } = createTestPrograms()
    const { id } = programs.allow({ name: 'Helper', scope: 'read', accounts: null })
    programs.called(aCall(id, 'Helper'))
    expect(programs.view(id)).toMatchObject({ callsToday: 1, lastCallAt: clock.now() })
    await clock.advance(1_000)
    expect(programs.view(id)).toMatchObject({ callsToday: 1 })
    await clock.advance(2 * DAY_MS)
    expect(programs.view(id)).toMatchObject({ callsToday: 0 })
  })

  it('have where they stand written down with their calls, a second later at most, and never back', async () => {
    const { programs, clock, stores, aCall } = createTestPrograms()
    const { id } = programs.allow({ name: 'Helper', scope: 'read', accounts: null })
    const written = () => stores.programs.get(id)?.cursor
    for (const place of [7, 9, 8]) programs.setCursor(id, place)
    programs.called(aCall(id, 'Helper'))
    expect([programs.cursorOf(id), written()]).toEqual([9, 0])
    await clock.advance(1_000)
    expect([programs.cursorOf(id), written()]).toEqual([9, 9])
    programs.setCursor(id, 12)
    programs.stop()
    expect(written()).toBe(12)
  })

  it('are forgotten their calls of after thirty days', async () => {
    const { programs, clock, aCall } = createTestPrograms()
    const { id } = programs.allow({ name: 'Helper', scope: 'read', accounts: null })
    programs.called(aCall(id, 'Helper'))
    await clock.advance(29 * DAY_MS)
    programs.start()
    expect(programs.calls(null, 10).calls).toHaveLength(1)
    await clock.advance(2 * DAY_MS)
    programs.start()
    expect(programs.calls(null, 10).calls).toEqual([])
  })

  it('are forgotten these while the app runs for months, too, and all but the newest million', async () => {
    const { programs, clock, database, aCall } = createTestPrograms()
    const { id } = programs.allow({ name: 'Helper', scope: 'read', accounts: null })
    programs.start()
    programs.called(aCall(id, 'Helper'))
    await clock.advance(31 * DAY_MS)
    programs.called(aCall(id, 'Helper'))
    await clock.advance(1_000)
    expect(programs.calls(null, 10).calls).toHaveLength(1)
    database.sql('UPDATE program_calls SET id = 5').run()
    database.sql("UPDATE sqlite_sequence SET seq = 1000004 WHERE name = 'program_calls'").run()
    await clock.advance(60_000)
    programs.called(aCall(id, 'Helper'))
    await clock.advance(1_000)
    expect(programs.calls(null, 10).calls.map((call) => call.id)).toEqual([1_000_005])
  })

  it('that are turned away again and again within a second are written down once in it', async () => {
    const { programs, clock, aCall } = createTestPrograms()
    const { id } = programs.allow({ name: 'Helper', scope: 'read', accounts: null })
    const refused = { ...aCall(id, 'Helper'), outcome: 'refused' as const, code: 'busy' }
    for (let second = 0; second < 2; second += 1) {
      for (let n = 0; n < 100; n += 1) programs.called(refused)
      programs.called(aCall(id, 'Helper'))
      programs.called(aCall(id, 'Helper'))
      await clock.advance(1_000)
    }
    expect(programs.calls(null, 100).calls.map(({ outcome }) => outcome)).toEqual([
      'answered',
      'answered',
      'refused',
      'answered',
      'answered',
      'refused',
    ])
    expect(programs.view(id)).toMatchObject({ callsToday: 6 })
  })

  it('write nothing down once the app has stopped', async () => {
    const { programs, clock, aCall } = createTestPrograms()
    const { id } = programs.allow({ name: 'Helper', scope: 'read', accounts: null })
    programs.called(aCall(id, 'Helper'))
    programs.stop()
    programs.called(aCall(id, 'Helper'))
    expect(clock.pending).toBe(0)
    expect(programs.calls(null, 10).calls).toHaveLength(1)
  })

  it('show their calls page by page, the newest first', () => {
    const { programs, aCall } = createTestPrograms()
    const { id } = programs.allow({ name: 'Helper', scope: 'read', accounts: null })
    for (const tool of ['one', 'two', 'three']) programs.called({ ...aCall(id, 'Helper'), tool })
    const first = programs.calls(null, 2)
    expect([first.calls.map(({ tool }) => tool), first.hasMore]).toEqual([['three', 'two'], true])
    const rest = programs.calls(first.calls[1]?.id ?? null, 2)
    expect([rest.calls.map(({ tool }) => tool), rest.hasMore]).toEqual([['one'], false])
  })

  it('get folders that are there, and nothing else', async () => {
    const { programs } = createTestPrograms()
    const { id } = programs.allow({ name: 'Helper', scope: 'draft', accounts: null })
    await programs.addFolder(id, folder)
    await programs.addFolder(id, `${folder}/`)
    symlinkSync(folder, path.join(folder, 'link'))
    await programs.addFolder(id, path.join(folder, 'link'))
    expect(programs.view(id)?.folders).toEqual([folder])
    for (const wrong of ['relative', path.join(folder, 'none'), import.meta.filename])
      await expect(programs.addFolder(id, wrong)).rejects.toMatchObject({ code: 'folder-unreadable' })
    programs.removeFolder(id, folder)
    expect(programs.view(id)?.folders).toEqual([])
  })

  it('are no more than there may be', () => {
    const { programs } = createTestPrograms()
    const wanted = { name: 'Helper', scope: 'read' as const, accounts: null }
    for (let n = 0; n < MAX_PROGRAMS; n += 1) programs.allow(wanted)
    expect(() => programs.allow(wanted)).toThrow('programs-full')
  })
})
