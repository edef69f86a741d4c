import { checkLint, checkRules, checkTypes, checkUnused } from './app/steps.mjs'
import { runSuite } from './app/suite.mjs'
import { command, refuseFlags } from './setup/say.mjs'

// npm test: sets up, then types, lint, rules, unused code, unit and integration tests, end-to-end specs.
await command(async () => {
  refuseFlags(process.argv.slice(2))
  await runSuite('usual', [checkTypes, checkLint, checkRules, checkUnused])
})
