import { parseArgs } from 'node:util'
import { faultsOf } from './ledger.ts'
import { formatLedger } from './report.ts'
import { runSoak } from './soak.ts'

const USAGE = 'usage: npm run soak -- <minutes> [--seed N] [--accounts N]'
const DEFAULT_ACCOUNTS = 20
const MOST_SEED = 0xffff_ffff

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not "${text}"`)
}

function readArguments(): { minutes: number; seed: number; accounts: number } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string' }, accounts: { type: 'string' } },
  })
  const [text = '1', ...others] = positionals
  if (others.length > 0) throw new Error(`only the minutes, not "${others.join(' ')}"`)
  const minutes = Number(text)
  if (!(minutes > 0 && minutes <= 24 * 60)) throw new Error(`not a number of minutes: "${text}"`)
  return {
    minutes,
    seed:
      values.seed === undefined
        ? Math.floor(Math.random() * MOST_SEED)
        : whole('--seed', values.seed, 0, MOST_SEED),
    accounts: values.accounts === undefined ? DEFAULT_ACCOUNTS : whole('--accounts', values.accounts, 2, 200),
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

let options: ReturnType<typeof readArguments> | null = null
try {
  options = readArguments()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}; ${USAGE}\n`)
  process.exitCode = 64
}
if (options !== null) {
  const { minutes, seed, accounts } = options
  say(`soak of ${minutes} min, ${accounts} accounts, seed ${seed}`)
  const ledger = await runSoak({
    seed,
    accounts,
    seconds: minutes * 60,
    leastKills: 3,
    messagesPerSecond: 50,
    faultsPerSecond: 4,
    sendsPerSecond: 5,
    killEveryMs: [5_000, 20_000],
    loseEveryKills: 3,
    say,
  })
  say(`\n${formatLedger(ledger)}`)
  process.exitCode = faultsOf(ledger).length === 0 ? 0 : 1
}
