/** A reason to stop that the person at the terminal can act on: said in one line, no stack. */
export class ScriptError extends Error {
  /**
   * @param {string} message one line
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message)
    this.name = 'ScriptError'
    this.exitCode = exitCode
  }
}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`)
}

/**
 * Announces something that takes a while and completes the same line with how long it took.
 * @template T
 * @param {string} what such as `Building`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function timed(what, work) {
  const started = performance.now()
  process.stdout.write(`${what} …`)
  try {
    const result = await work()
    say(` done in ${((performance.now() - started) / 1000).toFixed(1)} s`)
    return result
  } catch (error) {
    say(' failed')
    throw error
  }
}

/**
 * Runs a command's body; what it throws as {@link ScriptError} becomes one line and an exit code.
 * @param {() => Promise<void>} body
 */
export async function command(body) {
  // What is started from here, and npm around it, agree on plain text where nobody looks at colours.
  if (!process.stdout.isTTY) process.env['NO_COLOR'] ??= '1'
  try {
    await body()
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = error.exitCode
  }
}

/**
 * For commands without flags.
 * @param {readonly string[]} args
 */
export function refuseFlags(args) {
  if (args[0] !== undefined) throw new ScriptError(`unknown flag ${args[0]}: this command takes none`, 64)
}
