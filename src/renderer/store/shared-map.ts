/** What a key led to before and leads to now; undefined where it was or is not there. */
export interface Difference<V> {
  readonly before: V | undefined
  readonly after: V | undefined
}

/** From so many changed entries on they are not carried beside the others any more. */
const MANY = 64
/** So many steps back the differences are known without looking; what is drawn at once brings a few. */
const STEPS = 4
/** A step of more entries is not kept: what came before it would be held in memory. */
const LONG_STEP = 512

/** What one map has in place of what another had. */
interface Step<K, V> {
  /** Stands for the other, without holding it. */
  readonly from: object
  readonly differences: ReadonlyMap<K, Difference<V>>
}

/**
 * A map that never changes. What comes out of it by `with` shares all entries with it that are the same, so a change
 * of one among thousands copies few, and the difference between the two is known without looking at all of them, once
 * for all who ask.
 */
export class SharedMap<K, V> implements ReadonlyMap<K, V> {
  readonly size: number
  readonly #base: ReadonlyMap<K, V>
  /** What stands in place of the base's entries, or beyond them. */
  readonly #changed: ReadonlyMap<K, V>
  /** How it came to be, the last step at the end. */
  readonly #steps: readonly Step<K, V>[]
  readonly #self = {}
  /** What was asked last. */
  #answer: Step<K, V> | null = null

  private constructor(
    base: ReadonlyMap<K, V>,
    changed: ReadonlyMap<K, V>,
    size: number,
    steps: readonly Step<K, V>[] = [],
  ) {
    this.#base = base
    this.#changed = changed
    this.size = size
    this.#steps = steps
  }

  static of<K, V>(entries: Iterable<readonly [K, V]>): SharedMap<K, V> {
    const base = new Map(entries)
    return new SharedMap(base, new Map(), base.size)
  }

  /** The same with these entries; undefined takes one away. */
  with(entries: ReadonlyMap<K, V | undefined>): SharedMap<K, V> {
    const changed = new Map(this.#changed)
    let { size } = this
    let goes = false
    const differences = new Map<K, Difference<V>>()
    for (const [key, after] of entries) {
      const before = this.get(key)
      if (before !== after) differences.set(key, { before, after })
      if (after === undefined) goes = true
      else {
        if (before === undefined) size += 1
        changed.set(key, after)
      }
    }
    const steps =
      entries.size > LONG_STEP ? [] : [...this.#steps, { from: this.#self, differences }].slice(-STEPS)
    if (goes) {
      const rest = this.#whole()
      for (const [key, { after }] of differences) {
        if (after === undefined) rest.delete(key)
        else rest.set(key, after)
      }
      return new SharedMap(rest, new Map(), rest.size, steps)
    }
    const next = new SharedMap(this.#base, changed, size, steps)
    return changed.size > MANY ? new SharedMap(next.#whole(), new Map(), size, steps) : next
  }

  get(key: K): V | undefined {
    return this.#changed.get(key) ?? this.#base.get(key)
  }

  has(key: K): boolean {
    return this.#changed.has(key) || this.#base.has(key)
  }

  /** What is different since an earlier one, by key; the same answer for all who ask. */
  since(earlier: SharedMap<K, V>): ReadonlyMap<K, Difference<V>> {
    const from = earlier.#self
    if (this.#answer?.from !== from) this.#answer = { from, differences: this.#compare(earlier) }
    return this.#answer.differences
  }

  #compare(earlier: SharedMap<K, V>): ReadonlyMap<K, Difference<V>> {
    const differences = new Map<K, Difference<V>>()
    if (earlier === this) return differences
    const first = this.#steps.findIndex(({ from }) => from === earlier.#self)
    if (first !== -1 && first === this.#steps.length - 1)
      return this.#steps[first]?.differences ?? differences
    const compare = (key: K) => {
      const [before, after] = [earlier.get(key), this.get(key)]
      if (before !== after) differences.set(key, { before, after })
    }
    if (first !== -1) {
      for (const step of this.#steps.slice(first)) for (const key of step.differences.keys()) compare(key)
    } else if (this.#base === earlier.#base) {
      for (const key of earlier.#changed.keys()) compare(key)
      for (const key of this.#changed.keys()) compare(key)
    } else {
      for (const key of earlier.keys()) compare(key)
      for (const key of this.keys()) compare(key)
    }
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

  /** A copy of all entries. */
  #whole(): Map<K, V> {
    const whole = new Map(this.#base)
    for (const [key, value] of this.#changed) whole.set(key, value)
    return whole
  }
}
