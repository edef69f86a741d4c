import { isDeepStrictEqual } from 'node:util'
import type { Page } from '@playwright/test'
import type { BroadcastId } from '#shared/model/ids.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '#simulator/index.ts'
import type { App } from './drivers/app.ts'
import { test as base, expect, type Sweep } from './fixtures.ts'
import { ask, found, snapshot } from './pages/bridge.ts'
import { Linkboard } from './pages/linkboard.ts'

/** What a spec may set with `test.use`, beside the options of the app. */
export interface SimulatorFixtureOptions {
  readonly simulatorOptions: SimulatorOptions
  /** `LINKBOARD_ALLOWED_HOSTS`; undefined leaves it out. */
  readonly allowedHosts: string | undefined
  /** Rules of the simulator that the app may break in this spec; none otherwise. */
  readonly brokenRules: readonly string[]
  /** Whether this spec does in the page what its content policy forbids. */
  readonly breaksPolicy: boolean
}

export interface SimulatorFixtures {
  /** The iLink server the app is pointed at, in the test's own process. */
  readonly simulator: Simulator
  /** The running app by the names of its interface. */
  readonly board: Linkboard
}

/** Where the servers of a worker's shared app listen, one after the other, and how many there were. */
export interface ServerPort {
  port: number
  uses: number
}

/** A new server at the address that the shared app knows; its ids and tokens are none that the app has seen. */
async function startAgain(at: ServerPort, options: SimulatorOptions): Promise<Simulator> {
  at.uses += 1
  const seeded = { seed: at.uses, ...options }
  // somebody else may have taken the port in between
  const simulator = await startSimulator({ ...seeded, port: at.port }).catch(() => startSimulator(seeded))
  at.port = Number(new URL(simulator.url).port)
  return simulator
}

/** Size of the content at the first start. */
const WINDOW = { width: 1280, height: 800 }

/** Removes a draft or a run that has ended; whichever it is not is refused. */
async function removeBroadcast(page: Page, id: BroadcastId): Promise<void> {
  for (const name of ['broadcasts.removeDraft', 'broadcasts.removeRun']) await ask(page, name, { id })
}

/** Removes everything that can be removed; answers whether the app is as it was at its first start. */
const sweep: Sweep = async ({ page }) => {
  const now = await snapshot(page)
  if (page.viewportSize() !== null) await page.setViewportSize(WINDOW)
  for (const { id } of now.signIns) await ask(page, 'signIn.dismiss', { id })
  for (const { id } of now.broadcasts) await removeBroadcast(page, id)
  for (const { id } of now.templates) await ask(page, 'broadcasts.removeTemplate', { id })
  for (const { id } of now.accounts) await ask(page, 'accounts.remove', { id, history: 'delete' })
  for (const { id } of now.quickReplies) await ask(page, 'quickReplies.remove', { id })
  for (const { id } of now.programs) await ask(page, 'programs.revoke', { id })
  for (const { id } of now.segments) await ask(page, 'broadcasts.removeSegment', { id })
  const { network, ...others } = DEFAULT_SETTINGS
  await ask(page, 'settings.update', others)
  if (!isDeepStrictEqual(now.settings.network, network))
    await ask(page, 'proxy.set', { proxy: network.proxy, credentials: null })
  const { app, settings, ...rest } = await snapshot(page)
  const { accounts, conversations, signIns, broadcasts, templates, segments, quickReplies, scheduled } = rest
  const { programs, proposals } = rest
  const left = [
    ...[accounts, conversations, signIns, broadcasts, templates],
    ...[segments, quickReplies, scheduled, programs, proposals],
  ].flat()
  await page.reload()
  const isUntold = app.notices.every(({ kind }) => kind === 'server-override')
  return left.length === 0 && isUntold && isDeepStrictEqual(settings, DEFAULT_SETTINGS)
}

/** What Chromium said of the content policy, trusted types among it, since the page was there. */
function policyViolations({ pageConsole }: App): string[] {
  return pageConsole
    .split('\n')
    .filter((line) => /Content Security Policy|Trusted(?:HTML|Script)/u.test(line))
}

/** The app's test with an iLink server behind it; a rule broken towards the server fails the test. */
export const test = base.extend<SimulatorFixtureOptions & SimulatorFixtures, { serverPort: ServerPort }>({
  serverPort: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the first parameter's form
    async ({}, use) => {
      await use({ port: 0, uses: 0 })
    },
    { scope: 'worker' },
  ],

  simulatorOptions: [{}, { option: true }],
  allowedHosts: [undefined, { option: true }],
  brokenRules: [[], { option: true }],
  breaksPolicy: [false, { option: true }],

  simulator: async ({ simulatorOptions, brokenRules, isShared, serverPort }, use) => {
    const simulator = isShared
      ? await startAgain(serverPort, simulatorOptions)
      : await startSimulator({ seed: 1, ...simulatorOptions })
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

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the first parameter's form
  sweep: async ({}, use) => {
    await use(sweep)
  },

  board: async ({ app, breaksPolicy }, use) => {
    await use(new Linkboard(app.page))
    if (!breaksPolicy) expect(policyViolations(app), 'what the content policy had to stop').toEqual([])
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
