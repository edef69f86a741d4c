import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ForeignFolderError, takeProfileFolder } from './profile-folder.ts'

let root: string
let folder: string

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'linkboard-profile-'))
  folder = path.join(root, 'profile')
})
afterEach(() => rmSync(root, { recursive: true }))
const mode = () => statSync(folder).mode & 0o777

describe('the folder of a profile', () => {
  it.skipIf(process.platform === 'win32')('P9: is made for its owner alone', () => {
    takeProfileFolder(folder)
    expect(mode()).toBe(0o700)
  })

  it.skipIf(process.platform === 'win32')('is taken with its mode where it is empty', () => {
    mkdirSync(folder)
    chmodSync(folder, 0o755)
    takeProfileFolder(folder)
    expect(mode()).toBe(0o755)
  })

  it.each(['notes.txt', '.ssh', 'Local State'])(
    'is refused, and left as it is, where it holds %s',
    (name) => {
      mkdirSync(folder)
      writeFileSync(path.join(folder, name), '')
      chmodSync(folder, 0o755)
      expect(() => takeProfileFolder(folder)).toThrow(ForeignFolderError)
      expect(readdirSync(folder)).toEqual([name])
      expect(mode()).toBe(0o755)
    },
  )

  it('is taken again, with everything that its browser has put there', () => {
    takeProfileFolder(folder)
    writeFileSync(path.join(folder, 'Local State'), '')
    expect(() => takeProfileFolder(folder)).not.toThrow()
  })

  it('is taken where only the system has put something', () => {
    mkdirSync(path.join(folder, 'lost+found'), { recursive: true })
    writeFileSync(path.join(folder, '.DS_Store'), '')
    expect(() => takeProfileFolder(folder)).not.toThrow()
  })

  it('is taken where its settings were set aside, and its browser has been', () => {
    mkdirSync(path.join(folder, 'data'), { recursive: true })
    for (const name of ['data/linkboard.db', 'settings.json.damaged-1', 'Local State'])
      writeFileSync(path.join(folder, name), '')
    expect(() => takeProfileFolder(folder)).not.toThrow()
  })

  it('is taken from before there was a mark, and put together by hand', () => {
    mkdirSync(path.join(folder, 'data'), { recursive: true })
    expect(() => takeProfileFolder(folder)).not.toThrow()
    const former = path.join(root, 'former')
    mkdirSync(former)
    for (const name of ['settings.json', 'Local State', 'Cookies']) writeFileSync(path.join(former, name), '')
    expect(() => takeProfileFolder(former)).not.toThrow()
  })
})
