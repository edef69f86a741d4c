import { ensureBuild } from './app/build.mjs'
import { runApp } from './app/launch.mjs'
import { ensureSetup } from './setup/index.mjs'
import { command } from './setup/say.mjs'

// npm start [-- flags]: sets up, builds if needed, opens the app. All flags are the app's.
await command(async () => {
  const setup = await ensureSetup({ need: ['host'] })
  await ensureBuild(setup.node24)
  process.exitCode = await runApp(setup, process.argv.slice(2))
})
