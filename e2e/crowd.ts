import type { Page } from '@playwright/test'
import type { Simulator } from '#simulator/index.ts'
import { ask, found } from './pages/bridge.ts'
import { bind } from './simulator-fixture.ts'

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

/** Signs accounts in, lets everybody write once, and gives everybody their name. */
export async function gatherCrowd(
  page: Page,
  simulator: Simulator,
  crowd: readonly Crowded[],
): Promise<void> {
  const { world } = simulator
  for (const { account, people } of crowd) {
    world.addAccount({
      account,
      people: people.map((one) => ({ name: nameOf(one), userId: userIdOf(nameOf(one)) })),
    })
    await bind(page, simulator, { account, alias: account })
    for (const one of people) {
      const agoMs = typeof one === 'string' ? 0 : one.agoMs
      world.inject({ account, from: nameOf(one), text: `hello from ${nameOf(one)}`, agoMs })
    }
  }
  const names = [...new Set(crowd.flatMap(({ people }) => people.map(nameOf)))]
  for (const name of names) {
    const id = await found(
      page,
      ({ conversations }) =>
        conversations.find(
          ({ contactUserId, lastInboundAt }) => contactUserId === userIdOf(name) && lastInboundAt !== null,
        )?.id,
    )
    await ask(page, 'contacts.setAlias', { id, alias: name })
  }
}
