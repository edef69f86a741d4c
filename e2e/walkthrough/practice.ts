import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { App } from '../drivers/app.ts'
import { chooseHost } from '../drivers/choose.ts'

/** The repository's top folder. */
export const ROOT = resolve(import.meta.dirname, '..', '..')

/** How long a step may wait for what it needs to see; practice people take some seconds over everything. */
const PATIENCE_MS = 20_000

/**
 * Runs the built app in practice mode with a profile of its own while `visit` lasts. The app is ended and
 * the profile gone afterwards, also when this process is asked to stop meanwhile.
 */
export async function withPracticeApp(
  flags: readonly string[],
  visit: (app: App) => Promise<void>,
): Promise<void> {
  const userDataDir = await mkdtemp(join(tmpdir(), 'linkboard-practice-'))
  try {
    const app = await App.start(chooseHost(ROOT), {
      userDataDir,
      // An override contradicts practice mode; the app says so, if it gets to see it.
      env: {
        LINKBOARD_ILINK_URL: process.env['LINKBOARD_ILINK_URL'],
        LINKBOARD_CDN_URL: process.env['LINKBOARD_CDN_URL'],
      },
      // The walk goes by English names, so the language stands last.
      flags: ['--demo', ...flags, '--lang=en'],
    })
    const stop = (): void => void app.stop()
    process.once('SIGTERM', stop).once('SIGINT', stop)
    try {
      app.page.setDefaultTimeout(PATIENCE_MS)
      await visit(app)
      await app.stop()
    } finally {
      await app.dispose()
    }
  } finally {
    // A browser killed a moment ago may still be writing.
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}
