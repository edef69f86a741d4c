import { writeFile } from 'node:fs/promises'
import { type BrowserWindow, dialog } from 'electron'
import { isDiskFull } from '#core/storage/database.ts'
import { AppError } from '#shared/errors.ts'

/**
 * Asks where a file is to go and writes it there, for its owner only; false when that was cancelled.
 * @throws AppError `file-unwritable`, `storage-full`
 */
export async function saveFile(
  window: BrowserWindow | null,
  suggestedName: string,
  content: Uint8Array,
): Promise<boolean> {
  const options = { defaultPath: suggestedName }
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options))
  if (canceled || filePath === '') return false
  try {
    await writeFile(filePath, content, { mode: 0o600 })
  } catch (error) {
    throw new AppError(isDiskFull(error) ? 'storage-full' : 'file-unwritable', undefined, { cause: error })
  }
  return true
}
