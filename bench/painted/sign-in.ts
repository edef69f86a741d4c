import type { Page } from '@playwright/test'
import type { Bridge } from '#shared/bridge.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'

declare const linkboard: Bridge

/**
 * Signs accounts in over the bridge, one after the other, and resolves once all of them are online. It listens to what
 * changes: to ask for everything again and again would take minutes with a long history.
 */
export async function signInAccounts(page: Page, count: number): Promise<void> {
  await page.evaluate(async (wanted) => {
    const online = new Set<string>()
    const all = Promise.withResolvers<void>()
    let bound = Promise.withResolvers<void>()
    const stop = linkboard.subscribe((text) => {
      const { changes }: ChangeBatch = JSON.parse(text)
      for (const change of changes) {
        if (change.kind === 'sign-in' && change.signIn.accountId !== null) {
          const { id } = change.signIn
          void linkboard.request('signIn.dismiss', { id }).then(() => bound.resolve())
        }
        if (change.kind !== 'account') continue
        if (change.account.state === 'online') online.add(change.account.id)
        else online.delete(change.account.id)
        if (online.size === wanted) all.resolve()
      }
    })
    for (let index = 0; index < wanted; index += 1) {
      bound = Promise.withResolvers()
      const begun = await linkboard.request('signIn.start', { label: null, accountId: null })
      if (!begun.ok) throw new Error(begun.error.code)
      await bound.promise
    }
    await all.promise
    stop()
  }, count)
}
