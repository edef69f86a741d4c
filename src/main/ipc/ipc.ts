import { ipcMain, type WebFrameMain } from 'electron'
import { z } from 'zod'
import type { AppConnection } from '#core/app-surface.ts'
import { CHANGES_CHANNEL, REQUEST_CHANNEL, STAGE_CHANNEL } from '#shared/bridge.ts'
import type { Result } from '#shared/errors.ts'
import type { Starting } from '#shared/model/app-info.ts'
import type { StageResult } from '#shared/model/media.ts'
import { PageConnections } from './page-connections.ts'

const ChangesMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listen') }),
  z.object({ kind: z.literal('digested'), to: z.number() }),
])

/** Whether a call comes from the top frame of a page of ours, and nothing else. */
function isOwnFrame(frame: WebFrameMain | null, origin: string): boolean {
  if (frame === null || frame.parent !== null) return false
  return frame.url === origin || frame.url.startsWith(`${origin}/`)
}

/** What main answers by itself while there is no product: how far it is with starting one. */
function withoutProduct(name: unknown, starting: Starting | null): Result<unknown> {
  if (name === 'app.starting' && starting !== null) return { ok: true, value: starting }
  return { ok: false, error: { code: 'not-possible-now' } }
}

/**
 * Answers pages of `origin` and tells them what changes, each page by a connection of its own, which ends when
 * another page is loaded in its place. The sender is checked before the input.
 * @param product.connect a connection to the product in force; null while there is none
 * @param product.known settled once there is a product or what keeps it from being there: what is asked before waits
 * @param product.starting what keeps it from being there; null when nothing does that could be told
 */
export function servePages(
  origin: string,
  product: { readonly known: Promise<void>; connect(): AppConnection | null; starting(): Starting | null },
): void {
  const connections = new PageConnections(() => product.connect())
  ipcMain.handle(REQUEST_CHANNEL, async (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
    if (!isOwnFrame(event.senderFrame, origin)) return { ok: false, error: { code: 'foreign-frame' } }
    await product.known
    return connections.of(event.sender)?.request(name, input) ?? withoutProduct(name, product.starting())
  })
  ipcMain.on(CHANGES_CHANNEL, (event, message: unknown) => {
    if (!isOwnFrame(event.senderFrame, origin)) return
    const said = ChangesMessage.safeParse(message).data
    if (said?.kind === 'listen') connections.listen(event.sender)
    if (said?.kind === 'digested') connections.of(event.sender)?.digested(said.to)
  })
}

/** Takes files from pages of `origin`; only the preload script knows their paths, and only it speaks here. */
export function serveStaging(origin: string, stage: (message: unknown) => Promise<StageResult | null>): void {
  ipcMain.handle(STAGE_CHANNEL, async (event, message: unknown): Promise<StageResult | null> => {
    if (!isOwnFrame(event.senderFrame, origin)) return { ok: false, name: '', problem: 'unreadable' }
    return stage(message)
  })
}
