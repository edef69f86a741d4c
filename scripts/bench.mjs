import { join } from 'node:path'
import { ensureBuild } from './app/build.mjs'
import { runNode } from './app/child.mjs'
import { withDisplay } from './app/display.mjs'
import { findChromium } from './setup/chromium.mjs'
import { ensureSetup } from './setup/index.mjs'
import { ROOT } from './setup/paths.mjs'
import { command } from './setup/say.mjs'

// npm run bench [-- flags]: the benchmarks, each figure beside its floor.
await command(async () => {
  const { node24, host } = await ensureSetup({ need: ['host'] })
  await ensureBuild(node24)
  const bench = join(ROOT, 'bench', 'index.ts')
  // figures are of the browser that operators see, not of the lighter one that specs may run on
  const browser = findChromium()
  process.exitCode = await withDisplay(host, (env) =>
    runNode(node24, bench, process.argv.slice(2), {
      ...env,
      ...(browser && { LINKBOARD_CHROMIUM: browser }),
    }),
  )
})
