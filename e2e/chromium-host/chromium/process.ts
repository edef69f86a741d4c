import { join } from 'node:path'
import { saveDownloads } from './downloads.ts'
import { type LaunchOptions, launchChromium, type RunningChromium } from './launch.ts'
import { fromChromium } from './origins.ts'
import { PageHost } from './page-host.ts'
import { applyPermissions, type PermissionHandlers } from './permissions.ts'
import type { RequestRules } from './requests.ts'

/** How long Chromium may take to close its profile before it is killed, in ms. */
const CLOSING_MS = 2000

/** Folder in Chromium's profile for files that are still being written. */
const DOWNLOADS = 'offered'

export interface ChromiumEvents {
  /** Chromium ended without {@link ChromiumProcess.stop}. */
  readonly onGone: () => void
  /** The operator closed the window; Chromium ends with it. */
  readonly onWindowClosed: () => void
  /** The page offers a file for saving under this name; answers where to, undefined to drop it. */
  readonly onDownload: (suggestedName: string) => string | undefined
}

/** Chromium's process over the app's life. */
export class ChromiumProcess {
  readonly #events: ChromiumEvents
  #starting: Promise<void> | undefined
  #running: RunningChromium | undefined
  #stage: PageHost | undefined
  #colorScheme: 'light' | 'dark' | 'system' = 'system'
  #permissions: PermissionHandlers = { request: null, check: null }
  #schemes: ReadonlySet<string> = new Set()
  #stopping = false

  constructor(events: ChromiumEvents) {
    this.#events = events
  }

  /** The page; throws before Chromium runs. */
  get stage(): PageHost {
    if (this.#stage === undefined) throw new Error('Cannot create BrowserWindow before app is ready')
    return this.#stage
  }

  async start(options: LaunchOptions, rules: RequestRules): Promise<void> {
    this.#starting = this.#start(options, rules)
    await this.#starting
  }

  setColorScheme(scheme: 'light' | 'dark' | 'system'): void {
    this.#colorScheme = scheme
    quietly(this.#stage?.setColorScheme(scheme === 'system' ? '' : scheme))
  }

  /** Asks the app's handlers for every permission and tells Chromium; without handlers all are granted. */
  applyPermissions(handlers: PermissionHandlers): void {
    this.#permissions = handlers
    quietly(this.#applyPermissions())
  }

  /** What the app grants may depend on the page, so every page is asked about anew. */
  async #applyPermissions(): Promise<void> {
    if (this.#running === undefined) return
    const url = fromChromium(this.#stage?.url ?? '', this.#schemes)
    await applyPermissions(this.#running.page, this.#permissions, url)
  }

  /** Shows nothing any more; the page itself stays, for the next window. */
  clearPage(): void {
    if (!this.#stopping) quietly(this.#stage?.load('about:blank'))
  }

  /** Ends Chromium: asked first, killed with this process when it does not listen. */
  async stop(): Promise<void> {
    this.#stopping = true
    const closed = Promise.resolve(this.#starting)
      .then(async () => {
        await this.#running?.browser.send('Browser.close')
        await this.#running?.ended
      })
      .catch(() => undefined)
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, CLOSING_MS)
    await Promise.race([closed, late])
    clearTimeout(timer)
  }

  async #start(options: LaunchOptions, rules: RequestRules): Promise<void> {
    const running = await launchChromium(options)
    this.#running = running
    this.#schemes = rules.schemes
    void running.ended.then(() => {
      if (!this.#stopping) this.#events.onGone()
    })
    const stage = await PageHost.create(running, rules, options.locale)
    this.#stage = stage
    stage.on('navigated', () => quietly(this.#applyPermissions()))
    stage.once('closed', () => {
      if (this.#stopping) return
      this.#stopping = true
      this.#events.onWindowClosed()
    })
    await Promise.all([
      saveDownloads(running.browser, join(options.profileDir, DOWNLOADS), this.#events.onDownload),
      this.#colorScheme === 'system' ? undefined : stage.setColorScheme(this.#colorScheme),
      this.#applyPermissions(),
    ])
  }
}

/** Such calls fail only when Chromium is gone, which is reported on its own. */
function quietly(work: Promise<void> | undefined): void {
  work?.catch(() => undefined)
}
