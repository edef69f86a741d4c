import { ensureChromium, ensureHeadlessShell } from './chromium.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { ensureElectron } from './electron.mjs'
import { findNode24 } from './node24.mjs'
import { ScriptError } from './say.mjs'

/**
 * @typedef {'host' | 'electron' | 'chromium' | 'headless' | 'installers'} Need `host`: something to run the app on, Electron or else
 *   Chromium; `electron`: Electron if it can be had; `chromium`: a browser in any case; `headless`: where that is the
 *   host, a lighter one beside it if it can be had; `installers`: what makes them
 * @typedef {{ kind: 'electron', executable: string } | { kind: 'chromium' }} AppHost
 * @typedef {{ node24: string, host: AppHost }} Setup `host` says Chromium where it was not asked for
 */

/**
 * Installs whatever is missing, saying in a line each what it did; unchanged, it says nothing and takes
 * well under a second. Works before anything is installed, on Node 20.
 * @param {{ need?: readonly Need[] }} [options]
 * @returns {Promise<Setup>}
 */
export async function ensureSetup({ need = [] } = {}) {
  await ensureDependencies(need.includes('installers') ? 'all' : 'usual')
  const node24 = findNode24()
  const wantsElectron = need.includes('host') || need.includes('electron')
  const executable = wantsElectron ? await electronIfWanted(node24) : null
  if (need.includes('chromium') || (need.includes('host') && executable === null)) await ensureChromium()
  if (need.includes('headless') && executable === null) await ensureHeadlessShell()
  return { node24, host: executable === null ? { kind: 'chromium' } : { kind: 'electron', executable } }
}

/**
 * `LINKBOARD_HOST` chooses: `electron` insists, `chromium` does not even look; unset, Electron if it can be had.
 * @param {string} node24
 */
async function electronIfWanted(node24) {
  const wanted = process.env['LINKBOARD_HOST'] || undefined
  if (wanted === 'chromium') return null
  if (wanted !== undefined && wanted !== 'electron')
    throw new ScriptError(`LINKBOARD_HOST=${wanted} is not known; use electron or chromium`, 64)
  const executable = await ensureElectron(node24)
  if (executable === null && wanted === 'electron')
    throw new ScriptError('LINKBOARD_HOST=electron, but Electron’s binary is not here and cannot be fetched')
  return executable
}
