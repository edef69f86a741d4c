import { join } from 'node:path'
import { ensureBuild } from './app/build.mjs'
import { runNode } from './app/child.mjs'
import { withDisplay } from './app/display.mjs'
import { ensureSetup } from './setup/index.mjs'
import { ROOT } from './setup/paths.mjs'
import { command, refuseFlags } from './setup/say.mjs'

// npm run pictures: the README's pictures, taken of the running app in practice mode into docs/images/.
await command(async () => {
  refuseFlags(process.argv.slice(2))
  const { node24, host } = await ensureSetup({ need: ['host'] })
  await ensureBuild(node24)
  const walk = join(ROOT, 'e2e', 'walkthrough', 'pictures.ts')
  process.exitCode = await withDisplay(host, (env) => runNode(node24, walk, [], env))
})
