import { ensureBuild } from './app/build.mjs'
import { withDisplay } from './app/display.mjs'
import { markProcesses } from './app/leftovers.mjs'
import { checkLint, checkTypes, checkUnused, runSpecs, runUnitTests, total } from './app/steps.mjs'
import { ensureSetup } from './setup/index.mjs'
import { command, refuseFlags, ScriptError, say } from './setup/say.mjs'

// npm test: sets up, then types, lint, unused code, unit and integration tests, end-to-end specs. Every step runs even
// when one before it failed; the last line sums up, with one failure for each step without tests that failed.
await command(async () => {
  refuseFlags(process.argv.slice(2))
  const { node24, host } = await ensureSetup({ need: ['host'] })
  const run = markProcesses()
  const counts = [
    await checkTypes(node24),
    await checkLint(node24),
    await checkUnused(node24),
    await runUnitTests(node24, run.env),
    await withDisplay(host, ({ DISPLAY }) =>
      builtAndRun(node24, { ...run.env, ...(DISPLAY && { DISPLAY }), LINKBOARD_HOST: host.kind }),
    ),
    await leftBehind(run),
  ]
  const { passed, failed } = total(counts)
  say(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
})

/**
 * @param {string} node24
 * @param {NodeJS.ProcessEnv} env
 */
async function builtAndRun(node24, env) {
  try {
    await ensureBuild(node24)
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error
    say(error.message)
    return { passed: 0, failed: 1 }
  }
  say(`End-to-end specs on ${env['LINKBOARD_HOST'] === 'electron' ? 'Electron' : 'the Chromium host'}.`)
  return runSpecs(node24, env)
}

/** @param {ReturnType<typeof markProcesses>} run */
async function leftBehind(run) {
  const left = await run.find()
  for (const line of left) say(`left running: ${line}`)
  return { passed: 0, failed: left.length > 0 ? 1 : 0 }
}
