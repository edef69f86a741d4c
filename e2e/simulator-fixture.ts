import type { Page } from '@playwright/test'
import { type Simulator, type SimulatorOptions, startSimulator } from '#simulator/index.ts'
import { test as base, expect } from './fixtures.ts'
import { ask, found } from './pages/bridge.ts'
import { Linkboard } from './pages/linkboard.ts'

/** What a spec may set with `test.use`, beside the options of the app. */
export interface SimulatorFixtureOptions {
  readonly simulatorOptions: SimulatorOptions
  /** `LINKBOARD_ALLOWED_HOSTS`; undefined leaves it out. */
  readonly allowedHosts: string | undefined
  /** Rules of the simulator that the app may break in this spec; none otherwise. */
  readonly brokenRules: readonly string[]
}

export interface SimulatorFixtures {
  /** The iLink server the app is pointed at, in the test's own process. */
  readonly simulator: Simulator
  /** The running app by the names of its interface. */
  readonly board: Linkboard
}

/** The app's test with an iLink server behind it; a rule broken towards the server fails the test. */
export const test = base.extend<SimulatorFixtureOptions & SimulatorFixtures>({
  simulatorOptions: [{}, { option: true }],
  allowedHosts: [undefined, { option: true }],
  brokenRules: [[], { option: true }],

  simulator: async ({ simulatorOptions, brokenRules }, use) => {
    const simulator = await startSimulator({ seed: 1, ...simulatorOptions })
    await use(simulator)
    const { violations } = simulator.world.violations()
    await simulator.close()
    const unexpected = violations.filter(({ rule }) => !brokenRules.includes(rule))
    expect(
      unexpected.map(({ rule, sentence }) => `${rule}: ${sentence}`),
      'rules of the iLink server that the app broke',
    ).toEqual([])
  },

  appEnv: async ({ simulator, allowedHosts }, use) => {
    await use({
      LINKBOARD_ILINK_URL: simulator.url,
      LINKBOARD_CDN_URL: simulator.cdnUrl,
      LINKBOARD_ALLOWED_HOSTS: allowedHosts,
    })
  },

  board: async ({ app }, use) => {
    await use(new Linkboard(app.page))
  },
})

export { expect }

/** An account as a spec asks for it. */
export interface Wanted {
  /** Its name at the simulator. */
  readonly account: string
  /** What the operator calls it. */
  readonly alias: string
}

/** Signs an account in as its owner does, without the dialog; the specs of signing in go through that. */
export async function bind(page: Page, { world }: Simulator, { account, alias }: Wanted): Promise<void> {
  const stop = world.onCode((qrcode) => {
    world.scan({ account, qrcode })
    world.confirm({ qrcode })
  })
  await ask(page, 'signIn.start', { label: null, accountId: null })
  const { accountId, id } = await found(page, ({ signIns }) =>
    signIns.find((one) => one.accountId !== null && one.ended),
  )
  stop()
  await ask(page, 'accounts.setAlias', { id: accountId, alias })
  await ask(page, 'signIn.dismiss', { id })
}

/** Signs an account in and waits until the rail says that it is online. */
export async function signIn(board: Linkboard, simulator: Simulator, wanted: Wanted): Promise<void> {
  simulator.world.addAccount({ account: wanted.account, label: wanted.alias })
  await bind(board.page, simulator, wanted)
  await expect(board.rail.account(wanted.alias)).toHaveAccessibleName(new RegExp(`^${wanted.alias}, Online`))
}
