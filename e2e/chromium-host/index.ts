import { NoChromiumError } from './chromium/executable.ts'
import { ProfileError } from './chromium/profile.ts'
import { CommandLineError, readCommand } from './command-line.ts'
import { serveControl } from './control/server.ts'
import { Host } from './host.ts'

/** Exit code for a command line that cannot be understood. */
const USAGE = 64
/** Exit code for a profile that cannot be opened. */
const NO_PROFILE = 1

try {
  const command = readCommand(process.argv.slice(2))
  const host = new Host(command)
  if (command.controlPort !== undefined) {
    const url = await serveControl(command.controlPort, host.controlTarget)
    process.stderr.write(`host control ${JSON.stringify({ url })}\n`)
  }
  await host.run()
} catch (error) {
  const isProfile = error instanceof ProfileError
  if (!(isProfile || error instanceof CommandLineError || error instanceof NoChromiumError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(isProfile ? NO_PROFILE : USAGE)
}
