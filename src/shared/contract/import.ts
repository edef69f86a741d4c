import { z } from 'zod'
import { MAX_PATH } from '../limits.ts'
import type { ImportCandidate, ImportFolder, ImportOutcome } from '../model/import.ts'
import { request } from './request.ts'

/** An absolute path, or one that begins with `~/`. */
const Folder = z.string().trim().min(1).max(MAX_PATH)

export const importRequests = {
  /** Folders in their usual places that hold something to import. */
  'import.defaults': request(z.undefined())<ImportFolder[]>(),
  /** What would be imported from a folder; changes nothing. Fails with `folder-unreadable`. */
  'import.preview': request(z.object({ folder: Folder }))<ImportCandidate[]>(),
  /**
   * Copies the chosen accounts, one outcome per key. The folder is read again and never written to.
   * Fails with `folder-unreadable`, or `vault-refused` while nobody has agreed to how tokens are kept.
   */
  'import.run': request(z.object({ folder: Folder, keys: z.array(z.string().max(MAX_PATH)).max(1000) }))<
    ImportOutcome[]
  >(),
}
