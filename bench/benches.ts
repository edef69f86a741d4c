import { fling } from './fling.ts'
import { flood } from './flood.ts'
import type { Bench } from './frame/bench.ts'
import { ingest } from './ingest.ts'
import { junk } from './junk.ts'
import { kept } from './kept.ts'
import { mainThread } from './main-thread.ts'
import { opening } from './opening.ts'
import { painted, paintedBig } from './painted.ts'
import { broadcastPlan } from './plan.ts'
import { polling } from './polling.ts'
import { programs } from './programs.ts'
import { search } from './search.ts'
import { searchIngest } from './search-ingest.ts'
import { size } from './size.ts'
import { slowAnswer } from './slow-answer.ts'
import { start } from './start.ts'
import { typing } from './typing.ts'
import { upload } from './upload.ts'
import { watchedRun } from './watched-run.ts'

/** Every benchmark, those of a bar in the order of the table. */
export const BENCHES: readonly Bench[] = [
  painted,
  ingest,
  polling,
  upload,
  start,
  search,
  fling,
  broadcastPlan,
  typing,
  mainThread,
  opening,
  size,
  paintedBig,
  watchedRun,
  searchIngest,
  slowAnswer,
  flood,
  kept,
  junk,
  programs,
]
