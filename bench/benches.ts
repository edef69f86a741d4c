import { fling } from './fling.ts'
import type { Bench } from './frame/bench.ts'
import { amountFigure, atLeast } from './frame/figure.ts'
import { ingest } from './ingest.ts'
import { junk } from './junk.ts'
import { benchMainThread } from './main-thread.ts'
import { opening } from './opening.ts'
import { painted, paintedBig } from './painted.ts'
import { broadcastPlan } from './plan.ts'
import { polling } from './polling.ts'
import { search } from './search.ts'
import { searchIngest } from './search-ingest.ts'
import { size } from './size.ts'
import { slowAnswer } from './slow-answer.ts'
import { start } from './start.ts'
import { upload } from './upload.ts'
import { watchedRun } from './watched-run.ts'

/** A benchmark that judges its figures itself. */
function judging(bench: Omit<Bench, 'run'>, judge: () => Promise<boolean>): Bench {
  return {
    ...bench,
    async run() {
      const isGood = Number(await judge())
      return [amountFigure({ what: 'its own bars hold', unit: '', ours: isGood, bar: atLeast(1, '') })]
    },
  }
}

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
  judging(
    { name: 'main-thread', bar: 'B10', title: 'longest answer of main while something long goes on' },
    benchMainThread,
  ),
  opening,
  size,
  paintedBig,
  watchedRun,
  searchIngest,
  slowAnswer,
  junk,
]
