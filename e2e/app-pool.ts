import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, type AppOptions } from './drivers/app.ts'
import type { HostProgram } from './drivers/process.ts'

/** How an app is started; apps started in the same way can stand for each other. */
export interface PooledStart {
  readonly program: HostProgram
  readonly env: AppOptions['env']
  readonly flags: readonly string[]
}

interface Kept {
  readonly app: App
  readonly key: string
  readonly folder: string
}

/**
 * One running app of a worker that goes from spec to spec. Starting one takes more of the machine than most specs
 * do, so whoever leaves no trace in it hands it on; the pool ends what stopped or was started again.
 */
export class AppPool {
  #kept: Kept | null = null
  readonly #started: App[] = []

  /** The app that was handed on if it was started in this way and runs, else a new one on a profile of its own. */
  async take(start: PooledStart): Promise<App> {
    const key = JSON.stringify([start.program.args, start.env, start.flags])
    if (this.#kept !== null && this.#kept.key === key) return this.#kept.app
    await this.end()
    const folder = await mkdtemp(join(tmpdir(), 'linkboard-pool-'))
    const app = await App.start(start.program, {
      userDataDir: folder,
      ...(start.env === undefined ? {} : { env: start.env }),
      flags: start.flags,
      onStarted: (one) => this.#started.push(one),
    }).catch(async (error: unknown) => {
      await remove(folder)
      throw error
    })
    this.#kept = { app, key, folder }
    return app
  }

  /** What runs on the profile now, if it was started as the app that was taken: that one, or one after a restart. */
  running(): App | null {
    if (this.#kept === null) return null
    const [app, ...others] = this.#started.filter(({ isRunning }) => isRunning)
    if (app === undefined || others.length > 0 || !app.isStartedAs(this.#kept.app)) return null
    this.#kept = { ...this.#kept, app }
    return app
  }

  /** Ends the app and removes its profile. */
  async end(): Promise<void> {
    const folder = this.#kept?.folder
    this.#kept = null
    for (const app of this.#started.splice(0)) await app.dispose()
    if (folder !== undefined) await remove(folder)
  }
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}
