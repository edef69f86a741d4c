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
  readonly folder: string
  /** Every app that was started on the profile, the stopped ones among them. */
  readonly started: App[]
}

/** How many apps wait for their next spec; a worker goes to and fro between few ways to start one. */
const MOST_KEPT = 2

/**
 * The running apps of a worker that go from spec to spec. Starting one takes more of the machine than most specs
 * do, so whoever leaves no trace in it hands it on; the pool ends what stopped or was started again.
 */
export class AppPool {
  /** By the way they were started, the one that was taken last at the end. */
  readonly #kept = new Map<string, Kept>()

  /** The app that was handed on if it was started in this way and runs, else a new one on a profile of its own. */
  async take(start: PooledStart): Promise<App> {
    const key = JSON.stringify([start.program.args, start.env, start.flags])
    const kept = this.#kept.get(key)
    if (kept !== undefined) {
      this.#kept.delete(key)
      this.#kept.set(key, kept)
      return kept.app
    }
    for (const other of [...this.#kept.keys()].slice(0, 1 - MOST_KEPT)) await this.#endOne(other)
    const folder = await mkdtemp(join(tmpdir(), 'linkboard-pool-'))
    const started: App[] = []
    const app = await App.start(start.program, {
      userDataDir: folder,
      ...(start.env === undefined ? {} : { env: start.env }),
      flags: start.flags,
      onStarted: (one) => started.push(one),
    }).catch(async (error: unknown) => {
      await end({ folder, started })
      throw error
    })
    this.#kept.set(key, { app, folder, started })
    return app
  }

  /** What runs now on the profile of the app that was taken last, if it was started as that one: it, or one after a restart. */
  running(): App | null {
    const [key, last] = [...this.#kept].at(-1) ?? []
    if (key === undefined || last === undefined) return null
    const [app, ...others] = last.started.filter(({ isRunning }) => isRunning)
    if (app === undefined || others.length > 0 || !app.isStartedAs(last.app)) return null
    this.#kept.set(key, { ...last, app })
    return app
  }

  /** Ends the app that was taken last. */
  async endLast(): Promise<void> {
    const [last] = [...this.#kept.keys()].slice(-1)
    if (last !== undefined) await this.#endOne(last)
  }

  async endAll(): Promise<void> {
    for (const key of [...this.#kept.keys()]) await this.#endOne(key)
  }

  async #endOne(key: string): Promise<void> {
    const kept = this.#kept.get(key)
    this.#kept.delete(key)
    if (kept !== undefined) await end(kept)
  }
}

/** Ends what was started on a profile and removes it. */
async function end({ folder, started }: Pick<Kept, 'folder' | 'started'>): Promise<void> {
  for (const app of started) await app.dispose()
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}
