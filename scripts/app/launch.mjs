import { say } from '../setup/say.mjs'
import { runFollowed } from './child.mjs'
import { withDisplay } from './display.mjs'
import { hostCommand } from './host.mjs'

/**
 * Runs the built app on this terminal until it ends.
 * @param {import('../setup/index.mjs').Setup} setup
 * @param {readonly string[]} flags the app's
 * @returns {Promise<number>} the exit code to end with
 */
export function runApp(setup, flags) {
  const { program, args, name } = hostCommand(setup, flags)
  return withDisplay(setup.host, (env) => {
    say(`Running on ${name}.`)
    return runFollowed(program, args, env)
  })
}
