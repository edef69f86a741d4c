import { IndexSource } from '#core/search/index-source.ts'
import { NameFinder } from '#core/search/name-finder.ts'
import type { ReadHandle } from '#core/storage/handles.ts'

/** What reads by name read from. */
export interface ReadSources {
  database: ReadHandle
  /** The search index, a file of the thread that reads. */
  index: IndexSource
  names: NameFinder
  /** Milliseconds of a clock that never goes back. */
  elapsed(): number
}

/** @param folder the database's, for the search index; null for one in memory */
export function createReadSources(
  database: ReadHandle,
  folder: string | null,
  elapsed: () => number,
): ReadSources {
  const index = new IndexSource(folder)
  return { database, index, names: new NameFinder(index), elapsed }
}
