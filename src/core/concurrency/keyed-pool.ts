import type { Clock } from '#core/ports.ts'
import { type BackoffLimits, BackoffTable } from './backoff-table.ts'

/** Something that the pool can run. */
export interface PoolJob<Key, Id> {
  id: Id
  /** What it counts for, an account for example. */
  key: Key
  /** Runs only as far as places are not kept free for other jobs. */
  isBackground: boolean
}

/** How many jobs run at the same time. */
export interface PoolLimits {
  total: number
  perKey: number
}

export interface KeyedPoolOptions<Key, Id, Job extends PoolJob<Key, Id>> {
  clock: Pick<Clock, 'monotonic' | 'setTimeout'>
  limits: PoolLimits
  /** Of these, how many background jobs may take; all where it is not given. */
  background?: PoolLimits
  backoff: BackoffLimits
  /** What a key has to do now, the most urgent first. May throw: then the key waits as long as the backoff allows. */
  candidates(key: Key): Iterable<Job>
  /**
   * Prepares a job and gives what is to be done, or null when nothing is after all. May throw, as `candidates`.
   * The work ends soon after its signal aborts.
   */
  begin(job: Job): ((signal: AbortSignal) => Promise<void>) | null
  /** A job has ended, however; not told while the pool stops. */
  ended?(job: Job): void
  /** The work of a job was rejected: it is up to the owner to let the job or its key wait. */
  broken(job: Job, error: unknown): void
  /** `candidates` or `begin` threw. */
  failed(error: unknown): void
}

interface Running<Job> {
  job: Job
  abort: AbortController
  done: Promise<void>
}

/**
 * Runs what several keys have to do, a few jobs at a time over all and of each. It holds no queue: what a key has
 * to do is asked for when there is a place, so that it is right at that moment. The key that began a job least
 * recently comes first. A key or a single job can wait after a failure; who has nothing to do costs nothing
 * until it is woken.
 */
export class KeyedPool<Key, Id, Job extends PoolJob<Key, Id>> {
  readonly #options: KeyedPoolOptions<Key, Id, Job>
  readonly #running = new Map<Id, Running<Job>>()
  /** Keys that may have something to do, in turn. */
  #woken = new Set<Key>()
  readonly backoff: BackoffTable<Key | Id>
  #isFilling = false
  #isAskedAgain = false
  #isStopped = false

  constructor(options: KeyedPoolOptions<Key, Id, Job>) {
    this.#options = options
    this.backoff = new BackoffTable(options.clock, options.backoff, () => this.#fill())
  }

  /** These keys may have something to do; harmless at any time. */
  wake(...keys: readonly Key[]): void {
    for (const key of keys) this.#woken.add(key)
    this.#fill()
  }

  /** The same, and the key's turn comes next. */
  wakeFirst(key: Key): void {
    this.#woken = new Set([key, ...this.#woken])
    this.#fill()
  }

  get isStopped(): boolean {
    return this.#isStopped
  }

  isRunning(id: Id): boolean {
    return this.#running.has(id)
  }

  running(): Id[] {
    return [...this.#running.keys()]
  }

  /** Ends a job under way. */
  abort(id: Id): void {
    this.#running.get(id)?.abort.abort()
  }

  /** Ends those jobs under way. */
  abortWhere(predicate: (job: Job) => boolean): void {
    for (const { job, abort } of this.#running.values()) if (predicate(job)) abort.abort()
  }

  /** Whoever waits may try again now. */
  retryNow(): void {
    this.backoff.hurryAll()
    this.#fill()
  }

  /** Ends all jobs, begins no more, and waits until those under way have ended. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.backoff.stop()
    const running = [...this.#running.values()]
    for (const { abort } of running) abort.abort()
    await Promise.all(running.map(({ done }) => done))
  }

  /** Beginning a job may wake the pool; then it looks once more, so that no limit is counted by halves. */
  #fill(): void {
    this.#isAskedAgain = true
    if (this.#isFilling) return
    this.#isFilling = true
    try {
      while (this.#isAskedAgain && !this.#isStopped) {
        this.#isAskedAgain = false
        for (const key of [...this.#woken]) this.#serve(key)
      }
    } finally {
      this.#isFilling = false
    }
  }

  #serve(key: Key): void {
    const { failed, backoff } = this.#options
    const declined = new Set<Id>()
    try {
      for (let job = this.#next(key, declined); job !== null; job = this.#next(key, declined)) {
        if (!this.#begin(job)) declined.add(job.id)
      }
    } catch (error) {
      failed(error)
      this.backoff.hold(key, backoff.maxMs)
    }
  }

  /** What the key may begin now. Without anything that only waits for its time or a place, it is not woken any more. */
  #next(key: Key, declined: ReadonlySet<Id>): Job | null {
    if (this.#isStopped || this.backoff.isWaiting(key) || !this.#hasPlace(key)) return null
    let isPending = false
    for (const job of this.#options.candidates(key)) {
      if (this.#running.has(job.id) || declined.has(job.id)) continue
      if (!this.backoff.isWaiting(job.id) && (!job.isBackground || this.#hasBackgroundPlace(key))) return job
      isPending = true
    }
    if (!isPending && !this.backoff.isWaiting(key)) this.#woken.delete(key)
    return null
  }

  #hasPlace(key: Key): boolean {
    const { total, perKey } = this.#options.limits
    return this.#running.size < total && this.#count((job) => job.key === key) < perKey
  }

  #hasBackgroundPlace(key: Key): boolean {
    const { background } = this.#options
    if (background === undefined) return true
    const count = this.#count((job) => job.isBackground)
    const ofKey = this.#count((job) => job.isBackground && job.key === key)
    return count < background.total && ofKey < background.perKey
  }

  #count(predicate: (job: Job) => boolean): number {
    let count = 0
    for (const { job } of this.#running.values()) if (predicate(job)) count += 1
    return count
  }

  #begin(job: Job): boolean {
    const work = this.#options.begin(job)
    if (work === null) return false
    const abort = new AbortController()
    this.#running.set(job.id, { job, abort, done: this.#run(job, work, abort.signal) })
    // behind everybody else from now on
    this.#woken.delete(job.key)
    this.#woken.add(job.key)
    return true
  }

  async #run(job: Job, work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    // the caller notes that it runs before anything of it does
    await Promise.resolve()
    try {
      await work(signal)
    } catch (error) {
      this.#options.broken(job, error)
    }
    this.#running.delete(job.id)
    if (this.#isStopped) return
    this.#options.ended?.(job)
    this.wake(job.key)
  }
}
