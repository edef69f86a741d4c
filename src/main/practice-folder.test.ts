import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { runUntilKilled } from '#core/testing/killed.ts'
import { makePracticeFolder, removeLeftPracticeFolders } from './practice-folder.ts'

let temporary: string

beforeEach(() => {
  temporary = mkdtempSync(path.join(tmpdir(), 'linkboard-temporary-'))
  vi.stubEnv('TMPDIR', temporary)
  vi.stubEnv('TEMP', temporary)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(temporary, { recursive: true })
})

it('what a killed program has left of practice mode is gone after the next start, and nothing else', async () => {
  await runUntilKilled(`
    const { mkdirSync, writeFileSync, writeSync } = await import('node:fs')
    const { makePracticeFolder } = await import(${JSON.stringify(path.resolve('src/main/practice-folder.ts'))})
    const folder = makePracticeFolder()
    mkdirSync(folder + '/media')
    writeFileSync(folder + '/media/price-list', 'my own')
    writeSync(1, 'made')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`)
  expect(readdirSync(temporary)).toHaveLength(1)
  const own = makePracticeFolder()
  const others = path.join(temporary, 'linkboard-something-1')
  mkdirSync(others)
  removeLeftPracticeFolders()
  expect([existsSync(own), existsSync(others), readdirSync(temporary).length]).toEqual([true, true, 2])
})
