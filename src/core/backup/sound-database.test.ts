import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PAGE_BYTES } from '#core/storage/recovery/page-file.ts'
import { fillDatabase, overwritePages } from '#core/storage/recovery/testing.ts'
import { inThread } from './in-thread.ts'

const SCRIPT = path.resolve(import.meta.dirname, '../../main/check-worker.ts')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-sound-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const look = (file: string, signal = new AbortController().signal) =>
  inThread<boolean>({ script: SCRIPT, data: file, signal })

it('a database is looked through to its last page, on a thread of its own', async () => {
  const { file } = fillDatabase(path.join(folder, 'one'), { accounts: 2, messages: 400 })
  expect(await look(file)).toBe(true)
  overwritePages(file, [Math.floor(statSync(file).size / PAGE_BYTES / 2)])
  expect(await look(file)).toBe(false)
  const letter = path.join(folder, 'letter')
  writeFileSync(letter, 'Dear grandmother, this is no database at all.'.repeat(20))
  expect(await look(letter)).toBe(false)
})

it('looking ends when nobody wants to know any more, and fails where there is nothing', async () => {
  const { file } = fillDatabase(path.join(folder, 'two'), { accounts: 2, messages: 400 })
  const ending = new AbortController()
  const looking = look(file, ending.signal)
  ending.abort(new Error('enough'))
  await expect(looking).rejects.toThrow('enough')
  await expect(look(file, ending.signal)).rejects.toThrow('enough')
  await expect(look(path.join(folder, 'nowhere'))).rejects.toThrow()
})
