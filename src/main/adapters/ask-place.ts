import { type BrowserWindow, dialog, type SaveDialogOptions } from 'electron'

/** Asks in the system's dialog where a file is to go; null when that was cancelled. */
export async function askPlace(
  window: BrowserWindow | null,
  options: SaveDialogOptions,
): Promise<string | null> {
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options))
  return canceled || filePath === '' ? null : filePath
}
