import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Verifier } from '#core/lock/verifier.ts'
import { openLockFile } from './lock-file.ts'

const VERIFIER: Verifier = { log2N: 12, r: 8, p: 1, salt: 'c2FsdA==', hash: 'aGFzaA==' }

describe('openLockFile', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'linkboard-lock-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('keeps what is written for the next start, for its owner alone, and nothing else', () => {
    expect(openLockFile(folder).read()).toBeNull()
    openLockFile(folder).write({ verifier: VERIFIER, wrongTries: 3 })
    expect(openLockFile(folder).read()).toEqual({ verifier: VERIFIER, wrongTries: 3 })
    expect(statSync(path.join(folder, 'lock.json')).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['lock.json'])
    openLockFile(folder).write(null)
    expect(openLockFile(folder).read()).toBeNull()
    expect(readdirSync(folder)).toEqual([])
  })

  it('stays locked where a file is there that cannot be looked at', () => {
    symlinkSync('lock.json', path.join(folder, 'lock.json'))
    expect(openLockFile(folder).read()).toEqual({ verifier: null, wrongTries: 0 })
  })

  it('leaves nothing of a passphrase that is removed, nor of a write that was killed before', () => {
    writeFileSync(path.join(folder, 'lock.json.draft'), '{')
    const lock = openLockFile(folder)
    expect(lock.read()).toBeNull()
    lock.write(null)
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    '',
    '{',
    '[]',
    '{"verifier":null}',
    JSON.stringify({ verifier: { ...VERIFIER, log2N: 30 }, wrongTries: 0 }),
  ])('does not open by being damaged: %s', (content) => {
    writeFileSync(path.join(folder, 'lock.json'), content)
    const lock = openLockFile(folder)
    expect(lock.read()).toEqual({ verifier: null, wrongTries: 0 })
    lock.write({ verifier: null, wrongTries: 1 })
    expect(lock.read()).toEqual({ verifier: null, wrongTries: 1 })
    expect(readFileSync(path.join(folder, 'lock.json'), 'utf8')).toBe(content)
  })
})
