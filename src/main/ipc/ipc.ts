import { type BrowserWindow, ipcMain, type WebFrameMain } from 'electron'
import type { Router } from '#core/router.ts'
import { CHANGES_CHANNEL, REQUEST_CHANNEL } from '#shared/bridge.ts'
import type { Result } from '#shared/errors.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'

/** Whether a call comes from the top frame of a page of ours, and nothing else. */
function isOwnFrame(frame: WebFrameMain | null, origin: string): boolean {
  if (frame === null || frame.parent !== null) return false
  return frame.url === origin || frame.url.startsWith(`${origin}/`)
}

/** Answers pages of `origin` through the router in force; the sender is checked before the input. */
export function serveRequests(origin: string, router: () => Router): void {
  ipcMain.handle(REQUEST_CHANNEL, async (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
    if (!isOwnFrame(event.senderFrame, origin)) return { ok: false, error: { code: 'foreign-frame' } }
    return router()(name, input)
  })
}

/** Hands a batch of changes to the window's page, if there is one. */
export function sendChanges(window: BrowserWindow | null, batch: ChangeBatch): void {
  if (window === null || window.isDestroyed() || window.webContents.isDestroyed()) return
  window.webContents.send(CHANGES_CHANNEL, batch)
}
