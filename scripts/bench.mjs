import { join } from 'node:path'
import { ensureBuild } from './app/build.mjs'
import { runNode } from './app/child.mjs'
import { ensureSetup } from './setup/index.mjs'
import { ROOT } from './setup/paths.mjs'
import { command } from './setup/say.mjs'

// npm run bench [-- flags]: the benchmarks, each figure beside its floor.
await command(async () => {
  const { node24 } = await ensureSetup({ need: ['host'] })
  await ensureBuild(node24)
  process.exitCode = await runNode(node24, join(ROOT, 'bench', 'index.ts'), process.argv.slice(2))
})
