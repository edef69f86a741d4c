import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { MODULES, ROOT } from './paths.mjs'
import { capture } from './run.mjs'
import { ScriptError, timed } from './say.mjs'

/** Names the lockfile and platform that `node_modules` was completed for; written last. */
const MARKER = join(MODULES, '.linkboard-installed')

/**
 * How much is installed: `usual` leaves out the workspace that makes installers, which is half of all packages and
 * which only `npm run dist` needs.
 * @typedef {'usual' | 'all'} Extent
 */

/**
 * Installs exactly what the lockfile says, if that is not what is there.
 * @param {Extent} extent
 */
export async function ensureDependencies(extent) {
  if (isCurrent(extent)) return
  await withLock('install', async () => {
    if (isCurrent(extent)) return
    if (matchesLockfile()) return writeFileSync(MARKER, markerOf('all'))
    await timed('Installing the locked dependencies', () => install(extent))
    writeFileSync(MARKER, markerOf(extent))
  })
}

/** @param {Extent} extent */
function isCurrent(extent) {
  if (!existsSync(MARKER)) return false
  const marker = readFileSync(MARKER, 'utf8')
  return marker === markerOf('all') || marker === markerOf(extent)
}

/** @param {Extent} extent */
function markerOf(extent) {
  const lock = readFileSync(join(ROOT, 'package-lock.json'))
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch} ${extent}`
}

/** npm's own record, written at the end of every install, tells whether one by hand already brought everything. */
function matchesLockfile() {
  const record = packagesOf(join(MODULES, '.package-lock.json'))
  const lock = packagesOf(join(ROOT, 'package-lock.json'))
  if (record === null || lock === null) return false
  return Object.entries(lock).every(([path, wanted]) => {
    // this project and its workspaces are no packages
    if (!path.startsWith('node_modules/') || wanted.link === true) return true
    const installed = record[path]
    if (installed !== undefined) return installed.version === wanted.version && existsSync(join(ROOT, path))
    return wanted.optional === true && !isForHere(wanted)
  })
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | null}
 * @typedef {{ version?: string, link?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockedPackage
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return null
  }
}

/**
 * Whether an optional package is one of those made for this platform; npm leaves the others out, and
 * with them what only they need.
 * @param {LockedPackage} wanted
 */
function isForHere({ os, cpu, libc }) {
  const named = os !== undefined && cpu !== undefined && libc === undefined
  return named && [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch)
}

/** @param {Extent} extent */
async function install(extent) {
  rmSync(MARKER, { force: true })
  const args = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--ignore-scripts',
    '--prefer-offline',
    '--loglevel=error',
    ...(extent === 'usual' ? ['--workspaces=false'] : []),
  ]
  const npm = process.env['npm_execpath']
  const { code, output } = npm?.endsWith('.js')
    ? await capture(process.execPath, [npm, ...args])
    : await capture('npm', args, { shell: process.platform === 'win32' })
  if (code !== 0) throw new ScriptError(`npm ci failed:\n${output}`)
}
