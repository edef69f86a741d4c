import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ProfileError, prepareProfile } from './profile.ts'

describe("Chromium's folder in the profile", () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'linkboard-chromium-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is freed of what a killed run left behind', async () => {
    writeFileSync(join(folder, 'SingletonLock'), 'stale')
    writeFileSync(join(folder, 'DevToolsActivePort'), '1234')
    await prepareProfile(folder)
    expect(existsSync(join(folder, 'SingletonLock'))).toBe(false)
    expect(existsSync(join(folder, 'DevToolsActivePort'))).toBe(false)
  })

  it('is named, with the reason, when it cannot be written to', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    await expect(prepareProfile(file)).rejects.toThrow(ProfileError)
    await expect(prepareProfile(file)).rejects.toThrow(`${file} (EEXIST)`)
  })
})
