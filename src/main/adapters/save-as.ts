import { chmod, copyFile, writeFile } from 'node:fs/promises'
import { writeWhole, writing } from './write-whole.ts'

/** What a file has to get past before it is written. */
export interface SavePermission {
  /** Asks the operator where it is to go; null when that was cancelled. */
  askPlace(suggestedName: string): Promise<string | null>
  /** Whoever answers behind the lock may be anybody: nothing is written for them. */
  isLocked(): boolean
}

/** Asks where a file is to go and has it put there; false when that was cancelled, or the product locked meanwhile. */
async function saveAs(
  { askPlace, isLocked }: SavePermission,
  suggestedName: string,
  put: (place: string) => Promise<void>,
): Promise<boolean> {
  const place = await askPlace(suggestedName)
  if (place === null || isLocked()) return false
  await put(place)
  return true
}

/**
 * Writes content to where the operator wants it, for its owner only; false when that was cancelled.
 * @throws AppError `file-unwritable`, `storage-full`
 */
export function saveFile(
  permission: SavePermission,
  suggestedName: string,
  content: Uint8Array,
): Promise<boolean> {
  return saveAs(permission, suggestedName, (place) => writing(writeFile(place, content, { mode: 0o600 })))
}

/** Copies a file to where the operator wants it, as `saveFile` does, and hands the copy to `mark`. */
export function saveCopy(
  permission: SavePermission,
  suggestedName: string,
  source: string,
  mark: (file: string) => Promise<void>,
): Promise<boolean> {
  return saveAs(permission, suggestedName, async (place) => {
    await writing(copyFile(source, place))
    await writing(chmod(place, 0o600))
    await mark(place)
  })
}

/** Writes what comes bit by bit, as `saveFile` does; see `writeWhole`. */
export function saveText(
  permission: SavePermission,
  suggestedName: string,
  content: AsyncIterable<string>,
): Promise<boolean> {
  return saveAs(permission, suggestedName, (place) => writeWhole(place, content))
}
