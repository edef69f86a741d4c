/** So often in a run a damaged database is recovered. */
const MOST = 2

/**
 * Which reports of damage are answered. One damage is met by many readings at once, and what a recovered database
 * replaced may still report its own; a disk that goes on breaking would be recovered for ever.
 */
export class Recoveries {
  readonly #met = new WeakSet<object>()
  #left = MOST

  /** Whether this report of damage in `database` is the one to act on; `current` is the database that is in use. */
  isDue(database: object, current: object | undefined): boolean {
    if (database !== current || this.#met.has(database) || this.#left === 0) return false
    this.#met.add(database)
    this.#left -= 1
    return true
  }
}
