import { mkdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** How long a Chromium whose main was killed may take to end by itself, in ms. */
const ENDING_MS = 2500

/** Chromium's folder in the profile cannot be written to; the message names it and the reason. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError'

  constructor(profileDir: string, cause: unknown) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown failure'
    super(`the profile cannot be written to: ${profileDir} (${code})`)
  }
}

/**
 * Makes a profile fit for a new Chromium. To be called only by the holder of the app's own lock: what a killed
 * run left behind (Chromium's lock, a stale port file) is removed, after its Chromium has ended.
 * @throws ProfileError
 */
export async function prepareProfile(profileDir: string): Promise<void> {
  try {
    mkdirSync(profileDir, { recursive: true, mode: 0o700 })
    await clearAway(profileDir)
  } catch (error) {
    throw new ProfileError(profileDir, error)
  }
}

async function clearAway(profileDir: string): Promise<void> {
  const pid = lockOwner(profileDir)
  if (pid !== undefined && runsOn(pid, profileDir)) await outlive(pid, profileDir)
  for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie', 'DevToolsActivePort']) {
    rmSync(join(profileDir, name), { force: true })
  }
}

/** Chromium's lock is a symbolic link to `<host name>-<pid>`; there is none on Windows. */
function lockOwner(profileDir: string): number | undefined {
  try {
    const target = readlinkSync(join(profileDir, 'SingletonLock'))
    const dash = target.lastIndexOf('-')
    return target.slice(0, dash) === hostname() ? Number(target.slice(dash + 1)) : undefined
  } catch {
    return undefined
  }
}

/** Whether the process is alive and, where that can be seen, is a browser on this very profile. */
function runsOn(pid: number, profileDir: string): boolean {
  try {
    process.kill(pid, 0)
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`--user-data-dir=${profileDir}\0`)
  } catch {
    return false
  }
}

async function outlive(pid: number, profileDir: string): Promise<void> {
  const end = Date.now() + ENDING_MS
  while (Date.now() < end) {
    if (!runsOn(pid, profileDir)) return
    await delay(25)
  }
  if (runsOn(pid, profileDir)) process.kill(pid, 'SIGKILL')
}
