import { join } from 'node:path'
import { ROOT } from '../setup/paths.mjs'
import { FOLLOW_PARENT, nodeArgs } from './child.mjs'

const CHROMIUM_HOST = join(ROOT, 'e2e', 'chromium-host', 'index.ts')

/**
 * @typedef {{ program: string, args: string[], name: string }} HostCommand `name` is for people
 */

/**
 * The command line that runs the built app on the chosen host.
 * @param {import('../setup/index.mjs').Setup} setup
 * @param {readonly string[]} flags the app's, passed on untouched
 * @returns {HostCommand}
 */
export function hostCommand({ host, node24 }, flags) {
  if (host.kind === 'chromium') {
    return { program: node24, args: nodeArgs(CHROMIUM_HOST, [ROOT, ...flags]), name: 'the Chromium host' }
  }
  // Chromium's sandbox cannot be set up by root.
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [...sandbox, '-r', FOLLOW_PARENT, ROOT, ...flags]
  return { program: host.executable, args, name: 'Electron' }
}

/** Whether windows can be shown here. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}
