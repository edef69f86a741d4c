import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setAsideIfDamaged } from './json-file.ts'

describe('a settings or secrets file that cannot be read', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'linkboard-json-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it.each(['', '{"half": ', 'null', '[1]', '\u0000\u0001'])(
    'is set aside with its bytes kept: %j',
    (content) => {
      const file = path.join(folder, 'settings.json')
      writeFileSync(file, content)
      const target = setAsideIfDamaged(folder, 'settings', 42)
      expect(target).toBe(`${file}.damaged-42`)
      expect(existsSync(file)).toBe(false)
      expect(readFileSync(`${file}.damaged-42`, 'utf8')).toBe(content)
    },
  )

  it('is set aside when it is a folder', () => {
    mkdirSync(path.join(folder, 'settings.json'))
    expect(setAsideIfDamaged(folder, 'settings', 42)).toBe(path.join(folder, 'settings.json.damaged-42'))
    expect(existsSync(path.join(folder, 'settings.json'))).toBe(false)
  })

  it('stays where it is when it is sound or absent', () => {
    expect(setAsideIfDamaged(folder, 'settings', 42)).toBeNull()
    writeFileSync(path.join(folder, 'settings.json'), '{}')
    expect(setAsideIfDamaged(folder, 'settings', 42)).toBeNull()
  })
})
