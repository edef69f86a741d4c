import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { removeSearchIndex } from '#core/search/index-file.ts'
import { DATABASE_NAME, MEDIA_NAME } from '#core/storage/database.ts'
import { NOTE_SUFFIX } from '#core/storage/recovery/recovery-note.ts'
import { syncFolder } from '#core/storage/sync-folder.ts'

/*
 * A restore builds a whole profile in a folder of its own, then puts a mark there. Before the mark the
 * old profile is the profile; from the mark on the new one is, and whoever opens the profile next
 * finishes what was begun. Every step can be interrupted and taken again.
 */

/** What a profile consists of, and what may stand beside each part. Companions move first, a folder as a whole. */
const PARTS = [
  {
    staged: DATABASE_NAME,
    place: path.join('data', DATABASE_NAME),
    companions: ['-shm', '-wal'],
    isFolder: false,
  },
  { staged: MEDIA_NAME, place: path.join('data', MEDIA_NAME), companions: [], isFolder: true },
  { staged: 'secrets.json', place: 'secrets.json', companions: [], isFolder: false },
  { staged: 'settings.json', place: 'settings.json', companions: [], isFolder: false },
] as const

const STAGE = 'restore'
const MARK = 'ready.json'

/** Moves one file or folder; a port, so that tests can interrupt between two steps. */
export type Move = (from: string, to: string) => void

/** An empty folder, its owner's alone, for the parts of a new profile under their own names. */
export async function beginStage(profile: string): Promise<string> {
  await dropStage(profile)
  const stage = path.join(profile, STAGE)
  await mkdir(stage, { mode: 0o700 })
  return stage
}

/** Gives up a new profile that has no mark yet. */
export async function dropStage(profile: string): Promise<void> {
  await rm(path.join(profile, STAGE), { recursive: true, force: true })
}

/** Makes all parts of a new profile durable, while others have their turn. A part that nobody wrote is empty. */
export async function syncStage(profile: string): Promise<void> {
  const stage = path.join(profile, STAGE)
  for (const { staged, isFolder } of PARTS) {
    const part = path.join(stage, staged)
    if (isFolder) {
      await mkdir(part, { recursive: true, mode: 0o700 })
      await syncFolders(part)
    } else {
      if (!existsSync(part)) await writeFile(part, '{}', { mode: 0o600 })
      await sync(part)
    }
  }
}

/**
 * Makes the staged profile, whose parts are durable, the profile, for good. Main does not wait for the disk.
 * @throws the signal's reason as long as nothing was changed
 */
export async function markStage(profile: string, now: number, signal: AbortSignal): Promise<void> {
  const stage = path.join(profile, STAGE)
  const draft = path.join(stage, `${MARK}.draft`)
  {
    await using handle = await open(draft, 'w', 0o600)
    await handle.writeFile(JSON.stringify({ now }))
    await handle.sync()
  }
  signal.throwIfAborted()
  await rename(draft, path.join(stage, MARK))
  await syncEntries(stage)
}

/**
 * Finishes a restore that was marked, or clears one that was not; called before a profile is opened.
 * @returns where the former database was put; null when there was nothing to finish
 */
export function finishSwap(profile: string, move: Move = renameSync): { setAside: string } | null {
  const stage = path.join(profile, STAGE)
  const mark = path.join(stage, MARK)
  if (!existsSync(mark)) {
    removeStage(profile)
    return null
  }
  const { now }: { now: number } = JSON.parse(readFileSync(mark, 'utf8'))
  mkdirSync(path.join(profile, 'data'), { recursive: true, mode: 0o700 })
  // the restored database is not measured by what was noted of the former one
  rmSync(path.join(profile, 'data', DATABASE_NAME + NOTE_SUFFIX), { force: true })
  // and not searched by the former one's index, which holds words of what may be gone (P23)
  removeSearchIndex(path.join(profile, 'data'))
  for (const { staged, place, companions } of PARTS) {
    const next = path.join(stage, staged)
    const target = path.join(profile, place)
    if (!existsSync(next)) continue
    for (const suffix of [...companions, '']) {
      if (existsSync(target + suffix)) move(target + suffix, asideOf(target, now) + suffix)
    }
    move(next, target)
  }
  syncFolder(path.join(profile, 'data'))
  syncFolder(profile)
  rmSync(mark)
  removeStage(profile)
  return { setAside: asideOf(path.join(profile, 'data', DATABASE_NAME), now) }
}

function asideOf(file: string, now: number): string {
  return `${file}.before-restore-${now}`
}

function removeStage(profile: string): void {
  rmSync(path.join(profile, STAGE), { recursive: true, force: true })
}

async function sync(file: string): Promise<void> {
  await using handle = await open(file, 'r+')
  await handle.sync()
}

/** Makes the entries of a folder and of those in it durable; what the files hold is so already. */
async function syncFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncFolders(path.join(folder, entry.name))
  }
  await syncEntries(folder)
}

/** Windows does so by itself and cannot open folders. */
async function syncEntries(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await using handle = await open(folder, 'r')
  await handle.sync()
}
