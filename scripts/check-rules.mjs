import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cycleProblems } from './rules/cycles.mjs'
import { layerProblems } from './rules/layers.mjs'
import { pageModelProblems } from './rules/page-models.mjs'
import { parse, readCode } from './rules/sources.mjs'
import { switchProblems } from './rules/switches.mjs'
import { ROOT } from './setup/paths.mjs'

// What neither the compiler nor the linter can hold; a step of npm run check.
const { imports: aliases } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const sources = parse(readCode(ROOT))
const problems = [
  ...layerProblems(sources, aliases, (path) => existsSync(join(ROOT, path))),
  ...cycleProblems(sources, aliases),
  ...switchProblems(sources),
  ...pageModelProblems(sources),
]
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0
