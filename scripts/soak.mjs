import { join } from 'node:path'
import { runNode } from './app/child.mjs'
import { ensureSetup } from './setup/index.mjs'
import { ROOT } from './setup/paths.mjs'
import { command } from './setup/say.mjs'

// npm run soak -- <minutes> [flags]: the product through faults and kills, with a ledger at the end.
await command(async () => {
  const { node24 } = await ensureSetup()
  process.exitCode = await runNode(node24, join(ROOT, 'soak', 'index.ts'), process.argv.slice(2))
})
