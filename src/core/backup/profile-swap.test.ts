import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { beginStage, finishSwap, markStage } from './profile-swap.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-swap-'))
  mkdirSync(path.join(folder, 'data'))
  for (const suffix of ['', '-wal', '-shm'])
    writeFileSync(path.join(folder, `data/linkboard.db${suffix}`), 'old')
  for (const name of ['secrets', 'settings']) writeFileSync(path.join(folder, `${name}.json`), 'old')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function stage(): void {
  const staged = beginStage(folder)
  for (const name of ['linkboard.db', 'secrets.json', 'settings.json']) {
    writeFileSync(path.join(staged, name), 'new')
  }
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
  'secrets.json': 'old',
  'settings.json': 'old',
}
const NEW = {
  'data/linkboard.db': 'new',
  'secrets.json': 'new',
  'settings.json': 'new',
  'data/linkboard.db.before-restore-7': 'old',
  'data/linkboard.db.before-restore-7-wal': 'old',
  'data/linkboard.db.before-restore-7-shm': 'old',
  'secrets.json.before-restore-7': 'old',
  'settings.json.before-restore-7': 'old',
}

describe('replacing a profile', () => {
  it('has not begun until the new one is marked: it is cleared, the old one stays', () => {
    stage()
    expect(finishSwap(folder)).toBeNull()
    expect(content()).toEqual(OLD)
  })

  it('is done at once, with the old one set aside', () => {
    stage()
    markStage(folder, 7)
    expect(finishSwap(folder)).toEqual({ setAside: path.join(folder, 'data/linkboard.db.before-restore-7') })
    expect(content()).toEqual(NEW)
    expect(finishSwap(folder)).toBeNull()
    expect(content()).toEqual(NEW)
  })

  it('P15: killed before any step, it is finished by the next start', () => {
    const steps = 8
    for (let kill = 0; kill < steps; kill += 1) {
      for (const name of Object.keys(content())) rmSync(path.join(folder, name))
      for (const [name, text] of Object.entries(OLD)) writeFileSync(path.join(folder, name), text)
      stage()
      markStage(folder, 7)
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

  it('never leaves the log of the old database beside the new one', () => {
    stage()
    markStage(folder, 7)
    finishSwap(folder, (from, to) => {
      if (to === path.join(folder, 'data/linkboard.db')) {
        expect(readdirSync(path.join(folder, 'data')).filter((name) => /db(-wal|-shm)?$/.test(name))).toEqual(
          [],
        )
      }
      renameSync(from, to)
    })
  })

  it('replaces a part that a backup does not have by an empty one', () => {
    writeFileSync(path.join(beginStage(folder), 'linkboard.db'), 'new')
    markStage(folder, 7)
    finishSwap(folder)
    expect(content()).toMatchObject({
      'secrets.json': '{}',
      'settings.json': '{}',
      'secrets.json.before-restore-7': 'old',
    })
  })

  it('begins anew where an earlier attempt was left', () => {
    stage()
    writeFileSync(path.join(folder, 'restore', 'rest'), 'left over')
    const staged = beginStage(folder)
    expect(readdirSync(staged)).toEqual([])
  })
})
