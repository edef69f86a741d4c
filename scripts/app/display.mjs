import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { capture } from '../setup/run.mjs'
import { ScriptError } from '../setup/say.mjs'
import { installPackages, mayInstall, missingPackageAdvice } from '../setup/system-packages.mjs'

const SCREEN = ['-screen', '0', '1600x1000x24', '-nolisten', 'tcp']

/**
 * Starts a virtual display, which Electron needs where there is no real one. It ends by itself with its
 * last client, and with `stop` if none ever came.
 * @returns {Promise<{ name: string, stop(): void }>} `name` such as `:99`, for `DISPLAY`
 */
export async function startVirtualDisplay() {
  await ensureXvfb()
  const child = spawn('Xvfb', ['-displayfd', '3', '-terminate', ...SCREEN], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const numbers = child.stdio[3]
  if (!(numbers && 'readable' in numbers)) throw new ScriptError('Xvfb could not be started')
  /** @type {string} */
  const number = await new Promise((settle, fail) => {
    const lines = createInterface({ input: /** @type {import('node:stream').Readable} */ (numbers) })
    lines.once('line', settle)
    lines.once('close', () => fail(new ScriptError('Xvfb ended before it had a display')))
  })
  child.unref()
  return { name: `:${number}`, stop: () => child.kill() }
}

async function ensureXvfb() {
  const { code } = await capture('which', ['Xvfb'])
  if (code === 0) return
  const refused = mayInstall() ? await installPackages(['xvfb']) : missingPackageAdvice(['xvfb'])
  if (refused !== null)
    throw new ScriptError(`Electron needs a display and there is none; Xvfb would do. ${refused}`)
}
