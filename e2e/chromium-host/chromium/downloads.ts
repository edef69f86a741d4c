import { copyFile, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ProtocolSession } from './protocol.ts'

/**
 * Has every file that a page offers saved where `onDownload` says; undefined drops it. Chromium writes it into
 * `folder` under a name of its own until it is whole.
 */
export async function saveDownloads(
  browser: ProtocolSession,
  folder: string,
  onDownload: (suggestedName: string) => string | undefined,
): Promise<void> {
  const wanted = new Map<string, string>()
  browser.events.on('Browser.downloadWillBegin', ({ guid, suggestedFilename }) => {
    const path = onDownload(suggestedFilename)
    if (path === undefined) browser.send('Browser.cancelDownload', { guid }).catch(() => undefined)
    else wanted.set(guid, path)
  })
  browser.events.on('Browser.downloadProgress', ({ guid, state }) => {
    const path = wanted.get(guid)
    if (path === undefined || state === 'inProgress') return
    wanted.delete(guid)
    // What cannot be saved is not there, as after any failed download.
    if (state === 'completed') void moveTo(path, join(folder, guid)).catch(() => undefined)
  })
  await browser.send('Browser.setDownloadBehavior', {
    behavior: 'allowAndName',
    downloadPath: folder,
    eventsEnabled: true,
  })
}

/** The two may be on different disks. */
async function moveTo(path: string, whole: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await copyFile(whole, path)
  await rm(whole)
}
