import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { beginStage, finishSwap, markStage, syncStage } from './profile-swap.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-swap-'))
  writeFiles(folder, OLD)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function writeFiles(target: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(target, name)), { recursive: true })
    writeFileSync(path.join(target, name), text)
  }
}

async function stage(): Promise<void> {
  writeFiles(await beginStage(folder), {
    'linkboard.db': 'new',
    'secrets.json': 'new',
    'settings.json': 'new',
    'media/cd/one': 'new',
    'media/ef/two': 'new',
  })
}

async function mark(): Promise<void> {
  await syncStage(folder)
  await markStage(folder, 7, new AbortController().signal)
}

function content(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  )
}

const OLD = {
  'data/linkboard.db': 'old',
  'data/linkboard.db-wal': 'old',
  'data/linkboard.db-shm': 'old',
  'data/media/ab/one': 'old',
  'data/media/cd/one': 'old',
  'secrets.json': 'old',
  'settings.json': 'old',
  // whoever restores a backup here opens it with the passphrase of here
  'lock.json': 'old',
}
const NEW = {
  'lock.json': 'old',
  'data/linkboard.db': 'new',
  'data/media/cd/one': 'new',
  'data/media/ef/two': 'new',
  'secrets.json': 'new',
  'settings.json': 'new',
  'data/linkboard.db.before-restore-7': 'old',
  'data/linkboard.db.before-restore-7-wal': 'old',
  'data/linkboard.db.before-restore-7-shm': 'old',
  'data/media.before-restore-7/ab/one': 'old',
  'data/media.before-restore-7/cd/one': 'old',
  'secrets.json.before-restore-7': 'old',
  'settings.json.before-restore-7': 'old',
}

describe('replacing a profile', () => {
  it('has not begun until the new one is marked: it is cleared, the old one stays', async () => {
    await stage()
    expect(finishSwap(folder)).toBeNull()
    expect(content()).toEqual(OLD)
  })

  it('is done at once, with the old one set aside', async () => {
    await stage()
    await mark()
    expect(finishSwap(folder)).toEqual({ setAside: path.join(folder, 'data/linkboard.db.before-restore-7') })
    expect(content()).toEqual(NEW)
    expect(finishSwap(folder)).toBeNull()
    expect(content()).toEqual(NEW)
  })

  it('P1: does not measure the new database by what was noted of the old one', async () => {
    writeFiles(folder, { 'data/linkboard.db-note': '{"arrivals":5000,"accounts":[]}' })
    await stage()
    await mark()
    finishSwap(folder)
    expect(content()).toEqual(NEW)
  })

  it('P15: killed before any step, it is finished by the next start', async () => {
    const steps = 10
    for (let kill = 0; kill < steps; kill += 1) {
      for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true })
      writeFiles(folder, OLD)
      await stage()
      await mark()
      let done = 0
      const killed = () =>
        finishSwap(folder, (from, to) => {
          if (done === kill) throw new Error('killed')
          renameSync(from, to)
          done += 1
        })
      expect(killed, `killed before step ${kill}`).toThrow('killed')
      expect(finishSwap(folder)).not.toBeNull()
      expect(content(), `killed before step ${kill}`).toEqual(NEW)
    }
  })

  it('never leaves the log of the old database beside the new one', async () => {
    await stage()
    await mark()
    finishSwap(folder, (from, to) => {
      if (to === path.join(folder, 'data/linkboard.db')) {
        expect(readdirSync(path.join(folder, 'data')).filter((name) => /db(-wal|-shm)?$/.test(name))).toEqual(
          [],
        )
      }
      renameSync(from, to)
    })
  })

  it('replaces a part that a backup does not have by an empty one', async () => {
    writeFileSync(path.join(await beginStage(folder), 'linkboard.db'), 'new')
    await mark()
    finishSwap(folder)
    expect(content()).toMatchObject({
      'secrets.json': '{}',
      'settings.json': '{}',
      'secrets.json.before-restore-7': 'old',
      'data/media.before-restore-7/ab/one': 'old',
    })
    expect(readdirSync(path.join(folder, 'data/media'))).toEqual([])
  })

  it('finishes what a version without media began', async () => {
    await stage()
    await mark()
    rmSync(path.join(folder, 'restore/media'), { recursive: true })
    finishSwap(folder)
    expect(content()).toMatchObject({ 'data/linkboard.db': 'new', 'data/media/ab/one': 'old' })
  })

  it('begins anew where an earlier attempt was left', async () => {
    await stage()
    writeFileSync(path.join(folder, 'restore', 'rest'), 'left over')
    const staged = await beginStage(folder)
    expect(readdirSync(staged)).toEqual([])
  })
})
