import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takePrivateFolder } from './private-folder.ts'

const posix = process.platform !== 'win32'
const isRoot = process.getuid?.() === 0

describe.runIf(posix)('a folder that is its user’s alone', () => {
  let root = ''
  let folder = ''
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'linkboard-private-'))
    folder = path.join(root, 'private')
  })
  afterEach(() => rmSync(root, { recursive: true }))
  const mode = (place: string) => statSync(place).mode & 0o777

  it('is made, and taken again', () => {
    expect(takePrivateFolder(folder)).toBe(true)
    expect(mode(folder)).toBe(0o700)
    expect(takePrivateFolder(folder)).toBe(true)
  })

  it('is closed to others where it is the user’s own', () => {
    mkdirSync(folder)
    chmodSync(folder, 0o777)
    expect(takePrivateFolder(folder)).toBe(true)
    expect(mode(folder)).toBe(0o700)
  })

  it('is not taken through a link, and what it points to stays as it is', () => {
    const target = path.join(root, 'target')
    mkdirSync(target, { mode: 0o755 })
    symlinkSync(target, folder)
    expect(takePrivateFolder(folder)).toBe(false)
    expect(mode(target)).toBe(0o755)
  })

  it('is not taken where a file stands', () => {
    writeFileSync(folder, '')
    expect(takePrivateFolder(folder)).toBe(false)
    expect(existsSync(folder)).toBe(true)
  })

  it.runIf(isRoot)('is not taken from another user', () => {
    mkdirSync(folder, { mode: 0o777 })
    chownSync(folder, 12_345, 12_345)
    expect(takePrivateFolder(folder)).toBe(false)
  })
})
