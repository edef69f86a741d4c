import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { MODULES, OUT, SCRIPTS } from '../setup/paths.mjs'
import { capture, show } from '../setup/run.mjs'
import { say } from '../setup/say.mjs'

/**
 * What a step found: tests counted one by one; a step without tests that fails counts as one failure.
 * @typedef {{ passed: number, failed: number }} Count
 */

/** @type {Count} */
const NOTHING = { passed: 0, failed: 0 }
const UNIT_REPORT = join(OUT, 'unit-report.json')
const SPEC_REPORT = join(OUT, 'spec-report.json')

/**
 * The compiler would look at each project with four checkers, each of which knows the libraries' types anew, and
 * would tidy its memory all the time: half the processor time, and less memory, without.
 */
const TYPES = {
  args: ['-b', '--pretty', 'false', '--checkers', '1'],
  env: { GOGC: '400', ...process.env },
}

/** @param {string} node24 */
export function checkTypes(node24) {
  return quiet('types', node24, [join(MODULES, 'typescript', 'bin', 'tsc'), ...TYPES.args], TYPES.env)
}

/** @param {string} node24 */
export function checkLint(node24) {
  return quiet('lint', node24, [join(MODULES, '@biomejs', 'biome', 'bin', 'biome'), 'check'])
}

/** @param {string} node24 */
export function checkRules(node24) {
  return quiet('rules', node24, [join(SCRIPTS, 'check-rules.mjs')])
}

/** @param {string} node24 */
export function checkUnused(node24) {
  return quiet('unused code', node24, [join(MODULES, 'knip', 'bin', 'knip.js')])
}

/**
 * Which tests: all but those that are long by design, or those.
 * @typedef {'usual' | 'nightly'} Range
 */

/** @param {Range} range */
function configOf(range) {
  return range === 'nightly' ? '.nightly.config.ts' : '.config.ts'
}

/**
 * Unit and integration tests.
 * @param {string} node24
 * @param {NodeJS.ProcessEnv} [env]
 * @param {Range} [range]
 */
export async function runUnitTests(node24, env, range = 'usual') {
  clear(UNIT_REPORT)
  const args = [
    'run',
    `--config=vitest${configOf(range)}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${UNIT_REPORT}`,
  ]
  const code = await show(node24, [join(MODULES, 'vitest', 'vitest.mjs'), ...args], env)
  const report = read(UNIT_REPORT)
  return counted(code, report?.numPassedTests, report?.numFailedTests)
}

/**
 * End-to-end specs, on whichever host there is.
 * @param {string} node24
 * @param {NodeJS.ProcessEnv} env
 * @param {Range} [range]
 */
export async function runSpecs(node24, env, range = 'usual') {
  clear(SPEC_REPORT)
  const cli = join(MODULES, '@playwright', 'test', 'cli.js')
  const args = [cli, 'test', `--config=playwright${configOf(range)}`, '--reporter=list,json']
  const code = await show(node24, args, { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: SPEC_REPORT })
  const { expected = 0, flaky = 0, unexpected = 0 } = read(SPEC_REPORT)?.stats ?? {}
  return counted(code, expected + flaky, unexpected)
}

/**
 * Says one line when all is well, else what the program printed.
 * @param {string} name
 * @param {string} node24
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Count>}
 */
async function quiet(name, node24, args, env = process.env) {
  const started = performance.now()
  const { code, output } = await capture(node24, args, { env })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  say(code === 0 ? `${name}: ok, ${seconds} s` : `${output}\n${name}: failed`)
  return counted(code, 0, 0)
}

/**
 * A program that ended badly has failed at least once, whatever its report says.
 * @param {number} code
 * @param {number} [passed]
 * @param {number} [failed]
 * @returns {Count}
 */
function counted(code, passed = 0, failed = 0) {
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) }
}

/** @param {readonly Count[]} counts */
export function total(counts) {
  return counts.reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    NOTHING,
  )
}

/** @param {string} file */
function clear(file) {
  mkdirSync(OUT, { recursive: true })
  rmSync(file, { force: true })
}

/** @param {string} file */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
