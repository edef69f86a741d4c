/** What a key led to before and leads to now; undefined where it was or is not there. */
export interface Difference<V> {
  readonly before: V | undefined
  readonly after: V | undefined
}

/** From so many changed entries on they are not carried beside the others any more. */
const MANY = 64

/**
 * A map that never changes. What comes out of it by `with` shares all entries with it that are the same, so a change
 * of one among thousands copies few, and the difference between the two is known without looking at all of them.
 */
export class SharedMap<K, V> implements ReadonlyMap<K, V> {
  readonly size: number
  readonly #base: ReadonlyMap<K, V>
  /** What stands in place of the base's entries, or beyond them. */
  readonly #changed: ReadonlyMap<K, V>

  private constructor(base: ReadonlyMap<K, V>, changed: ReadonlyMap<K, V>, size: number) {
    this.#base = base
    this.#changed = changed
    this.size = size
  }

  static of<K, V>(entries: Iterable<readonly [K, V]>): SharedMap<K, V> {
    const base = new Map(entries)
    return new SharedMap(base, new Map(), base.size)
  }

  /** The same with these entries; undefined takes one away. */
  with(entries: ReadonlyMap<K, V | undefined>): SharedMap<K, V> {
    const changed = new Map(this.#changed)
    let { size } = this
    for (const [key, value] of entries) {
      if (value === undefined) return this.#without(entries)
      if (!this.has(key)) size += 1
      changed.set(key, value)
    }
    const next = new SharedMap(this.#base, changed, size)
    return changed.size > MANY ? SharedMap.of(next) : next
  }

  get(key: K): V | undefined {
    return this.#changed.get(key) ?? this.#base.get(key)
  }

  has(key: K): boolean {
    return this.#changed.has(key) || this.#base.has(key)
  }

  /** What is different since an earlier one, by key. */
  since(earlier: SharedMap<K, V>): Map<K, Difference<V>> {
    const differences = new Map<K, Difference<V>>()
    const compare = (key: K) => {
      const [before, after] = [earlier.get(key), this.get(key)]
      if (before !== after) differences.set(key, { before, after })
    }
    if (this.#base !== earlier.#base) {
      for (const key of earlier.keys()) compare(key)
      for (const key of this.keys()) compare(key)
      return differences
    }
    for (const key of earlier.#changed.keys()) compare(key)
    for (const key of this.#changed.keys()) compare(key)
    return differences
  }

  *entries(): MapIterator<[K, V]> {
    for (const [key, value] of this.#base) yield [key, this.#changed.get(key) ?? value]
    for (const entry of this.#changed) if (!this.#base.has(entry[0])) yield entry
  }

  *keys(): MapIterator<K> {
    for (const [key] of this.entries()) yield key
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries()
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) callback(value, key, this)
  }

  #without(entries: ReadonlyMap<K, V | undefined>): SharedMap<K, V> {
    const rest = new Map(this)
    for (const [key, value] of entries) {
      if (value === undefined) rest.delete(key)
      else rest.set(key, value)
    }
    return SharedMap.of(rest)
  }
}
