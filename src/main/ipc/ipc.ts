import { type BrowserWindow, ipcMain, type WebFrameMain } from 'electron'
import type { Router } from '#core/router.ts'
import { CHANGES_CHANNEL, REQUEST_CHANNEL, STAGE_CHANNEL } from '#shared/bridge.ts'
import type { Result } from '#shared/errors.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'
import type { StageResult } from '#shared/model/media.ts'

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

/** Takes files from pages of `origin`; only the preload script knows their paths, and only it speaks here. */
export function serveStaging(origin: string, stage: (message: unknown) => Promise<StageResult | null>): void {
  ipcMain.handle(STAGE_CHANNEL, async (event, message: unknown): Promise<StageResult | null> => {
    if (!isOwnFrame(event.senderFrame, origin)) return { ok: false, name: '', problem: 'unreadable' }
    return stage(message)
  })
}

/** Hands a batch of changes to the window's page, if there is one. */
export function sendChanges(window: BrowserWindow | null, batch: ChangeBatch): void {
  if (window === null || window.isDestroyed() || window.webContents.isDestroyed()) return
  window.webContents.send(CHANGES_CHANNEL, batch)
}
