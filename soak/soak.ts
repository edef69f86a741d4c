import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Random, seededRandom } from '#simulator/index.ts'
import type { AppArgument, AppCalls } from './app-process.ts'
import type { ReceiverArgument, ReceiverCalls } from './bare-receiver.ts'
import { Child, ProcessGoneError } from './channel.ts'
import { type Ledger, makeLedger } from './ledger.ts'
import { Operator } from './operator.ts'
import type { KillMoment, ServerArgument, ServerCalls, SoakAccount } from './server-process.ts'

/** How a soak runs. */
export interface SoakOptions {
  seed: number
  seconds: number
  /** Goes on until there were this many kills, the one at the end included. */
  leastKills: number
  accounts: number
  messagesPerSecond: number
  faultsPerSecond: number
  sendsPerSecond: number
  /** Between a start of the app and its kill, at least and at most, in ms. */
  killEveryMs: readonly [number, number]
  /** One in so many kills also has an account bound elsewhere. */
  loseEveryKills: number
  /** Told of every kill and of the stages; for a line on screen. */
  say: (line: string) => void
}

const MOMENTS: readonly [KillMoment, ...KillMoment[]] = ['any', 'answer', 'answer', 'send']
/** After the moment, up to this long, so that kills strike before, in and after a commit. */
const KILL_DELAY_MS = 6
const LOOK_MS = 100

/** Runs the product in a process of its own through faults and kills, and says what became of everything. */
export async function runSoak(options: SoakOptions): Promise<Ledger> {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-soak-'))
  const run = new Run(options, folder)
  try {
    return await run.toTheEnd()
  } finally {
    await run.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

class Run {
  readonly #options: SoakOptions
  readonly #folder: string
  readonly #random: Random
  readonly #failures: string[] = []
  readonly #server: Child<ServerCalls>
  #accounts: SoakAccount[] = []
  #appArgument: AppArgument | null = null
  #app: Child<AppCalls> | null = null
  #bare: Child<ReceiverCalls> | null = null
  #kills = 0

  constructor(options: SoakOptions, folder: string) {
    this.#options = options
    this.#folder = folder
    this.#random = seededRandom(options.seed)
    const { seed, accounts, messagesPerSecond, faultsPerSecond } = options
    const argument: ServerArgument = { seed, accounts, messagesPerSecond, faultsPerSecond }
    this.#server = new Child(new URL('./server-process.ts', import.meta.url), argument, (how) =>
      this.#failures.push(`the server: ${how}`),
    )
  }

  async toTheEnd(): Promise<Ledger> {
    const { seed, say, seconds, leastKills, sendsPerSecond } = this.#options
    const { apiUrl, cdnUrl, accounts } = await this.#server.call('open', null)
    this.#accounts = accounts
    this.#appArgument = { folder: this.#folder, apiUrl, cdnUrl }
    const app = this.#startClients()
    for (const { account, credentials } of accounts) await app.call('adopt', { account, credentials })
    const operator = new Operator({ server: this.#server, app, random: this.#random, sendsPerSecond })
    await this.#server.call('begin', null)
    const working = operator.work()
    const endsAt = performance.now() + seconds * 1000
    while (performance.now() < endsAt || this.#kills < leastKills - 1) {
      const [least, most] = this.#options.killEveryMs
      await pause(least + this.#random.below(most - least))
      const loses = this.#kills % this.#options.loseEveryKills === this.#options.loseEveryKills - 1
      if (loses) await operator.lose(accounts[this.#random.below(accounts.length)]?.account ?? '')
      await this.#killAndRestart(this.#random.pick(MOMENTS), operator)
    }
    say('calm: no more messages, sends and faults; one last kill, then everything drains')
    await this.#server.call('calm', null)
    operator.finishWriting()
    await this.#killAndRestart('any', operator)
    await this.#until(async () => operator.isIdle)
    await this.#server.call('writeLast', null)
    await this.#until(() => this.#server.call('isSettled', null))
    await this.#until(() => operator.isOutboxIdle())
    operator.stop()
    await working
    const ledger = makeLedger({
      seed,
      kills: this.#kills,
      signIns: operator.signIns,
      accounts,
      asked: operator.asked,
      server: await this.#server.call('account', null),
      stored: (await this.#app?.call('history', null)) ?? [],
      bareStored: (await this.#bare?.call('history', null)) ?? [],
      failures: this.#failures,
    })
    await this.#endApp()
    return ledger
  }

  async close(): Promise<void> {
    await Promise.all([this.#app?.kill(), this.#bare?.kill(), this.#server.kill()])
  }

  #startClients(): Child<AppCalls> {
    const app = new Child<AppCalls>(new URL('./app-process.ts', import.meta.url), this.#appArgument, (how) =>
      this.#failures.push(`the app after kill ${this.#kills}: ${how}`),
    )
    const accounts = this.#accounts.map(({ twin, twinCredentials }) => ({
      account: twin,
      credentials: twinCredentials,
    }))
    const argument: ReceiverArgument = { file: path.join(this.#folder, 'bare.db'), accounts }
    this.#bare = new Child(new URL('./bare-receiver.ts', import.meta.url), argument, (how) =>
      this.#failures.push(`the bare receiver: ${how}`),
    )
    this.#app = app
    return app
  }

  async #killAndRestart(moment: KillMoment, operator: Operator): Promise<void> {
    const [app, bare] = [this.#app, this.#bare]
    if (app === null || bare === null) return
    const gone = [app.expectEnd(), bare.expectEnd()]
    const afterMs = this.#random.below(KILL_DELAY_MS)
    await this.#server.call('killAt', { pids: [app.pid, bare.pid], moment, afterMs })
    const [how] = await Promise.all(gone)
    this.#kills += 1
    if (how !== 'SIGKILL') this.#failures.push(`the app before kill ${this.#kills}: ${how}`)
    await this.#server.call('recordKill', this.#kills)
    this.#options.say(`kill ${this.#kills} (${moment})`)
    operator.app = this.#startClients()
  }

  async #endApp(): Promise<void> {
    const ended = this.#app?.expectEnd()
    await this.#app?.call('end', null).catch((error: unknown) => {
      if (!(error instanceof ProcessGoneError)) throw error
    })
    const how = await ended
    if (how !== 'exit code 0') this.#failures.push(`the app at its end: ${how}`)
  }

  /** Waits as long as it takes: a soak that never drains is stopped by whoever runs it. */
  async #until(isTrue: () => Promise<boolean>): Promise<void> {
    while (!(await isTrue())) {
      if (this.#failures.length > 0) throw new Error(`the soak cannot go on: ${this.#failures.join('; ')}`)
      await pause(LOOK_MS)
    }
  }
}
