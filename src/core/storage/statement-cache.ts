/**
 * How many compiled statements a connection keeps. The program has about two hundred texts, so that none is
 * compiled twice; the bound is for texts that are put together.
 */
const KEPT_STATEMENTS = 300

/**
 * Compiled statements by their text, the ones used last. A statement that gives way is only let go: whoever
 * still holds it goes on with it, and its memory is freed once nobody does.
 */
export class StatementCache<T> {
  readonly #compile: (text: string) => T
  readonly #kept: number
  readonly #statements = new Map<string, T>()

  constructor(compile: (text: string) => T, kept = KEPT_STATEMENTS) {
    this.#compile = compile
    this.#kept = kept
  }

  /** @throws what the compiler says of a text that is no statement; it is not kept. */
  get(text: string): T {
    const known = this.#statements.get(text)
    if (known !== undefined) {
      // a map keeps the order of insertion, so that the one used longest ago stands first
      this.#statements.delete(text)
      this.#statements.set(text, known)
      return known
    }
    const statement = this.#compile(text)
    this.#statements.set(text, statement)
    if (this.#statements.size > this.#kept) {
      const [oldest] = this.#statements.keys()
      if (oldest !== undefined) this.#statements.delete(oldest)
    }
    return statement
  }

  clear(): void {
    this.#statements.clear()
  }
}
