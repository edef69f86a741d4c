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

/** What main answers to one request with each of several inputs, in their order. */
export async function askEach(page: Page, name: string, inputs: readonly unknown[]): Promise<unknown[]> {
  return await page.evaluate(
    async ([asked, all]) =>
      await Promise.all(all.map((given) => Reflect.apply(linkboard.request, linkboard, [asked, given]))),
    [name, [...inputs]] as const,
  )
}

/** The first thing that `find` finds in what main tells a window; looked at after every change. */
export async function found<T>(
  page: Page,
  find: (now: Snapshot) => T | false | null | undefined,
): Promise<T> {
  for (;;) {
    const now = await snapshot(page)
    const one = find(now)
    if (one !== false && one !== null && one !== undefined) return one
    await changedSince(page, now.revision)
  }
}

/** Resolves once main has told something newer than a revision. */
async function changedSince(page: Page, revision: number): Promise<void> {
  await page.evaluate(async (seen) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const stop = linkboard.subscribe(() => resolve())
    const result = await linkboard.request('app.snapshot', undefined)
    if (!result.ok || result.value.revision > seen) resolve()
    await promise
    stop()
  }, revision)
}

/** Everything that main tells a window. */
export async function snapshot(page: Page): Promise<Snapshot> {
  return await page.evaluate(async () => {
    const result = await linkboard.request('app.snapshot', undefined)
    if (!result.ok) throw new Error(result.error.code)
    return result.value
  })
}
