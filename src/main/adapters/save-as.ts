import { chmod, copyFile, writeFile } from 'node:fs/promises'
import { type BrowserWindow, dialog } from 'electron'
import { isDiskFull } from '#core/storage/database.ts'
import { AppError } from '#shared/errors.ts'

/** Asks where a file is to go and has it put there; false when that was cancelled. */
async function saveAs(
  window: BrowserWindow | null,
  suggestedName: string,
  put: (place: string) => Promise<void>,
): Promise<boolean> {
  const options = { defaultPath: suggestedName }
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options))
  if (canceled || filePath === '') return false
  try {
    await put(filePath)
  } catch (error) {
    throw new AppError(isDiskFull(error) ? 'storage-full' : 'file-unwritable', undefined, { cause: error })
  }
  return true
}

/**
 * Writes content to where the operator wants it, for its owner only; false when that was cancelled.
 * @throws AppError `file-unwritable`, `storage-full`
 */
export function saveFile(
  window: BrowserWindow | null,
  suggestedName: string,
  content: Uint8Array,
): Promise<boolean> {
  return saveAs(window, suggestedName, (place) => writeFile(place, content, { mode: 0o600 }))
}

/** Copies a file to where the operator wants it, as `saveFile` does, and hands the copy to `mark`. */
export function saveCopy(
  window: BrowserWindow | null,
  suggestedName: string,
  source: string,
  mark: (file: string) => Promise<void>,
): Promise<boolean> {
  return saveAs(window, suggestedName, async (place) => {
    await copyFile(source, place)
    await chmod(place, 0o600)
    await mark(place)
  })
}
