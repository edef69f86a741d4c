import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RepairProgress } from '#shared/model/app-info.ts'
import { DATABASE_NAME, Database } from '../database.ts'
import { openDatabase, openSound } from '../open-database.ts'
import { PAGE_BYTES } from './page-file.ts'
import { fillDatabase, overwritePages } from './testing.ts'
import { RepairStoppedError, repairInThread } from './threaded-repair.ts'

const SCRIPT = path.resolve(import.meta.dirname, '../../../main/repair-worker.ts')
const MESSAGES = 4_000

let root: string
let sound: string
let folder: string
let file: string

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'linkboard-repair-'))
  sound = fillDatabase(path.join(root, 'sound'), { accounts: 4, messages: MESSAGES }).file
})
afterAll(() => rmSync(root, { recursive: true }))
beforeEach(() => {
  folder = mkdtempSync(path.join(root, 'damaged-'))
  file = path.join(folder, DATABASE_NAME)
  copyFileSync(sound, file)
  // the header, and a place in the middle
  overwritePages(file, [1, Math.floor(statSync(file).size / PAGE_BYTES / 2)])
})

function repair(told: (progress: RepairProgress) => void, signal = new AbortController().signal) {
  return repairInThread({ script: SCRIPT, order: { folder, now: 7 }, told, signal })
}

function countMessages(database: Database): number {
  return Number(database.sql('SELECT COUNT(*) AS n FROM messages').get()?.['n'])
}

describe('P21: repairing in a thread of its own', () => {
  it('tells how far it is while this thread goes on, and leaves a database that opens', async () => {
    expect(openSound(folder, 7)).toBeNull()
    const told: RepairProgress[] = []
    let turns = 0
    let isDone = false
    const turn = () => {
      turns += 1
      if (!isDone) setImmediate(turn)
    }
    turn()
    const damage = await repair((progress) => told.push(progress)).finally(() => {
      isDone = true
    })
    expect(damage).toMatchObject({ kind: 'recovered', file: `${file}.damaged-7` })
    expect(turns).toBeGreaterThan(told.length)
    expect([...new Set(told.map(({ step }) => step))]).toEqual(['looking', 'saving', 'finishing'])
    const shares = told.map(({ share }) => share)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
    const database = new Database(file)
    expect(countMessages(database)).toBeGreaterThan(MESSAGES * 0.9)
    database.close()
  })

  it('cut short in the midst leaves the damaged file as it was, and the next start begins again', async () => {
    const before = readFileSync(file)
    const ending = new AbortController()
    const saving = repair(({ step }) => {
      if (step === 'saving') ending.abort()
    }, ending.signal)
    await expect(saving).rejects.toBeInstanceOf(RepairStoppedError)
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
    const { database, damage } = openDatabase(folder, 8)
    expect(damage).toMatchObject({ kind: 'recovered', file: `${file}.damaged-8` })
    expect(countMessages(database)).toBeGreaterThan(MESSAGES * 0.9)
    expect(readFileSync(`${file}.damaged-8`).equals(before)).toBe(true)
    database.close()
    expect(existsSync(`${file}.recovering`)).toBe(false)
  })

  it('fails with what the repair failed with', async () => {
    folder = path.join(folder, 'nowhere')
    await expect(repair(() => {})).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
