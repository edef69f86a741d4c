import type { Page } from '@playwright/test'
import type { Bridge } from '#shared/bridge.ts'
import type { Snapshot } from '#shared/model/changes.ts'

declare const linkboard: Bridge

/** What the page itself can ask main over the bridge, with whatever name and input. */
export async function ask(page: Page, name: unknown, input?: unknown): Promise<unknown> {
  return await page.evaluate(
    async ([asked, given]) => await Reflect.apply(linkboard.request, linkboard, [asked, given]),
    [name, input] as const,
  )
}

/** Everything that main tells a window. */
export async function snapshot(page: Page): Promise<Snapshot> {
  return await page.evaluate(async () => {
    const result = await linkboard.request('app.snapshot', undefined)
    if (!result.ok) throw new Error(result.error.code)
    return result.value
  })
}
