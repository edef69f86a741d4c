import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { CACHE } from './paths.mjs'

/** How long writing a lock may take. */
const WRITING_MS = 5_000

/**
 * Runs `work` while no other script of this clone runs work under the same name. A lock whose owner is
 * gone is taken over.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const file = join(CACHE, `${name}.lock`)
  mkdirSync(CACHE, { recursive: true })
  while (!take(file)) await delay(100)
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  if (!ownerLives(file)) rmSync(file, { force: true })
  return false
}

/** @param {string} file */
function ownerLives(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    // Between creation and writing a lock is empty for a moment; for longer, its owner ended in between.
    if (pid === 0) return Date.now() - statSync(file).mtimeMs < WRITING_MS
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
