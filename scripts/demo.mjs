import { join } from 'node:path'
import { ensureBuild } from './app/build.mjs'
import { runNode } from './app/child.mjs'
import { withDisplay } from './app/display.mjs'
import { hasDisplay } from './app/host.mjs'
import { runApp } from './app/launch.mjs'
import { ensureSetup } from './setup/index.mjs'
import { ROOT } from './setup/paths.mjs'
import { command, say } from './setup/say.mjs'

// npm run demo [-- flags]: practice mode. Without a display it walks through the app and leaves screenshots.
await command(async () => {
  const setup = await ensureSetup({ need: ['host'] })
  await ensureBuild(setup.node24)
  const flags = process.argv.slice(2)
  if (hasDisplay()) {
    process.exitCode = await runApp(setup, ['--demo', ...flags])
    return
  }
  say('There is no display: walking through the app without one.')
  const walk = join(ROOT, 'e2e', 'walkthrough', 'demo.ts')
  process.exitCode = await withDisplay(setup.host, (env) => runNode(setup.node24, walk, flags, env))
})
