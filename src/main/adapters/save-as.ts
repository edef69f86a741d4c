import { chmod, copyFile, writeFile } from 'node:fs/promises'
import { type BrowserWindow, dialog } from 'electron'
import { writeWhole, writing } from './write-whole.ts'

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
  await put(filePath)
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
  return saveAs(window, suggestedName, (place) => writing(writeFile(place, content, { mode: 0o600 })))
}

/** Copies a file to where the operator wants it, as `saveFile` does, and hands the copy to `mark`. */
export function saveCopy(
  window: BrowserWindow | null,
  suggestedName: string,
  source: string,
  mark: (file: string) => Promise<void>,
): Promise<boolean> {
  return saveAs(window, suggestedName, async (place) => {
    await writing(copyFile(source, place))
    await writing(chmod(place, 0o600))
    await mark(place)
  })
}

/** Writes what comes bit by bit, as `saveFile` does; see `writeWhole`. */
export function saveText(
  window: BrowserWindow | null,
  suggestedName: string,
  content: AsyncIterable<string>,
): Promise<boolean> {
  return saveAs(window, suggestedName, (place) => writeWhole(place, content))
}
