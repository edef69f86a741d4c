import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cycleProblems } from './rules/cycles.mjs'
import { layerProblems } from './rules/layers.mjs'
import { dependencyProblems, lockfileProblems, workflowProblems } from './rules/packages.mjs'
import { pageModelProblems } from './rules/page-models.mjs'
import { pagePackageProblems } from './rules/page-packages.mjs'
import { parse, read, readCode } from './rules/sources.mjs'
import { switchProblems } from './rules/switches.mjs'
import { ROOT } from './setup/paths.mjs'

// What neither the compiler nor the linter can hold; a step of npm run check.
const manifest = readJson('package.json')
const aliases = manifest.imports
const sources = parse(readCode(ROOT))
const problems = [
  ...layerProblems(sources, aliases, (path) => existsSync(join(ROOT, path))),
  ...cycleProblems(sources, aliases),
  ...switchProblems(sources),
  ...pageModelProblems(sources),
  ...pagePackageProblems(sources, aliases),
  ...dependencyProblems(sources, read(ROOT, ['src'], ['.css']), manifest),
  ...lockfileProblems(readJson('package-lock.json')),
  ...workflowProblems(read(ROOT, ['.github/workflows'], ['.yml'])),
]
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(join(ROOT, file), 'utf8'))
}
