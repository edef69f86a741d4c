import { ProxyError } from '#core/net/proxy/proxy-error.ts'
import { isSameWay, type Way } from '#core/net/proxy/way.ts'
import type { Clock } from '#core/ports.ts'
import type { ProxyTrouble } from '#shared/model/proxy.ts'
import type { SystemProxy } from './ports.ts'
import { wayOfAnswer } from './system-answer.ts'

/** What the system says is asked again so often: nobody tells when it changes. */
const LOOK_MS = 60_000
/** After a failure it may have changed, but a server that is down fails many times a second. */
const LOOK_AFTER_FAILURE_MS = 5_000
/** The system may have to fetch a file to answer. */
const ANSWER_MS = 10_000
/** A server that was not asked for so long is forgotten. */
const UNUSED_MS = 600_000

interface Known {
  way: Way | ProxyTrouble
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
  readonly #asking = new Map<string, Promise<Way | ProxyTrouble>>()
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
    const way = known === undefined || known.isStale ? await this.#ask(origin) : known.way
    if (typeof way === 'string') throw new ProxyError(way)
    return way
  }

  /** Nothing that is known may hold any more, as after a sleep: what is asked next waits for the system. */
  doubt(): void {
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

  /** A request failed on its way. */
  failed(): void {
    if (this.#clock.monotonic() - this.#lookedAt >= LOOK_AFTER_FAILURE_MS) this.look()
  }

  /** One question at a time for each server. Never rejects. */
  #ask(origin: string): Promise<Way | ProxyTrouble> {
    const asking = this.#asking.get(origin) ?? this.#askAnew(origin)
    this.#asking.set(origin, asking)
    return asking
  }

  async #askAnew(origin: string): Promise<Way | ProxyTrouble> {
    const way = await answerOf(this.#clock, this.#system, origin)
    this.#asking.delete(origin)
    const known = this.#known.get(origin)
    const usedAt = known?.usedAt ?? this.#clock.monotonic()
    if (way === 'proxy-way-unknown') {
      // what was known is compared with what comes next, but leads nobody anywhere
      if (known !== undefined) known.isStale = true
      return way
    }
    this.#known.set(origin, { way, isStale: false, usedAt })
    if (known !== undefined && !isSameAnswer(known.way, way)) this.#changed()
    return way
  }
}

/** What the system says now of one server. Never rejects. */
export async function answerOf(
  clock: Clock,
  system: SystemProxy,
  origin: string,
): Promise<Way | ProxyTrouble> {
  const late = Promise.withResolvers<null>()
  const cancel = clock.setTimeout(ANSWER_MS, () => late.resolve(null))
  try {
    const answer = await Promise.race([system.resolve(`${origin}/`), late.promise])
    return answer === null ? 'proxy-way-unknown' : wayOfAnswer(answer)
  } catch {
    return 'proxy-way-unknown'
  } finally {
    cancel()
  }
}

function isSameAnswer(one: Way | ProxyTrouble, other: Way | ProxyTrouble): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other
  return isSameWay(one, other)
}
