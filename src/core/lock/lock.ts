import type { Clock, Random } from '#core/ports.ts'
import { AppError } from '#shared/errors.ts'
import type { LockState, PassphraseCheck } from '#shared/model/lock.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { LockPorts, StoredLock } from './ports.ts'
import { createVerifier, verify } from './verifier.ts'

/** So many typing mistakes cost nothing. */
const FREE_TRIES = 2
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 15 * 60_000

/** How long after so many wrong tries in a row no other one is looked at. */
export function waitAfter(wrongTries: number): number {
  if (wrongTries <= FREE_TRIES) return 0
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrongTries - FREE_TRIES - 1))
}

export interface LockDeps {
  clock: Clock
  random: Pick<Random, 'bytes'>
  /** Null: nothing can be locked here. */
  ports: Pick<LockPorts, 'store' | 'scryptParams'> | null
  /** It stands otherwise now. */
  changed(): void
  /** A wrong try could not be stored; it counts as long as this run lasts. */
  failed(error: unknown): void
}

/**
 * Whether the window shows anything. With a passphrase every start begins locked, so there is nothing to store at the
 * moment of locking. Passphrases are looked at one after the other, and a try is counted before it is looked at: neither
 * many at once nor a killed app gives one away. Waits go by the monotonic clock and begin anew with a start, so neither
 * a clock that is set nor a restart shortens them.
 */
export class Lock {
  readonly #deps: LockDeps
  #state: LockState
  #wrongTries: number
  /** No passphrase is looked at before, in monotonic milliseconds. */
  #looksFrom: number
  #times = 0
  /** How often somebody wanted it locked, also while it was. */
  #wanted = 0
  #work: Promise<unknown> = Promise.resolve()

  constructor(deps: LockDeps) {
    const kept = deps.ports?.store.read() ?? null
    this.#deps = deps
    this.#state = kept === null ? 'off' : 'locked'
    this.#wrongTries = kept?.wrongTries ?? 0
    this.#looksFrom = deps.clock.monotonic() + waitAfter(this.#wrongTries)
  }

  get state(): LockState {
    return this.#state
  }

  get isLocked(): boolean {
    return this.#state === 'locked'
  }

  /** How often it has been locked in this run. */
  get times(): number {
    return this.#times
  }

  get wrongTries(): number {
    return this.#wrongTries
  }

  /** By what the passphrase is known cannot be read any more: none opens it. */
  get isDamaged(): boolean {
    const kept = this.#deps.ports?.store.read() ?? null
    return kept !== null && kept.verifier === null
  }

  get waitMs(): number {
    return Math.max(0, this.#looksFrom - this.#deps.clock.monotonic())
  }

  /** Locks where a passphrase is set. @returns whether it is locked now */
  lock(): boolean {
    this.#wanted += 1
    switch (this.#state) {
      case 'off':
        return false
      case 'unlocked':
        this.#enter('locked')
        return true
      case 'locked':
        return true
      default:
        return unreachable(this.#state)
    }
  }

  /**
   * Opens to the right passphrase, unless it was locked again while that was looked at.
   * @throws AppError `not-possible-now` without a passphrase
   */
  unlock(passphrase: string): Promise<PassphraseCheck> {
    const wanted = this.#wanted
    return this.#inTurn(async () => {
      const check = await this.#check(passphrase)
      const isOpening = check.kind === 'right' && wanted === this.#wanted
      if (isOpening && this.#state === 'locked') this.#enter('unlocked')
      return check
    })
  }

  /** Sets the first passphrase; nothing is locked by it. @throws AppError `not-possible-now` where there is one, or can be none */
  set(passphrase: string): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#state !== 'off') throw new AppError('not-possible-now')
      await this.#keep(passphrase)
      this.#enter('unlocked')
    })
  }

  /** @throws AppError `not-possible-now` without a passphrase or while it is locked */
  change(former: string, passphrase: string): Promise<PassphraseCheck> {
    return this.#knowing(former, () => this.#keep(passphrase))
  }

  /** @throws AppError `not-possible-now` without a passphrase or while it is locked */
  remove(former: string): Promise<PassphraseCheck> {
    return this.#knowing(former, async () => this.#drop())
  }

  /** Removes the passphrase without knowing it. @throws AppError `not-possible-now` unless it is locked */
  forget(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.isLocked) throw new AppError('not-possible-now')
      this.#drop()
    })
  }

  get #ports(): NonNullable<LockDeps['ports']> {
    const { ports } = this.#deps
    if (ports === null) throw new AppError('not-possible-now')
    return ports
  }

  #knowing(former: string, change: () => Promise<void>): Promise<PassphraseCheck> {
    return this.#inTurn(async () => {
      if (this.#state !== 'unlocked') throw new AppError('not-possible-now')
      const check = await this.#check(former)
      if (check.kind === 'right') await change()
      return check
    })
  }

  async #check(passphrase: string): Promise<PassphraseCheck> {
    const kept = this.#ports.store.read()
    if (kept === null) throw new AppError('not-possible-now')
    if (this.waitMs > 0) return { kind: 'too-early', waitMs: this.waitMs }
    this.#count(kept, this.#wrongTries + 1)
    if (kept.verifier === null || !(await verify(passphrase, kept.verifier)))
      return { kind: 'wrong', waitMs: this.waitMs }
    this.#count(kept, 0)
    return { kind: 'right' }
  }

  #count(kept: StoredLock, wrongTries: number): void {
    const { clock, failed } = this.#deps
    this.#wrongTries = wrongTries
    this.#looksFrom = clock.monotonic() + waitAfter(wrongTries)
    try {
      this.#ports.store.write({ ...kept, wrongTries })
    } catch (error) {
      // a full disk locks nobody out
      failed(error)
    }
  }

  async #keep(passphrase: string): Promise<void> {
    const { store, scryptParams } = this.#ports
    const { random } = this.#deps
    store.write({ verifier: await createVerifier(passphrase, scryptParams, random), wrongTries: 0 })
    this.#wrongTries = 0
    this.#looksFrom = 0
  }

  /** There is no passphrase any more. */
  #drop(): void {
    this.#ports.store.write(null)
    this.#wrongTries = 0
    this.#looksFrom = 0
    this.#enter('off')
  }

  #enter(state: LockState): void {
    if (state === this.#state) return
    this.#state = state
    if (state === 'locked') this.#times += 1
    this.#deps.changed()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work)
    this.#work = done.catch(() => undefined)
    return done
  }
}
