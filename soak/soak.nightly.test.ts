import { expect, it } from 'vitest'
import { faultsOf } from './ledger.ts'
import { formatLedger } from './report.ts'
import { runSoak } from './soak.ts'

const NO_END_MS = 300_000
const SEEDS = [1, 20_260_923]

it.concurrent.each(SEEDS)(
  'loses and doubles nothing over faults, kills and sign-ins, seed %i (P1, P2, P3, P4, P6, P15)',
  async (seed) => {
    const ledger = await runSoak({
      seed,
      seconds: 7,
      leastKills: 4,
      accounts: 8,
      messagesPerSecond: 50,
      faultsPerSecond: 4,
      sendsPerSecond: 4,
      killEveryMs: [1_500, 3_500],
      loseEveryKills: 2,
      say: () => {},
    })
    expect(faultsOf(ledger), formatLedger(ledger)).toEqual([])
    expect(ledger.kills).toBeGreaterThanOrEqual(4)
    expect(ledger.signIns).toBeGreaterThanOrEqual(1)
    for (const { offered } of Object.values(ledger.app)) expect(offered).toBeGreaterThan(0)
    expect(ledger.sent.acceptedByServer).toBeGreaterThan(0)
  },
  NO_END_MS,
)
