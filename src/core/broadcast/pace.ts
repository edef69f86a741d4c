import type { Pacing } from '#core/outbox/ports.ts'
import type { Clock, Random } from '#core/ports.ts'
import { PACE_MIN_MS } from '#shared/limits.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { intervalMs, JITTER } from './schedule.ts'

/**
 * The pace of broadcasts (P13): per account with chance in it, so that it does not look like a machine's, and
 * a limit over all accounts. It begins with a rest, as nobody knows what left right before the start.
 */
export class BroadcastPace implements Pacing {
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #random: Pick<Random, 'uint32'>
  /** Until when nothing leaves through an account, through one through which nothing has left yet, and at all; monotonic. */
  readonly #ofAccount = new Map<AccountId, number>()
  readonly #first: number
  #ofAll: number

  /** @param going the run that goes on from an earlier program, if there is one */
  constructor(
    clock: Pick<Clock, 'monotonic'>,
    random: Pick<Random, 'uint32'>,
    going: { paceMs: number; perMinute: number } | null = null,
  ) {
    this.#clock = clock
    this.#random = random
    const now = clock.monotonic()
    this.#first = now + (going?.paceMs ?? PACE_MIN_MS)
    this.#ofAll = now + Math.max(PACE_MIN_MS, going === null ? 0 : intervalMs(going.perMinute))
  }

  msUntil(id: AccountId): number {
    const until = Math.max(this.#ofAll, this.#ofAccount.get(id) ?? this.#first)
    return Math.max(0, until - this.#clock.monotonic())
  }

  record(id: AccountId, paceMs: number, perMinute: number): void {
    const now = this.#clock.monotonic()
    const chance = this.#random.uint32() / 2 ** 32
    this.#ofAccount.set(id, now + paceMs * (1 + JITTER * chance))
    this.#ofAll = now + intervalMs(perMinute)
  }
}
