import { benchBroadcastPlan } from './broadcast-plan.ts'
import { benchBroadcastRun } from './broadcast-run.ts'
import { benchInbound } from './inbound.ts'
import { benchJunk } from './junk.ts'
import { benchMainThread } from './main-thread.ts'
import { benchPainted, benchPaintedBig } from './painted.ts'
import { benchSearch, benchSearchIngest } from './search.ts'
import { benchSlowAnswer } from './slow-answer.ts'
import { benchUpload } from './upload.ts'

const BENCHES: Readonly<Record<string, () => Promise<boolean>>> = {
  painted: benchPainted,
  'painted-big': benchPaintedBig,
  inbound: benchInbound,
  upload: benchUpload,
  plan: benchBroadcastPlan,
  run: benchBroadcastRun,
  'main-thread': benchMainThread,
  search: benchSearch,
  'search-ingest': benchSearchIngest,
  'slow-answer': benchSlowAnswer,
  junk: benchJunk,
}

// npm run bench [-- names]: all benchmarks, or those that are named
const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !(name in BENCHES))
if (unknown !== undefined) {
  console.error(`there is no benchmark "${unknown}"; there are ${Object.keys(BENCHES).join(', ')}`)
  process.exit(1)
}
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  if (!(await bench())) process.exitCode = 1
}
