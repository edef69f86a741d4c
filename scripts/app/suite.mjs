import { join } from 'node:path'
import { ensureSetup } from '../setup/index.mjs'
import { OUT } from '../setup/paths.mjs'
import { ScriptError, say } from '../setup/say.mjs'
import { ensureBuild } from './build.mjs'
import { withDisplay } from './display.mjs'
import { markProcesses } from './leftovers.mjs'
import { runSpecs, runUnitTests, total } from './steps.mjs'

/**
 * Sets up and runs the steps given and the unit tests of a range side by side, then its specs. Each runs even when one
 * before it failed; the last line sums up, with one failure for each step without tests that failed. Sets the exit code.
 * @param {import('./steps.mjs').Range} range
 * @param {readonly ((node24: string) => Promise<import('./steps.mjs').Count>)[]} first
 */
export async function runSuite(range, first = []) {
  const { node24 } = await ensureSetup()
  // a browser may have to be installed first, which nothing before the specs waits for
  const hosted = ensureSetup({ need: ['host', 'headless'] })
  hosted.catch(() => undefined)
  const run = markProcesses()
  // every app and worker starts in half the time once Node finds its code compiled
  const env = { NODE_COMPILE_CACHE: join(OUT, 'compile-cache'), ...run.env }
  // most of a step keeps one core busy, while the tests that come first wait for real time-outs
  const counts = await Promise.all([...first.map((step) => step(node24)), runUnitTests(node24, env, range)])
  const { host } = await hosted
  counts.push(
    await withDisplay(host, ({ DISPLAY }) =>
      builtAndRun(node24, { ...env, ...(DISPLAY && { DISPLAY }), LINKBOARD_HOST: host.kind }, range),
    ),
    await leftBehind(run),
  )
  const { passed, failed } = total(counts)
  say(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

/**
 * @param {string} node24
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./steps.mjs').Range} range
 */
async function builtAndRun(node24, env, range) {
  try {
    await ensureBuild(node24)
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error
    say(error.message)
    return { passed: 0, failed: 1 }
  }
  say(`End-to-end specs on ${env['LINKBOARD_HOST'] === 'electron' ? 'Electron' : 'the Chromium host'}.`)
  return runSpecs(node24, env, range)
}

/** @param {ReturnType<typeof markProcesses>} run */
async function leftBehind(run) {
  const left = await run.find()
  for (const line of left) say(`left running: ${line}`)
  return { passed: 0, failed: left.length > 0 ? 1 : 0 }
}
