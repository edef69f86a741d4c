import { answerCalls } from '../frame/side.ts'
import type { LoopCalls } from './calls.ts'
import { createLoopWatch } from './loop-watch.ts'

// A Node process with nothing to do.

answerCalls<LoopCalls>(createLoopWatch())
