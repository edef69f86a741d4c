import { checkLint, checkRules, checkTypes, checkUnused, runUnitTests } from './app/steps.mjs'
import { ensureSetup } from './setup/index.mjs'
import { command, refuseFlags, ScriptError } from './setup/say.mjs'

// npm run check: types, lint, rules, unused code, unit and integration tests, up to the first that fails.
await command(async () => {
  refuseFlags(process.argv.slice(2))
  const { node24 } = await ensureSetup()
  for (const step of [checkTypes, checkLint, checkRules, checkUnused, runUnitTests]) {
    const { failed } = await step(node24)
    if (failed > 0) throw new ScriptError('check failed')
  }
})
