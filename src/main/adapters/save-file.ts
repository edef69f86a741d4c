import { writeFile } from 'node:fs/promises'
import { type BrowserWindow, dialog } from 'electron'

/** Asks where a file is to go and writes it there, for its owner only; false when that was cancelled. */
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
  await writeFile(filePath, content, { mode: 0o600 })
  return true
}
