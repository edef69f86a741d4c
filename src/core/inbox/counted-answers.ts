import type { UpdateBatch } from '#core/accounts/ports.ts'
import type { AccountId } from '#shared/model/ids.ts'

/** Different raw messages of one cursor that are known again; no answer holds so many. */
const KNOWN_RAW = 1_000

/** What has been counted of the answers to one cursor. */
interface Counted {
  readonly binding: number
  readonly cursor: string
  /** How often each raw message was set aside, by its hash, the latest last. */
  readonly setAside: Map<string, number>
  /** The most that one of the answers held and was not kept. */
  lost: number
}

/**
 * An answer that broke off, or that named no new cursor, comes again. What names no contact and what was not kept is
 * in no conversation, where it would be known again: for each cursor it counts as often as the fullest answer held
 * it. A start forgets what was counted.
 */
export class CountedAnswers {
  readonly #byAccount = new Map<AccountId, Counted>()

  /** What follows of the account answers this cursor, which is the stored one. */
  turnTo({ accountId, binding }: UpdateBatch, cursor: string): void {
    const known = this.#byAccount.get(accountId)
    if (known !== undefined && known.binding === binding && known.cursor === cursor) return
    this.#byAccount.set(accountId, { binding, cursor, setAside: new Map(), lost: 0 })
  }

  /** How much of what the answer did not keep has not been counted yet. */
  newlyLost({ accountId, lost }: UpdateBatch): number {
    return Math.max(0, lost - (this.#byAccount.get(accountId)?.lost ?? 0))
  }

  /** How often answers to this cursor had the raw message set aside, as far as it is committed. */
  timesSetAside({ accountId }: UpdateBatch, hash: string): number {
    return this.#byAccount.get(accountId)?.setAside.get(hash) ?? 0
  }

  /** A portion is committed: these raw messages of it were set aside, and of all answers so much was not kept. */
  commit({ accountId }: UpdateBatch, setAside: readonly string[], lost: number): void {
    const counted = this.#byAccount.get(accountId)
    if (counted === undefined) return
    counted.lost = Math.max(counted.lost, lost)
    for (const hash of setAside) {
      const times = counted.setAside.get(hash) ?? 0
      counted.setAside.delete(hash)
      counted.setAside.set(hash, times + 1)
    }
    for (const hash of counted.setAside.keys()) {
      if (counted.setAside.size <= KNOWN_RAW) break
      counted.setAside.delete(hash)
    }
  }
}
