import { SignIns } from '#core/accounts/sign-in.ts'
import { AccountSupervisor } from '#core/accounts/supervisor.ts'
import { TestSink, TestStore } from '#core/accounts/testing/ports.ts'
import type { EventSink } from '#core/events/event-bus.ts'
import { createIlinkClient } from '#core/ilink/client.ts'
import { createHostPolicy } from '#core/ilink/hosts.ts'
import { createNodeHttp } from '#core/net/http.ts'
import type { Random } from '#core/ports.ts'
import { TestLeases } from '#core/testing/leases.ts'
import { testRandom } from '#core/testing/random.ts'
import { TestVault } from '#core/testing/vault.ts'
import type { AccountId, SignInId } from '#shared/model/ids.ts'
import type { SignIn, SignInStatus } from '#shared/model/sign-in.ts'
import { type Simulator, seededRandom, startSimulator } from '#simulator/index.ts'

import { createQuickTime } from '../support/quick-time.ts'
import { Relay } from './accounts-relay.ts'

/** Pauses and backoffs pass this much faster than life, so that nobody waits for them. */
const SPEED = 20
const HOLD_MS = 500

/** Chance that falls alike in every run. */
function createRandom(): Random {
  const { below } = seededRandom(7)
  return { ...testRandom(), uint32: () => below(2 ** 32) }
}

/** Accounts over real HTTP against a simulator, with their store in memory. */
export class AccountsHarness {
  readonly simulator: Simulator
  /** If there is one, the configured server's address, and that of every account. */
  readonly relay: Relay | null
  readonly store = new TestStore()
  readonly vault = new TestVault()
  readonly sink: TestSink
  readonly supervisor: AccountSupervisor
  readonly signIns: SignIns
  /** Every status a sign-in went through, in order. */
  readonly signInTrail: SignInStatus[] = []
  readonly stateTrail: string[] = []
  readonly #http = createNodeHttp()
  readonly #watchers = new Set<() => void>()

  private constructor(simulator: Simulator, relay: Relay | null, allowedHosts: string[]) {
    this.simulator = simulator
    this.relay = relay
    const { clock } = createQuickTime(SPEED)
    const random = createRandom()
    const hosts = createHostPolicy({ apiUrl: relay?.url ?? simulator.url, allowedHosts })
    const client = createIlinkClient({
      http: this.#http,
      random,
      clock,
      hostPolicy: hosts,
      botAgent: 'Linkboard/0.1.0',
    })
    const memorySink = new TestSink(this.store)
    this.sink = memorySink
    const { store, vault } = this
    const events: EventSink = {
      raise: (event) => {
        if (event.kind === 'session-changed') this.stateTrail.push(event.status.state)
        if (event.kind === 'sign-in-changed') this.signInTrail.push(event.signIn.status)
        this.#changed()
      },
    }
    this.supervisor = new AccountSupervisor({
      client,
      hosts,
      store,
      vault,
      leases: new TestLeases(),
      clock,
      random,
      sink: {
        ingest: async (batch) => {
          const ingested = await memorySink.ingest(batch)
          this.#changed()
          return ingested
        },
      },
      recycleConnections: () => this.#http.recycle(),
      events,
    })
    this.signIns = new SignIns({
      client,
      hosts,
      store,
      vault,
      clock,
      random,
      supervisor: this.supervisor,
      events,
    })
  }

  static async start({ allowedHosts = [] as string[], isRelayed = false } = {}): Promise<AccountsHarness> {
    const simulator = await startSimulator({ seed: 7, holdMs: HOLD_MS, statusHoldMs: HOLD_MS })
    return new AccountsHarness(simulator, isRelayed ? await Relay.start(simulator.url) : null, allowedHosts)
  }

  async end(): Promise<void> {
    this.signIns.stop()
    await this.supervisor.stop()
    await this.#http.close()
    await this.relay?.shut()
    await this.simulator.close()
  }

  /** Waits until something that happened here made the condition true. */
  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve()
    return new Promise((resolve) => {
      const watch = () => {
        if (!condition()) return
        this.#watchers.delete(watch)
        resolve()
      }
      this.#watchers.add(watch)
    })
  }

  /** A code on screen, ready to be scanned. */
  async showCode(accountId: AccountId | null = null): Promise<{ id: SignInId; current: () => SignIn }> {
    const id = this.signIns.start({ label: null, accountId })
    const current = () => {
      const found = this.signIns.list().find((signIn) => signIn.id === id)
      if (found === undefined) throw new Error('the attempt is gone')
      return found
    }
    await this.until(() => current().status === 'waiting')
    return { id, current }
  }

  /** Scans and confirms the code on screen; gives the account that came of it. */
  async signIn(account: string, accountId: AccountId | null = null): Promise<AccountId> {
    const { id, current } = await this.showCode(accountId)
    const qrcode = new URL(current().qrContent ?? '').searchParams.get('qrcode') ?? ''
    this.simulator.world.scan({ account, qrcode })
    this.simulator.world.confirm(this.relay === null ? { qrcode } : { qrcode, baseUrl: null })
    await this.until(() => current().ended)
    const result = current().accountId
    if (result === null) throw new Error(`the sign-in ended as ${current().status}`)
    this.signIns.dismiss(id)
    return result
  }

  /** Texts received by an account, in order. */
  textsOf(id: AccountId): string[] {
    return this.sink.batches
      .filter((batch) => batch.accountId === id)
      .flatMap(({ messages }) => messages)
      .flatMap((message) => (message.kind === 'message' ? message.parts : []))
      .flatMap((part) => (part.kind === 'text' ? [part.text] : []))
  }

  #changed(): void {
    for (const watch of [...this.#watchers]) watch()
  }
}
