import { runSuite } from './app/suite.mjs'
import { command, refuseFlags } from './setup/say.mjs'

// npm run test:nightly: the tests that are long by design and no part of npm test.
await command(async () => {
  refuseFlags(process.argv.slice(2))
  await runSuite('nightly')
})
