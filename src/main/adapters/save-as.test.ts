import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SavePermission, saveCopy, saveFile, saveText } from './save-as.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-save-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function* words(): AsyncGenerator<string> {
  yield 'of '
  yield 'somebody'
}

/** Every way to save, with the place that it was put in. */
const WAYS: [string, (permission: SavePermission) => Promise<boolean>][] = [
  ['content', (permission) => saveFile(permission, 'name', new TextEncoder().encode('of somebody'))],
  ['text bit by bit', (permission) => saveText(permission, 'name', words())],
  [
    'a copy',
    (permission) => {
      const source = path.join(folder, 'source')
      writeFileSync(source, 'of somebody')
      return saveCopy(permission, 'name', source, async () => {})
    },
  ],
]

describe.each(WAYS)('saving %s', (_, save) => {
  it('puts it where the operator wants it, for its owner alone', async () => {
    const place = path.join(folder, 'name')
    const isSaved = await save({ askPlace: async (name) => path.join(folder, name), isLocked: () => false })
    expect([isSaved, readFileSync(place, 'utf8')]).toEqual([true, 'of somebody'])
    expect(statSync(place).mode & 0o777).toBe(0o600)
  })

  it('writes nothing where it was cancelled', async () => {
    expect(await save({ askPlace: async () => null, isLocked: () => false })).toBe(false)
  })

  it('writes nothing for whoever answers behind the lock that came meanwhile', async () => {
    let isLocked = false
    const isSaved = await save({
      askPlace: async (name) => {
        isLocked = true
        return path.join(folder, name)
      },
      isLocked: () => isLocked,
    })
    expect([isSaved, existsSync(path.join(folder, 'name'))]).toEqual([false, false])
  })
})
