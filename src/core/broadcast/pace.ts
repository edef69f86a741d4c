import type { Pacing } from '#core/outbox/ports.ts'
import type { Clock, Random } from '#core/ports.ts'
import { PACE_MIN_MS } from '#shared/limits.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { intervalMs, JITTER } from './schedule.ts'

/** A time in which nothing leaves. */
interface Rest {
  from: number
  ms: number
}

/**
 * The pace of broadcasts (P13): per account with chance in it, so that it does not look like a machine's, and
 * a limit over all accounts. It begins with a rest, as nobody knows what left right before the start.
 */
export class BroadcastPace implements Pacing {
  readonly #clock: Pick<Clock, 'now'>
  readonly #random: Pick<Random, 'uint32'>
  readonly #ofAccount = new Map<AccountId, Rest>()
  /** Of accounts through which nothing has left yet. */
  readonly #first: Rest
  #ofAll: Rest

  /** @param going the run that goes on from an earlier program, if there is one */
  constructor(
    clock: Pick<Clock, 'now'>,
    random: Pick<Random, 'uint32'>,
    going: { paceMs: number; perMinute: number } | null = null,
  ) {
    this.#clock = clock
    this.#random = random
    const from = clock.now()
    this.#first = { from, ms: going?.paceMs ?? PACE_MIN_MS }
    this.#ofAll = { from, ms: Math.max(PACE_MIN_MS, going === null ? 0 : intervalMs(going.perMinute)) }
  }

  msUntil(id: AccountId): number {
    const own = this.#ofAccount.get(id) ?? this.#first
    return Math.max(this.#left(this.#ofAll), this.#left(own))
  }

  note(id: AccountId, paceMs: number, perMinute: number): void {
    const from = this.#clock.now()
    const chance = this.#random.uint32() / 2 ** 32
    this.#ofAccount.set(id, { from, ms: paceMs * (1 + JITTER * chance) })
    this.#ofAll = { from, ms: intervalMs(perMinute) }
  }

  /** Never more than the whole rest: where the clock was set back, it begins anew. */
  #left(rest: Rest): number {
    const now = this.#clock.now()
    if (now < rest.from) rest.from = now
    return Math.max(0, rest.from + rest.ms - now)
  }
}
