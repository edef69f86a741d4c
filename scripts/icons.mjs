import { join } from 'node:path'
import { runNode } from './app/child.mjs'
import { ensureSetup } from './setup/index.mjs'
import { SCRIPTS } from './setup/paths.mjs'
import { command, refuseFlags } from './setup/say.mjs'

// npm run icons: draws the pictures in resources/ anew from their SVG files.
await command(async () => {
  refuseFlags(process.argv.slice(2))
  const { node24 } = await ensureSetup({ need: ['chromium'] })
  process.exitCode = await runNode(node24, join(SCRIPTS, 'app', 'draw-icons.mjs'), [])
})
