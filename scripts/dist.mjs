import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuild } from './app/build.mjs'
import { writeMcpb } from './app/mcpb.mjs'
import { ensureSetup } from './setup/index.mjs'
import { MODULES, ROOT } from './setup/paths.mjs'
import { show } from './setup/run.mjs'
import { command, refuseFlags, ScriptError } from './setup/say.mjs'

// npm run dist: installers for this platform into dist/, and the bundle for Claude Desktop.
await command(async () => {
  refuseFlags(process.argv.slice(2))
  if (process.env['LINKBOARD_HOST'] === 'chromium')
    throw new ScriptError('installers contain Electron, so they cannot be made with LINKBOARD_HOST=chromium')
  const { node24, host } = await ensureSetup({ need: ['electron'] })
  if (host.kind !== 'electron')
    throw new ScriptError('installers contain Electron, whose binary cannot be had here')
  await ensureSetup({ need: ['installers'] })
  await ensureBuild(node24)
  const folder = join(ROOT, 'dist')
  mkdirSync(folder, { recursive: true })
  writeMcpb(folder)
  const cli = join(MODULES, 'electron-builder', 'cli.js')
  process.exitCode = await show(node24, [cli, '--publish=never'])
})
