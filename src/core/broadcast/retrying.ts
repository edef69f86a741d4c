import { setImmediate } from 'node:timers/promises'
import type { OutboxFiles } from '#core/outbox/ports.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredBroadcast } from '#core/storage/broadcast-repository.ts'
import { AppError } from '#shared/errors.ts'
import type { BroadcastState } from '#shared/model/broadcast.ts'
import type { AccountId, BroadcastId } from '#shared/model/ids.ts'
import { type LedgerLine, lineOf } from './recipient-state.ts'
import type { RecipientStateSync } from './recipient-state-sync.ts'
import { itemsToRetry } from './retry.ts'
import type { BroadcastRunner } from './runner.ts'
import { createSlice } from './slices.ts'
import type { BroadcastStores } from './stores.ts'

/** Recipients read, or written in one transaction. */
const PORTION = 25
const RETRIED: ReadonlySet<BroadcastState> = new Set(['finished', 'stopped', 'paused'])

export interface RetryingDeps {
  clock: Clock
  stores: BroadcastStores
  files: Pick<OutboxFiles, 'isWhole'>
  sync: RecipientStateSync
  runner: Pick<BroadcastRunner, 'isUsable' | 'isReachable' | 'wake'>
  /** A run goes on, and these lines of it are to be sent once more; called after the commit. */
  begun(id: BroadcastId, places: readonly number[]): void
  /** So are these; called after the commit. */
  changed(id: BroadcastId, places: readonly number[]): void
}

/** Somebody whose messages are to be sent once more. */
interface Wanted {
  place: number
  account: AccountId
}

/**
 * Has a run send once more what failed, a portion at a time (B10): it goes on with the first of them, and the others join
 * while it does. Whoever has not joined when the program ends has failed as before, and can be retried again; what was
 * appended goes on as after any end of the program (P13).
 */
export class Retrying {
  readonly #deps: RetryingDeps
  readonly #underWay = new Set<BroadcastId>()
  #isStopped = false

  constructor(deps: RetryingDeps) {
    this.#deps = deps
  }

  stop(): void {
    this.#isStopped = true
  }

  /**
   * Resolves once all have joined, or the run was cancelled amid that.
   * @throws AppError `not-found`, `not-possible-now`, `broadcast-file-missing`, `broadcast-nothing-failed`, and
   * `broadcast-nobody-reachable` when nothing of it could leave now
   */
  async run(id: BroadcastId, unconfirmedToo: boolean): Promise<void> {
    const run = this.#require(id)
    if (this.#underWay.has(id)) throw new AppError('not-possible-now')
    this.#underWay.add(id)
    try {
      const wanted = await this.#look(run, unconfirmedToo)
      await this.#append(id, wanted, unconfirmedToo)
    } finally {
      this.#underWay.delete(id)
    }
  }

  #require(id: BroadcastId): StoredBroadcast {
    const run = this.#deps.stores.broadcasts.get(id)
    if (run === null) throw new AppError('not-found')
    if (!RETRIED.has(run.state)) throw new AppError('not-possible-now')
    return run
  }

  /** Whose account is restricted all the same is left alone, with what is known of them. */
  async #look(run: StoredBroadcast, unconfirmedToo: boolean): Promise<Wanted[]> {
    const { stores, runner } = this.#deps
    const wanted: Wanted[] = []
    const usable = new Map<AccountId, boolean>()
    let [hasFailed, needsFiles, isReachable] = [false, false, false]
    const { files } = stores.contents.get(run.contentId)
    const give = this.#pause()
    for (let from = 0; ; await give()) {
      const lines = stores.ledger.some(run.id, from, PORTION).map(lineOf)
      for (const line of lines) {
        const items = itemsToRetry(line, unconfirmedToo)
        if (items.length === 0) continue
        hasFailed = true
        needsFiles ||= items.some((item) => item >= line.items.length - files.length)
        const account = line.accountId
        const isUsable = usable.get(account) ?? runner.isUsable(account)
        usable.set(account, isUsable)
        if (!isUsable) continue
        isReachable ||= runner.isReachable(run, line, items.length)
        wanted.push({ place: line.place, account })
      }
      from = (lines.at(-1)?.place ?? from) + 1
      if (lines.length < PORTION) break
    }
    if (!hasFailed) throw new AppError('broadcast-nothing-failed')
    if (needsFiles) this.#checkFiles(files)
    if (!isReachable) throw new AppError('broadcast-nobody-reachable')
    return wanted
  }

  #checkFiles(files: ReturnType<BroadcastStores['contents']['get']>['files']): void {
    for (const { file } of files)
      if (file === null || !this.#deps.files.isWhole(file)) throw new AppError('broadcast-file-missing')
  }

  async #append(id: BroadcastId, wanted: readonly Wanted[], unconfirmedToo: boolean): Promise<void> {
    const { stores, runner, begun, changed } = this.#deps
    const give = this.#pause()
    for (let at = 0; at < wanted.length; at += PORTION) {
      const some = wanted.slice(at, at + PORTION)
      const goesOn = stores.database.transaction(() => {
        if (at === 0) this.#begin(id, wanted)
        else if (!this.#isStillWanted(id)) return false
        for (const one of some) this.#appendTo(id, one, unconfirmedToo)
        return true
      })
      if (!goesOn) return
      const places = some.map(({ place }) => place)
      if (at === 0) begun(id, places)
      else {
        changed(id, places)
        for (const { account } of some) runner.wake(account)
      }
      await give()
    }
  }

  /** In a transaction: the run goes on. */
  #begin(id: BroadcastId, wanted: readonly Wanted[]): void {
    const { clock, stores } = this.#deps
    // something may have happened to it while it was looked through
    const run = this.#require(id)
    for (const account of new Set(wanted.map((one) => one.account))) stores.runAccounts.clear(id, account)
    stores.contents.hold(run.contentId)
    stores.broadcasts.run(id, run, clock.now())
  }

  /** In a transaction; a run that got through what had joined goes on once more. */
  #isStillWanted(id: BroadcastId): boolean {
    const { clock, stores } = this.#deps
    const run = stores.broadcasts.get(id)
    if (run === null || run.state === 'cancelled') return false
    if (run.state === 'finished') stores.broadcasts.run(id, run, clock.now())
    return true
  }

  #appendTo(id: BroadcastId, { place, account }: Wanted, unconfirmedToo: boolean): void {
    const { stores, sync } = this.#deps
    // its account may have been left alone again
    if (stores.runAccounts.breaker(id, account) !== null) return
    const line = this.#line(id, place)
    if (line === null) return
    stores.attempts.append({ id, place }, itemsToRetry(line, unconfirmedToo))
    sync.write({ id, place })
  }

  /** As it is now: a person may have dealt with it meanwhile. */
  #line(id: BroadcastId, place: number): LedgerLine | null {
    const stored = this.#deps.stores.ledger.get({ id, place })
    return stored === null ? null : lineOf(stored)
  }

  /** Gives way where main was kept for long. @throws AppError `not-possible-now` once the program ends */
  #pause(): () => Promise<void> | undefined {
    let slice = createSlice(this.#deps.clock)
    return () => {
      if (!slice.isOver()) return undefined
      return setImmediate().then(() => {
        if (this.#isStopped) throw new AppError('not-possible-now')
        slice = createSlice(this.#deps.clock)
      })
    }
  }
}
