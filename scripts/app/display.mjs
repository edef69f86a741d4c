import { spawn } from 'node:child_process'
import { capture } from '../setup/run.mjs'
import { ScriptError } from '../setup/say.mjs'
import { installPackages, mayInstall, missingPackageAdvice } from '../setup/system-packages.mjs'
import { hasDisplay } from './host.mjs'

const SCREEN = ['-screen', '0', '1600x1000x24', '-nolisten', 'tcp']

/**
 * Runs `work` where windows can be shown: Electron has no headless mode, so where there is no display it
 * gets a virtual one; the Chromium host needs none.
 * @template T
 * @param {import('../setup/index.mjs').AppHost} host
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} work gets the environment to run the app in
 * @returns {Promise<T>}
 */
export async function withDisplay(host, work) {
  if (host.kind === 'chromium' || hasDisplay()) return work(process.env)
  await ensureXvfb()
  // The kernel ends it should this script be killed.
  const server = spawn('setpriv', ['--pdeathsig', 'TERM', 'Xvfb', '-displayfd', '3', ...SCREEN], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  try {
    return await work({ ...process.env, DISPLAY: `:${await displayOf(server)}` })
  } finally {
    server.kill()
  }
}

/**
 * The number that Xvfb took, which it writes once it can be used.
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string>}
 */
function displayOf(server) {
  return new Promise((settle, fail) => {
    server.once('error', () => fail(new ScriptError('Xvfb cannot be run')))
    server.once('exit', () => fail(new ScriptError('Xvfb ended before it had a display')))
    server.stdio[3]?.once('data', (text) => settle(String(text).trim()))
  })
}

async function ensureXvfb() {
  const { code } = await capture('which', ['Xvfb'])
  if (code === 0) return
  const refused = mayInstall() ? await installPackages(['xvfb']) : missingPackageAdvice(['xvfb'])
  if (refused !== null)
    throw new ScriptError(`Electron needs a display and there is none; Xvfb would do. ${refused}`)
}
