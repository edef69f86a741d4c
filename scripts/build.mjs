import { ensureBuild } from './app/build.mjs'
import { ensureSetup } from './setup/index.mjs'
import { command, refuseFlags } from './setup/say.mjs'

// npm run build: main, preload and renderer into out/, unless they are there already.
await command(async () => {
  refuseFlags(process.argv.slice(2))
  const { node24 } = await ensureSetup()
  await ensureBuild(node24)
})
