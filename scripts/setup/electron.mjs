import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { MODULES, SCRIPTS } from './paths.mjs'
import { forgetRefusal, rememberRefusal, wasRefused } from './refusals.mjs'
import { show } from './run.mjs'
import { say } from './say.mjs'

const PACKAGE = join(MODULES, 'electron')
const FETCHER = join(SCRIPTS, 'setup', 'fetch-electron.mjs')

/**
 * Electron's executable, fetched if it is not there. Never requires `electron`: that would start a
 * download that nothing can stop.
 * @param {string} node24
 * @returns {Promise<string | null>} null where it cannot be had
 */
export async function ensureElectron(node24) {
  const present = findElectron()
  if (present !== null) return present
  const asked = `${version()} ${process.platform}-${process.arch} ${process.env['ELECTRON_MIRROR'] ?? ''}`
  if (wasRefused('electron', asked)) return null
  return withLock('electron', async () => {
    const meanwhile = findElectron()
    if (meanwhile !== null || wasRefused('electron', asked)) return meanwhile
    const env = { ...process.env, NODE_USE_ENV_PROXY: '1' }
    const code = await show(node24, ['--use-system-ca', FETCHER], env)
    const fetched = findElectron()
    if (code === 0 && fetched !== null) {
      forgetRefusal('electron')
      return fetched
    }
    rememberRefusal('electron', asked)
    say('Electron is asked for again in a day; to ask at once, delete .cache/electron-refused.json.')
    return null
  })
}

/** What the package's installer leaves behind: `path.txt` naming the executable inside `dist`. */
function findElectron() {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(PACKAGE, 'dist')
  try {
    const unpacked = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
    const executable = join(dist, readFileSync(join(PACKAGE, 'path.txt'), 'utf8').trim())
    return unpacked === version() && existsSync(executable) ? executable : null
  } catch {
    return null
  }
}

function version() {
  return JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version
}
