import { expect, it } from 'vitest'
import { faultsOf } from './ledger.ts'
import { formatLedger } from './report.ts'
import { runSoak } from './soak.ts'

const NO_END_MS = 300_000

/** How long a run is and what it has to survive. */
export interface SoakSize {
  seeds: readonly number[]
  seconds: number
  leastKills: number
  accounts: number
  messagesPerSecond: number
}

/** Declares the tests of one size; the seeds run side by side. */
export function declareSoak({ seeds, ...size }: SoakSize): void {
  it.concurrent.each(seeds)(
    'loses and doubles nothing over faults, kills and sign-ins, seed %i (P1, P2, P3, P4, P6, P15)',
    async (seed) => {
      const ledger = await runSoak({
        ...size,
        seed,
        faultsPerSecond: 4,
        sendsPerSecond: 4,
        killEveryMs: [1_500, 3_500],
        loseEveryKills: 2,
        say: () => {},
      })
      expect(faultsOf(ledger), formatLedger(ledger)).toEqual([])
      expect(ledger.kills).toBeGreaterThanOrEqual(size.leastKills)
      expect(ledger.signIns).toBeGreaterThanOrEqual(1)
      for (const { offered } of Object.values(ledger.app)) expect(offered).toBeGreaterThan(0)
      expect(ledger.sent.acceptedByServer).toBeGreaterThan(0)
    },
    NO_END_MS,
  )
}
