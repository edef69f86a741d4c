import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, expect, type TestInfo } from '@playwright/test'
import { AppPool } from './app-pool.ts'
import { App } from './drivers/app.ts'
import { chooseHost } from './drivers/choose.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** What a spec may set with `test.use`. */
export interface AppFixtureOptions {
  /** The app's directory; the repository's root unless a spec brings its own app. */
  readonly appDir: string
  /** Environment for the app, beside the surroundings' own. */
  readonly appEnv: Readonly<Record<string, string | undefined>>
  /** Flags for the app, beside the standard ones. */
  readonly appFlags: readonly string[]
  /** Whether the spec may take an app that others have used, and hands it on if nothing of its own is left in it. */
  readonly isShared: boolean
}

/** Brings a shared app back to how it was when it was new; answers whether it is. */
export type Sweep = (app: App) => Promise<boolean>

export interface AppFixtures {
  readonly sweep: Sweep
  /** A fresh profile, removed after the test. */
  readonly userDataDir: string
  /** Starts the app; every app started in a test is ended with it. */
  readonly startApp: (changes?: StartChanges) => Promise<App>
  /** The app on its fresh profile, or the one that is shared. */
  readonly app: App
}

export interface StartChanges {
  readonly userDataDir?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly flags?: readonly string[]
}

/** Playwright's test with a running app; other fixtures (a simulator) extend it and fill `appEnv`. */
export const test = base.extend<AppFixtureOptions & AppFixtures, { pool: AppPool }>({
  pool: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the first parameter's form
    async ({}, use) => {
      const pool = new AppPool()
      await use(pool)
      await pool.endAll()
    },
    { scope: 'worker' },
  ],
  appDir: [ROOT, { option: true }],
  appEnv: [{}, { option: true }],
  appFlags: [[], { option: true }],
  isShared: [false, { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the first parameter's form
  sweep: async ({}, use) => {
    await use(async ({ page }) => {
      await page.reload()
      return true
    })
  },

  userDataDir: async ({ appDir }, use) => {
    const folder = await mkdtemp(join(tmpdir(), `linkboard-${basename(appDir)}-`))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  },

  startApp: async ({ appDir, appEnv, appFlags, userDataDir }, use, testInfo) => {
    const started: App[] = []
    await use(async (changes = {}) => {
      return await App.start(chooseHost(appDir), {
        userDataDir: changes.userDataDir ?? userDataDir,
        env: { ...appEnv, ...changes.env },
        flags: [...appFlags, ...(changes.flags ?? [])],
        onStarted: (app) => started.push(app),
      })
    })
    for (const app of started) {
      await attachEvidence(app, testInfo)
      await app.dispose()
    }
  },

  app: async ({ appDir, appEnv, appFlags, isShared, pool, startApp, sweep }, use, testInfo) => {
    if (!isShared) {
      await use(await startApp())
      return
    }
    const app = await pool.take({ program: chooseHost(appDir), env: appEnv, flags: appFlags })
    await use(app)
    await attachEvidence(app, testInfo)
    const left = testInfo.status === testInfo.expectedStatus ? pool.running() : null
    if (left === null || !(await sweep(left))) await pool.endLast()
  },

  page: async ({ app }, use) => {
    await use(app.page)
  },
})

export { expect }

/** What a failed test leaves for its reader. */
async function attachEvidence(app: App, testInfo: TestInfo): Promise<void> {
  if (testInfo.status === testInfo.expectedStatus) return
  await testInfo.attach('app stdout', { body: app.stdout, contentType: 'text/plain' })
  await testInfo.attach('app stderr', { body: app.stderr, contentType: 'text/plain' })
  await testInfo.attach('page console', { body: app.pageConsole, contentType: 'text/plain' })
  const picture = await app.page.screenshot({ timeout: 5000 }).catch(() => undefined)
  if (picture !== undefined) await testInfo.attach('screenshot', { body: picture, contentType: 'image/png' })
}
