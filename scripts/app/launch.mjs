import { say } from '../setup/say.mjs'
import { runFollowed } from './child.mjs'
import { startVirtualDisplay } from './display.mjs'
import { hasDisplay, hostCommand } from './host.mjs'

/**
 * Runs the built app on this terminal until it ends.
 * @param {import('../setup/index.mjs').Setup} setup
 * @param {readonly string[]} flags the app's
 * @returns {Promise<number>} the exit code to end with
 */
export async function runApp(setup, flags) {
  const display = setup.host.kind === 'electron' && !hasDisplay() ? await startVirtualDisplay() : null
  const { program, args, name } = hostCommand(setup, flags)
  say(`Running on ${name}${display === null ? '' : `, on the virtual display ${display.name}`}.`)
  const env = display === null ? process.env : { ...process.env, DISPLAY: display.name }
  try {
    return await runFollowed(program, args, env)
  } finally {
    display?.stop()
  }
}
