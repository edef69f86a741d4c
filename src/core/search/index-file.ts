import { rmSync } from 'node:fs'
import path from 'node:path'

/** The search index's file, beside the database. */
export const SEARCH_INDEX_NAME = 'search-index.db'

/**
 * Removes the index's files. Whoever puts another database in place does so first: the index is of the former one,
 * and holds words of what may be gone from the new one (P23).
 */
export function removeSearchIndex(folder: string): void {
  for (const suffix of ['', '-wal', '-shm'])
    rmSync(path.join(folder, SEARCH_INDEX_NAME + suffix), { force: true })
}
