import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Spread } from '../frame/figure.ts'
import type { LoopCalls } from './calls.ts'

type Watch = { readonly [N in keyof LoopCalls]: (input: LoopCalls[N]['input']) => LoopCalls[N]['output'] }

/** How late the event loop of this process is, at a resolution of one millisecond. */
export function createLoopWatch(): Watch {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  return {
    watchLoop(isOn) {
      if (isOn) delays.enable()
      else delays.disable()
      return null
    },
    loop(): Spread {
      const at = (share: number) => delays.percentile(share) / 1e6
      return { count: delays.count, p50: at(50), p95: at(95), p99: at(99) }
    },
  }
}
