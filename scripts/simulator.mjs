import { join } from 'node:path'
import { runNode } from './app/child.mjs'
import { ensureSetup } from './setup/index.mjs'
import { ROOT } from './setup/paths.mjs'
import { command } from './setup/say.mjs'

// npm run simulator -- [flags]: the simulator alone; its own flags, see docs/simulator.md.
await command(async () => {
  const { node24 } = await ensureSetup()
  process.exitCode = await runNode(node24, join(ROOT, 'src', 'simulator', 'cli.ts'), process.argv.slice(2))
})
