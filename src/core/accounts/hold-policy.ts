import { DEFAULT_HOLD_MS, SHORT_HOLD_MS } from '#core/ilink/protocol.ts'

/** After this many holds in a row that a gateway cut, a host gets the short hold. */
const CUTS_BEFORE_SHORT = 2

interface HostHolds {
  cutsInARow: number
  short: boolean
}

/**
 * How long polls may be held, per host and shared by all its accounts: some gateways cut a long hold
 * with HTTP 524 after about 16 s, and only shorter ones get through (fact sheet 1.1).
 */
export class HoldPolicy {
  readonly #hosts = new Map<string, HostHolds>()
  /** The same by base address, of which there are as many as servers: to take one apart costs as much as all else here. */
  readonly #bases = new Map<string, HostHolds>()

  /** The hold for the next poll of a host, given the server's own hint in ms. */
  holdMs(baseUrl: string, hintMs: number | null): number {
    const wanted = hintMs ?? DEFAULT_HOLD_MS
    return this.#of(baseUrl).short ? Math.min(wanted, SHORT_HOLD_MS) : wanted
  }

  /** Whether polls of a host are ended by the client before the server would answer. */
  isShort(baseUrl: string): boolean {
    return this.#of(baseUrl).short
  }

  /** A gateway ended a hold. */
  recordCut(baseUrl: string): void {
    const host = this.#of(baseUrl)
    host.cutsInARow += 1
    if (host.cutsInARow >= CUTS_BEFORE_SHORT) host.short = true
  }

  /**
   * The server answered after `heldMs`. Only an answer held longer than the short hold shows that
   * long holds get through; on a busy host quick ones come between all the cuts.
   */
  recordAnswer(baseUrl: string, heldMs: number): void {
    if (heldMs > SHORT_HOLD_MS) this.#of(baseUrl).cutsInARow = 0
  }

  #of(baseUrl: string): HostHolds {
    const known = this.#bases.get(baseUrl)
    if (known !== undefined) return known
    const host = URL.parse(baseUrl)?.host ?? baseUrl
    const holds = this.#hosts.get(host) ?? { cutsInARow: 0, short: false }
    this.#hosts.set(host, holds)
    this.#bases.set(baseUrl, holds)
    return holds
  }
}
