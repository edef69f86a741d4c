import type { Page } from '@playwright/test'
import type { Simulator } from '#simulator/index.ts'
import { weiLinkFolder } from './other-programs.ts'
import { ask, found } from './pages/bridge.ts'

/** Somebody by their name, which is their alias in the app too, and when they wrote. */
export type Somebody = string | { readonly name: string; readonly agoMs: number }

/** One account of a crowd, signed in, with people who have written to it. */
export interface Crowded {
  readonly account: string
  readonly people: readonly Somebody[]
}

function nameOf(somebody: Somebody): string {
  return typeof somebody === 'string' ? somebody : somebody.name
}

/** User id of somebody, the same in every account that knows them. */
export function userIdOf(person: string): string {
  return `wxid_crowd_${Buffer.from(person).toString('hex')}@im.wechat`
}

/** Lets an account in under its name, as it comes from another program: no code is scanned. */
async function importAccount(
  page: Page,
  { world }: Simulator,
  account: string,
  baseUrl?: string,
): Promise<void> {
  const folder = weiLinkFolder()
  const { bound } = world.addAccount({ account, bound: true })
  folder.session(account, bound, baseUrl === undefined ? {} : { baseUrl })
  await ask(page, 'import.run', { folder: folder.root, keys: [`weilink:${account}/token.json`] })
  folder.remove()
}

/** Lets an account in whose server is none that may be talked to: it stays stopped until somebody signs in again. */
export async function bindAtStrangeHost(page: Page, simulator: Simulator, account: string): Promise<void> {
  await importAccount(page, simulator, account, 'https://elsewhere.example')
}

/** Lets accounts in, lets everybody write once, and gives everybody their name. */
export async function gatherCrowd(
  page: Page,
  simulator: Simulator,
  crowd: readonly Crowded[],
): Promise<void> {
  const { world } = simulator
  for (const { account, people } of crowd) {
    const all = people.map((one) => ({ name: nameOf(one), userId: userIdOf(nameOf(one)) }))
    world.addAccount({ account, people: all })
  }
  for (const { account } of crowd) await importAccount(page, simulator, account)
  for (const { account, people } of crowd)
    for (const one of people) {
      const agoMs = typeof one === 'string' ? 0 : one.agoMs
      world.inject({ account, from: nameOf(one), text: `hello from ${nameOf(one)}`, agoMs })
    }
  const names = [...new Set(crowd.flatMap(({ people }) => people.map(nameOf)))]
  const ids = await found(page, ({ conversations }) => {
    const known = names.map((name) => ({
      name,
      id: conversations.find(
        ({ contactUserId, lastInboundAt }) => contactUserId === userIdOf(name) && lastInboundAt !== null,
      )?.id,
    }))
    return known.every(({ id }) => id !== undefined) && known
  })
  await Promise.all(ids.map(({ name, id }) => ask(page, 'contacts.setAlias', { id, alias: name })))
}
