import { benchBroadcastPlan } from './broadcast-plan.ts'
import { benchBroadcastRun } from './broadcast-run.ts'
import { fling } from './fling.ts'
import type { Bench } from './frame/bench.ts'
import { amountFigure, atLeast } from './frame/figure.ts'
import { ingest } from './ingest.ts'
import { benchJunk } from './junk.ts'
import { benchMainThread } from './main-thread.ts'
import { opening } from './opening.ts'
import { painted, paintedBig } from './painted.ts'
import { polling } from './polling.ts'
import { benchSearch, benchSearchIngest } from './search.ts'
import { benchSlowAnswer } from './slow-answer.ts'
import { benchUpload } from './upload.ts'

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
  judging({ name: 'upload', bar: 'B4', title: 'a file of 100 MB, beside a streaming cipher' }, benchUpload),
  judging(
    { name: 'search', bar: 'B6', title: 'two Chinese characters, beside an unlimited LIKE' },
    benchSearch,
  ),
  fling,
  judging(
    { name: 'plan', bar: 'B8', title: 'plan of a broadcast to 1,000, beside one query' },
    benchBroadcastPlan,
  ),
  judging(
    { name: 'main-thread', bar: 'B10', title: 'longest answer of main while something long goes on' },
    benchMainThread,
  ),
  opening,
  paintedBig,
  judging({ name: 'run', bar: null, title: 'a run of 1,000 contacts, watched' }, benchBroadcastRun),
  judging(
    { name: 'search-ingest', bar: null, title: 'storing with the index on, beside without' },
    benchSearchIngest,
  ),
  judging({ name: 'slow-answer', bar: null, title: 'answers that come slowly' }, benchSlowAnswer),
  judging({ name: 'junk', bar: null, title: 'an answer of junk' }, benchJunk),
]
