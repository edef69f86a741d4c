import type { Clock } from '#core/ports.ts'
import type { AccountRepository } from '#core/storage/account-repository.ts'
import type { AccountId } from '#shared/model/ids.ts'

/** How long an account rests after the first, second and any further "rate limited" in a row. */
const RATE_LIMITS_MS = [60_000, 600_000, 3_600_000] as const

/** The pause after so many refusals in a row, in ms; zero without any (fact sheet 5.4). */
function rateLimitMs(refusals: number): number {
  return RATE_LIMITS_MS[Math.min(refusals, RATE_LIMITS_MS.length) - 1] ?? 0
}

/** Refusals of an account as they are stored, and what this run makes of them. */
interface KnownRateLimit {
  count: number
  /** Wall time of the last. */
  at: number
  /** When the pause ends; monotonic. */
  until: number
  /** When it was recorded in this run; monotonic, −∞ for one of an earlier run. */
  recordedAt: number
}

/**
 * The pauses that accounts make after the server said "rate limited". Refusals are stored with wall time, for a
 * pause goes on after a restart: trying too early prolongs the penalty (fact sheet 5.4). Within a run the pause
 * is a monotonic deadline, which no clock that is set can move, and which is never further off than the whole pause.
 */
export class RateLimits {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>
  readonly #accounts: Pick<AccountRepository, 'rateLimits' | 'recordRateLimit' | 'clearRateLimits'>
  readonly #known = new Map<AccountId, KnownRateLimit>()

  constructor(
    clock: Pick<Clock, 'now' | 'monotonic'>,
    accounts: Pick<AccountRepository, 'rateLimits' | 'recordRateLimit' | 'clearRateLimits'>,
  ) {
    this.#clock = clock
    this.#accounts = accounts
  }

  /** How long nothing may leave through the account, in ms; zero without a pause. */
  msLeft(id: AccountId): number {
    const refusals = this.#refusals(id, Number.NEGATIVE_INFINITY)
    return refusals === null ? 0 : Math.max(0, refusals.until - this.#clock.monotonic())
  }

  /** Whether the account was refused since `from` (monotonic) in this run. */
  isRefusedSince(id: AccountId, from: number): boolean {
    return (this.#refusals(id, Number.NEGATIVE_INFINITY)?.recordedAt ?? Number.NEGATIVE_INFINITY) >= from
  }

  /** Stores a refusal, in the transaction of whoever was refused. */
  record(id: AccountId): void {
    this.#accounts.recordRateLimit(id, this.#clock.now())
    this.#refusals(id, this.#clock.monotonic())
  }

  /** A send got through to something else than "rate limited"; in that send's transaction. */
  end(id: AccountId): void {
    this.#accounts.clearRateLimits(id)
  }

  /** What is stored decides: a transaction that failed leaves nothing behind here. */
  #refusals(id: AccountId, recordedAt: number): KnownRateLimit | null {
    const { count, at } = this.#accounts.rateLimits(id)
    if (count === 0) {
      this.#known.delete(id)
      return null
    }
    const known = this.#known.get(id)
    if (known !== undefined && known.count === count && known.at === at) return known
    const pause = rateLimitMs(count)
    const left = Math.min(pause, Math.max(0, at + pause - this.#clock.now()))
    const refusals = { count, at, until: this.#clock.monotonic() + left, recordedAt }
    this.#known.set(id, refusals)
    return refusals
  }
}
