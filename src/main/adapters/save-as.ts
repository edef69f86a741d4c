import { chmod, copyFile, open, rename, rm, writeFile } from 'node:fs/promises'
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
  await put(filePath)
  return true
}

/** Writes, and says in our words what stood in the way. @throws AppError `file-unwritable`, `storage-full` */
async function writing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new AppError(isDiskFull(error) ? 'storage-full' : 'file-unwritable', undefined, { cause: error })
  }
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

/**
 * Writes what comes bit by bit, as `saveFile` does; the file has its name once it is whole. What `content` throws is
 * thrown on.
 */
export function saveText(
  window: BrowserWindow | null,
  suggestedName: string,
  content: AsyncIterable<string>,
): Promise<boolean> {
  return saveAs(window, suggestedName, async (place) => {
    const unfinished = `${place}.unfinished`
    const file = await writing(open(unfinished, 'w', 0o600))
    try {
      for await (const bit of content) await writing(file.writeFile(bit))
      await writing(file.close())
      await writing(rename(unfinished, place))
    } catch (error) {
      await file.close().catch(() => undefined)
      await rm(unfinished, { force: true }).catch(() => undefined)
      throw error
    }
  })
}
