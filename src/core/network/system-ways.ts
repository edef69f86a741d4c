import type { NetworkReason } from '#core/ilink/ports.ts'
import { ProxyError } from '#core/net/proxy/proxy-error.ts'
import { isSameWay, type Way } from '#core/net/proxy/way.ts'
import type { Clock } from '#core/ports.ts'
import type { ProxyTrouble } from '#shared/model/proxy.ts'
import { proxyAddressText } from '#shared/text/proxy-address.ts'
import type { SystemProxy } from './ports.ts'
import { type Ways, waysOfAnswer } from './system-answer.ts'

/** What the system says is asked again so often: nobody tells when it changes. */
const LOOK_MS = 60_000
/** After a failure it may have changed, but a server that is down fails many times a second. */
const LOOK_AFTER_FAILURE_MS = 5_000
/** The system may have to fetch a file to answer. */
const ANSWER_MS = 10_000
/** A server that was not asked for so long is forgotten. */
const UNUSED_MS = 600_000

/** A proxy that did not serve is passed over for so long where the system names another. */
const REST_MS = 600_000
/** What makes a proxy useless for every request. */
const DOWN: ReadonlySet<NetworkReason> = new Set([
  'proxy-name-unknown',
  'proxy-unreachable',
  'proxy-silent',
  'proxy-certificate',
  'proxy-broke-off',
  'proxy-garbled',
])

interface Known {
  ways: Ways | ProxyTrouble
  /** It may have changed: the next request asks first. */
  isStale: boolean
  usedAt: number
}

/** Which way the system names to each server that is asked, and whether it still does. */
export class SystemWays {
  readonly #clock: Clock
  readonly #system: SystemProxy
  readonly #changed: () => void
  readonly #known = new Map<string, Known>()
  readonly #asking = new Map<string, Promise<Ways | ProxyTrouble>>()
  /** Until when proxies that did not serve are passed over, by their address. */
  readonly #resting = new Map<string, number>()
  /** How often everything was put in doubt. */
  #doubts = 0
  #cancelLook: (() => void) | null = null
  #lookedAt = Number.NEGATIVE_INFINITY

  /** @param changed told when the system names another way than before to a server that is in use */
  constructor(clock: Clock, system: SystemProxy, changed: () => void) {
    this.#clock = clock
    this.#system = system
    this.#changed = changed
  }

  /** Looks again from time to time. Twice is harmless. */
  start(): void {
    this.#cancelLook ??= this.#clock.setTimeout(LOOK_MS, () => {
      this.#cancelLook = null
      this.start()
      this.look()
    })
  }

  stop(): void {
    this.#cancelLook?.()
    this.#cancelLook = null
  }

  /** Rejects with `ProxyError` while the system does not say. */
  async wayTo(origin: string): Promise<Way> {
    const known = this.#known.get(origin)
    if (known !== undefined) known.usedAt = this.#clock.monotonic()
    const ways = known === undefined || known.isStale ? await this.#ask(origin) : known.ways
    if (typeof ways === 'string') throw new ProxyError(ways)
    return this.#firstOf(ways)
  }

  /** Nothing that is known may hold any more, as after a sleep: what is asked next waits for the system. */
  doubt(): void {
    this.#doubts += 1
    this.#asking.clear()
    this.#resting.clear()
    for (const known of this.#known.values()) known.isStale = true
    this.look()
  }

  /** Asks again for all servers in use. */
  look(): void {
    const now = this.#clock.monotonic()
    this.#lookedAt = now
    for (const [origin, { usedAt }] of this.#known) {
      if (now - usedAt > UNUSED_MS) this.#known.delete(origin)
      else void this.#ask(origin)
    }
  }

  /** A request failed on its way: through a proxy that is down the next one goes no more, where there is another. */
  failed(way: Way | null, reason: NetworkReason): void {
    const now = this.#clock.monotonic()
    if (way?.kind === 'proxy' && DOWN.has(reason))
      this.#resting.set(proxyAddressText(way.proxy), now + REST_MS)
    if (now - this.#lookedAt >= LOOK_AFTER_FAILURE_MS) this.look()
  }

  /** The first that is not known to be down; where all are, the first. */
  #firstOf(ways: Ways): Way {
    return ways.find((way) => !this.#isResting(way)) ?? ways[0]
  }

  #isResting(way: Way): boolean {
    if (way.kind === 'direct') return false
    const address = proxyAddressText(way.proxy)
    const until = this.#resting.get(address) ?? Number.NEGATIVE_INFINITY
    if (until > this.#clock.monotonic()) return true
    this.#resting.delete(address)
    return false
  }

  /** One question at a time for each server. Never rejects. */
  #ask(origin: string): Promise<Ways | ProxyTrouble> {
    const asking = this.#asking.get(origin) ?? this.#askAnew(origin)
    this.#asking.set(origin, asking)
    return asking
  }

  async #askAnew(origin: string): Promise<Ways | ProxyTrouble> {
    const doubts = this.#doubts
    const ways = await answerOf(this.#clock, this.#system, origin)
    // what was asked before a sleep may have been answered before it
    if (doubts !== this.#doubts) return this.#ask(origin)
    this.#asking.delete(origin)
    const known = this.#known.get(origin)
    const usedAt = known?.usedAt ?? this.#clock.monotonic()
    if (ways === 'proxy-way-unknown') {
      // what was known is compared with what comes next, but leads nobody anywhere
      if (known !== undefined) known.isStale = true
      return ways
    }
    // some files name the same proxies in another order each time, to share the work among them
    const kept = known !== undefined && areSame(known.ways, ways) ? known.ways : ways
    this.#known.set(origin, { ways: kept, isStale: false, usedAt })
    if (known !== undefined && !this.#isSameFirst(known.ways, kept)) this.#changed()
    return kept
  }

  #isSameFirst(one: Ways | ProxyTrouble, other: Ways | ProxyTrouble): boolean {
    if (typeof one === 'string' || typeof other === 'string') return one === other
    return isSameWay(this.#firstOf(one), this.#firstOf(other))
  }
}

/** What the system says now of one server. Never rejects. */
export async function answerOf(
  clock: Clock,
  system: SystemProxy,
  origin: string,
): Promise<Ways | ProxyTrouble> {
  const late = Promise.withResolvers<null>()
  const cancel = clock.setTimeout(ANSWER_MS, () => late.resolve(null))
  try {
    const answer = await Promise.race([system.resolve(`${origin}/`), late.promise])
    return answer === null ? 'proxy-way-unknown' : waysOfAnswer(answer)
  } catch {
    return 'proxy-way-unknown'
  } finally {
    cancel()
  }
}

/** Whether both name the same ways, in whatever order. */
function areSame(one: Ways | ProxyTrouble, other: Ways | ProxyTrouble): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other
  const isIn = (ways: Ways, way: Way) => ways.some((each) => isSameWay(each, way))
  return one.every((way) => isIn(other, way)) && other.every((way) => isIn(one, way))
}
