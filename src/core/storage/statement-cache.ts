/**
 * How many compiled statements a connection keeps. The program has about two hundred texts, so that none is
 * compiled twice; the bound is for texts that are put together.
 */
const KEPT_STATEMENTS = 300

interface Kept<T> {
  readonly statement: T
  /** Since it was last passed over. */
  wasUsed: boolean
}

/**
 * Compiled statements by their text. One that was not used lately gives way: those that were are passed over once. To keep
 * them in the order of use instead would write to the map for each query. A statement that gives way is only let go:
 * whoever still holds it goes on with it, and its memory is freed once nobody does.
 */
export class StatementCache<T> {
  readonly #compile: (text: string) => T
  readonly #kept: number
  readonly #statements = new Map<string, Kept<T>>()

  constructor(compile: (text: string) => T, kept = KEPT_STATEMENTS) {
    this.#compile = compile
    this.#kept = kept
  }

  /** @throws what the compiler says of a text that is no statement; it is not kept. */
  get(text: string): T {
    const known = this.#statements.get(text)
    if (known !== undefined) {
      known.wasUsed = true
      return known.statement
    }
    const statement = this.#compile(text)
    if (this.#statements.size >= this.#kept) this.#letOneGo()
    this.#statements.set(text, { statement, wasUsed: false })
    return statement
  }

  #letOneGo(): void {
    // a map keeps the order of insertion, and what is added on the way is come to as well
    for (const [text, known] of this.#statements) {
      this.#statements.delete(text)
      if (!known.wasUsed) return
      known.wasUsed = false
      this.#statements.set(text, known)
    }
  }

  clear(): void {
    this.#statements.clear()
  }
}
