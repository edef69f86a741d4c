import path from 'node:path'
import { removeSearchIndex, SEARCH_INDEX_NAME } from './index-file.ts'
import { SearchIndex, SearchIndexDamagedError } from './search-index.ts'
import { Tokeniser } from './tokeniser.ts'

/** The search index of a thread, opened when it is first needed. */
export class IndexSource {
  /** The folder of the database; null for one in memory. */
  readonly #folder: string | null
  #tokeniser: Tokeniser | null = null
  #index: SearchIndex | null = null

  constructor(folder: string | null) {
    this.#folder = folder
  }

  get tokeniser(): Tokeniser {
    this.#tokeniser ??= new Tokeniser()
    return this.#tokeniser
  }

  /** Works with the index; when it turns out to be damaged, with a new one, which is empty. */
  use<T>(work: (index: SearchIndex) => T): T {
    try {
      return work(this.#open())
    } catch (error) {
      if (!(error instanceof SearchIndexDamagedError)) throw error
      this.discard()
      return work(this.#open())
    }
  }

  /** Removes the index: it is of another database, or of no use. */
  discard(): void {
    this.close()
    if (this.#folder !== null) removeSearchIndex(this.#folder)
  }

  close(): void {
    this.#index?.close()
    this.#index = null
  }

  #open(): SearchIndex {
    this.#index ??= new SearchIndex(
      this.#folder === null ? ':memory:' : path.join(this.#folder, SEARCH_INDEX_NAME),
    )
    return this.#index
  }
}
