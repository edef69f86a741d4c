import type { Database } from '#core/storage/database.ts'
import type { AccountId } from '#shared/model/ids.ts'

/** What one account has to store. */
export interface Share<T> {
  readonly accountId: AccountId
  /** How many messages it stores. */
  readonly size: number
  /**
   * Stores it, within a transaction. When that transaction fails, it is called again in one of its own: what it
   * changes besides the database must begin anew with each call, or follow the commit.
   */
  store(): T
}

interface Waiting<T> extends Share<T> {
  resolve(stored: T): void
  reject(error: unknown): void
}

/**
 * Commits what several accounts have received within one turn of the event loop in one durable transaction: to make a
 * commit durable takes as long for one message as for all of them. Whoever waits goes on after the commit that holds
 * its share (P1). Where one share fails, none of the others does: each is then committed by itself.
 */
export class SharedCommits<T> {
  readonly #database: Pick<Database, 'transaction'>
  readonly #most: number
  #waiting: Waiting<T>[] = []

  /** @param most messages that are stored at once; more would keep others waiting (P20) */
  constructor(database: Pick<Database, 'transaction'>, most: number) {
    this.#database = database
    this.#most = most
  }

  /** Resolves once the share is durable. @throws what `store` threw, or the database when it could not commit it alone */
  commit(share: Share<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.#waiting.push({ ...share, store: () => share.store(), resolve, reject })
    if (this.#waiting.length === 1) setImmediate(() => this.#commitNext())
    return promise
  }

  #commitNext(): void {
    const group = this.#takeGroup()
    if (this.#waiting.length > 0) setImmediate(() => this.#commitNext())
    try {
      const stored = this.#database.transaction(() => group.map((one) => ({ one, result: one.store() })))
      for (const { one, result } of stored) one.resolve(result)
    } catch (error) {
      const [first] = group
      if (group.length === 1) first?.reject(error)
      else this.#commitAlone(group)
    }
  }

  /** The first of those that wait, as many as may be stored at once, and none of an account that is among them. */
  #takeGroup(): Waiting<T>[] {
    const accounts = new Set<AccountId>()
    let size = 0
    const end = this.#waiting.findIndex((one) => {
      if (accounts.has(one.accountId) || (accounts.size > 0 && size + one.size > this.#most)) return true
      accounts.add(one.accountId)
      size += one.size
      return false
    })
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end)
  }

  /** Each may take as long as all of them together did, so others have their turn between them. */
  #commitAlone([first, ...others]: Waiting<T>[]): void {
    if (first === undefined) return
    setImmediate(() => {
      try {
        first.resolve(this.#database.transaction(() => first.store()))
      } catch (error) {
        first.reject(error)
      }
      this.#commitAlone(others)
    })
  }
}
