import { EventEmitter } from 'node:events'
import { type World, WorldLink } from '../bridge/link.ts'
import { insistOnFocus } from '../bridge/page-focus.ts'
import type { PageMessage } from '../bridge/renderer.ts'
import type { PreloadModule } from '../bridge/script.ts'
import type { RunningChromium } from './launch.ts'
import { answerFilePaths } from './paths-of-files.ts'
import { type RequestRules, routeRequests } from './requests.ts'

/** Content size in CSS pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** What the page does. */
export interface StageEvents {
  message: [message: PageMessage, world: World]
  /** A new document is shown. */
  navigated: [url: string]
  navigatedInPage: [url: string]
  domReady: []
  loaded: []
  failed: [url: string, reason: string]
  /** The page's process ended; Chromium lives. */
  crashed: []
  /** The operator closed Chromium's window. */
  closed: []
  /** A link or form opened a window by itself; its page has been closed again. */
  windowOpened: [url: string, name: string]
}

/** The one page of the one window, spoken to in Chromium's protocol. */
export class PageHost extends EventEmitter<StageEvents> {
  readonly #running: RunningChromium
  readonly #link: WorldLink
  #url = 'about:blank'
  #size: Size = { width: 0, height: 0 }
  #ready: Promise<void> = Promise.resolve()

  private constructor(running: RunningChromium) {
    super()
    this.#running = running
    this.#link = new WorldLink(running.page, (message, world) => this.emit('message', message, world))
  }

  /** Sets the page up: routing, events, focus, language (a BCP 47 tag). */
  static async create(running: RunningChromium, rules: RequestRules, locale: string): Promise<PageHost> {
    const stage = new PageHost(running)
    await stage.#setUp(rules, locale)
    return stage
  }

  /** The shown document's URL as Chromium knows it. */
  get url(): string {
    return this.#url
  }

  get contentSize(): Size {
    return this.#size
  }

  get link(): WorldLink {
    return this.#link
  }

  /** Has the preload run in every document from the next one on. */
  installPreload(preload: PreloadModule): void {
    this.#ready = this.#ready.then(() => this.#link.install(preload))
  }

  /** Loads a URL; resolves when its load event has fired, rejects when it failed. */
  async load(url: string): Promise<void> {
    await this.#ready
    const loaded = Promise.withResolvers<void>()
    this.once('loaded', loaded.resolve)
    const { errorText } = await this.#running.page.send('Page.navigate', { url })
    if (errorText !== undefined) {
      this.off('loaded', loaded.resolve)
      this.emit('failed', url, errorText)
      throw new Error(`${errorText} loading '${url}'`)
    }
    await loaded.promise
  }

  async reload(ignoreCache: boolean): Promise<void> {
    await this.#ready
    await this.#running.page.send('Page.reload', { ignoreCache })
  }

  /** Makes the page believe that its window has, or has not, the focus. */
  async setFocused(enabled: boolean): Promise<void> {
    const session = this.#running.page
    await session.send('Emulation.setFocusEmulationEnabled', { enabled })
    await session.send('Runtime.evaluate', { expression: `(${insistOnFocus})(${enabled})` })
  }

  async bringToFront(): Promise<void> {
    await this.#running.page.send('Page.bringToFront')
  }

  async setColorScheme(scheme: 'light' | 'dark' | ''): Promise<void> {
    await this.#running.page.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: scheme }],
    })
  }

  async setWindowState(windowState: 'normal' | 'minimized'): Promise<void> {
    const session = this.#running.page
    const { windowId } = await session.send('Browser.getWindowForTarget')
    await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState } })
  }

  /** Resizes the window so that its content has this size; frames differ, so it is measured. */
  async setContentSize(size: Size): Promise<void> {
    this.#size = size
    const session = this.#running.page
    const { windowId } = await session.send('Browser.getWindowForTarget')
    for (let attempt = 0; attempt < 3; attempt++) {
      const { cssLayoutViewport, cssVisualViewport } = await session.send('Page.getLayoutMetrics')
      const scrollbar = cssVisualViewport.clientWidth - cssLayoutViewport.clientWidth
      const width = size.width - cssVisualViewport.clientWidth + Math.min(scrollbar, 0)
      const height = size.height - cssVisualViewport.clientHeight
      if (width === 0 && height === 0) return
      const { bounds } = await session.send('Browser.getWindowBounds', { windowId })
      await session.send('Browser.setWindowBounds', {
        windowId,
        bounds: { width: (bounds.width ?? 0) + width, height: (bounds.height ?? 0) + height },
      })
    }
  }

  async #setUp(rules: RequestRules, locale: string): Promise<void> {
    const session = this.#running.page
    const { events } = session
    events.on('Page.domContentEventFired', () => this.emit('domReady'))
    events.on('Page.loadEventFired', () => void this.#debug(true).then(() => this.emit('loaded')))
    events.on('Inspector.targetCrashed', () => this.#onCrash())
    void this.#running.closed.then(() => this.emit('closed'))
    // Nobody is there to answer: a page may always go, and whatever else it asks is answered with no.
    events.on('Page.javascriptDialogOpening', ({ type }) => {
      session.send('Page.handleJavaScriptDialog', { accept: type === 'beforeunload' }).catch(() => undefined)
    })
    events.on('Page.windowOpen', ({ url, windowName }) => this.emit('windowOpened', url, windowName))
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Inspector.enable'),
    ])
    const { frameTree } = await session.send('Page.getFrameTree')
    const mainFrameId = frameTree.frame.id
    events.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id !== mainFrameId) return
      this.#url = frame.url
      this.emit('navigated', frame.url)
    })
    // One that was to come and did not, a download for one, fires no load event.
    events.on('Page.frameStoppedLoading', ({ frameId }) => {
      if (frameId === mainFrameId) void this.#debug(true)
    })
    events.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== mainFrameId) return
      this.#url = url
      this.emit('navigatedInPage', url)
    })
    answerFilePaths(session)
    await Promise.all([
      routeRequests(session, mainFrameId, rules, () => void this.#debug(false)),
      this.setFocused(true),
      this.#setLocale(locale),
    ])
  }

  /**
   * The debugger makes scripts slow to load, so it is away while a page does: nobody can have given it a file by then.
   */
  async #debug(enabled: boolean): Promise<void> {
    const session = this.#running.page
    // A page that is gone or crashed needs neither.
    await session.send(enabled ? 'Debugger.enable' : 'Debugger.disable').catch(() => undefined)
  }

  /** Of itself Chromium writes dates and numbers only in the languages it has been installed with. */
  async #setLocale(locale: string): Promise<void> {
    // A tag that names no language leaves Chromium's own.
    await this.#running.page.send('Emulation.setLocaleOverride', { locale }).catch(() => undefined)
  }

  #onCrash(): void {
    this.#link.forget()
    this.emit('crashed')
  }
}
