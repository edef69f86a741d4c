import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { BrowserWindow, BrowserWindowConstructorOptions, NativeImage } from 'electron'
import type { PageHost, Size } from '../chromium/page-host.ts'
import type { Recorded } from '../recorder.ts'
import { NotPartOfHostError, strict } from '../strict.ts'
import { createEvent } from './event.ts'
import type { HostIpcMain } from './ipc-main.ts'
import type { HostSession } from './session.ts'
import { HostWebContents } from './web-contents.ts'

/** What a window needs of the host around it. */
export interface WindowDeps {
  /** The one stage; throws before the app is ready. */
  readonly stage: () => PageHost
  readonly headless: boolean
  readonly ipcMain: HostIpcMain
  readonly session: HostSession
  readonly recorded: Recorded
  /** What peer connections were allowed when Chromium was started. */
  readonly webrtcPolicy: () => string
  readonly onCreated: (window: HostWindow) => void
  readonly onClosed: (window: HostWindow) => void
  readonly onFocus: (window: HostWindow, focused: boolean) => void
}

type Implemented =
  | 'id'
  | 'loadURL'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'isFocused'
  | 'isVisible'
  | 'isMinimized'
  | 'isMaximized'
  | 'isFullScreen'
  | 'minimize'
  | 'restore'
  | 'isDestroyed'
  | 'close'
  | 'destroy'
  | 'setTitle'
  | 'getTitle'
  | 'getContentSize'
  | 'setContentSize'
  | 'getSize'
  | 'getBounds'
  | 'getContentBounds'
  | 'getNormalBounds'
  | 'setBackgroundColor'
  | 'setMenuBarVisibility'
  | 'setAutoHideMenuBar'
  | 'removeMenu'
  | 'flashFrame'
  | 'setOverlayIcon'
  | 'setIcon'

const DEFAULT_SIZE: Size = { width: 800, height: 600 }

/** The one window. Headless it has no frame and is only said to be shown, hidden or focused. */
export class HostWindow extends EventEmitter implements Pick<BrowserWindow, Implemented> {
  static {
    strict('BrowserWindow', HostWindow.prototype)
  }

  readonly id = 1
  readonly webContents: HostWebContents
  readonly #deps: WindowDeps
  readonly #stage: PageHost
  #state: 'hidden' | 'shown' | 'minimized' | 'destroyed' = 'hidden'
  #focused = false
  #title: string

  constructor(deps: WindowDeps, options: BrowserWindowConstructorOptions = {}) {
    super()
    this.#deps = deps
    this.#stage = deps.stage()
    this.#title = options.title ?? ''
    this.webContents = new HostWebContents({
      stage: this.#stage,
      ipcMain: deps.ipcMain,
      session: deps.session,
      schemes: deps.session.protocol.schemes,
      webrtcPolicy: deps.webrtcPolicy(),
      onDrag: (file) => void deps.recorded.shell.push({ call: 'startDrag', target: file }),
      onFocus: (focused) => {
        if (!deps.headless) this.#setFocused(focused)
      },
    })
    this.#installPreload(options)
    const width = options.width ?? DEFAULT_SIZE.width
    const height = options.height ?? DEFAULT_SIZE.height
    this.setContentSize(width, height)
    this.#stage.once('loaded', () => this.emit('ready-to-show', createEvent()))
    deps.onCreated(this)
    if (options.show !== false) this.show()
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.loadURL(url)
  }

  show(): void {
    this.showInactive()
    this.focus()
  }

  showInactive(): void {
    if (this.#state === 'destroyed' || this.#state === 'shown') return
    const wasMinimized = this.#state === 'minimized'
    this.#state = 'shown'
    this.#setWindowState('normal')
    this.emit(wasMinimized ? 'restore' : 'show', createEvent())
  }

  hide(): void {
    if (this.#state === 'destroyed' || this.#state === 'hidden') return
    this.#state = 'hidden'
    this.#setWindowState('minimized')
    this.#applyFocus(false)
    this.emit('hide', createEvent())
  }

  minimize(): void {
    if (this.#state === 'destroyed' || this.#state === 'minimized') return
    this.#state = 'minimized'
    this.#setWindowState('minimized')
    this.#applyFocus(false)
    this.emit('minimize', createEvent())
  }

  restore(): void {
    if (this.#state === 'minimized') this.show()
  }

  focus(): void {
    if (this.#state !== 'shown') return
    if (!this.#deps.headless) this.#quietly(this.#stage.bringToFront())
    this.#applyFocus(true)
  }

  blur(): void {
    this.#applyFocus(false)
  }

  isFocused(): boolean {
    return this.#focused
  }

  isVisible(): boolean {
    return this.#state === 'shown'
  }

  isMinimized(): boolean {
    return this.#state === 'minimized'
  }

  isMaximized(): boolean {
    return false
  }

  isFullScreen(): boolean {
    return false
  }

  isDestroyed(): boolean {
    return this.#state === 'destroyed'
  }

  /** Closes unless a listener of `close` prevents it. */
  close(): void {
    if (this.isDestroyed()) return
    const event = createEvent()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  /** The real window is closed: the app is told, but cannot keep it. */
  closedByOperator(): void {
    if (this.isDestroyed()) return
    this.emit('close', createEvent())
    this.destroy()
  }

  destroy(): void {
    if (this.isDestroyed()) return
    this.#setFocused(false)
    this.#state = 'destroyed'
    this.webContents.destroyed()
    this.emit('closed', createEvent())
    this.#deps.onClosed(this)
  }

  setTitle(title: string): void {
    this.#title = title
  }

  getTitle(): string {
    return this.#title
  }

  getContentSize(): number[] {
    const { width, height } = this.#stage.contentSize
    return [width, height]
  }

  setContentSize(width: number, height: number): void {
    this.#quietly(this.#stage.setContentSize({ width, height }))
  }

  getSize(): number[] {
    return this.getContentSize()
  }

  getBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 0, y: 0, ...this.#stage.contentSize }
  }

  getContentBounds(): { x: number; y: number; width: number; height: number } {
    return this.getBounds()
  }

  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return this.getBounds()
  }

  setBackgroundColor(): void {}

  setMenuBarVisibility(): void {}

  setAutoHideMenuBar(): void {}

  removeMenu(): void {}

  flashFrame(flag: boolean): void {
    this.#deps.recorded.badge.isFlashing = flag
  }

  setIcon(): void {}

  setOverlayIcon(overlay: NativeImage | null, description: string): void {
    this.#deps.recorded.badge.overlay = overlay === null ? null : description
  }

  /** Gives or takes the focus, for the app and for the page alike; resolves when the page knows. */
  async applyFocus(focused: boolean): Promise<void> {
    this.#setFocused(focused)
    await this.#stage.setFocused(focused)
  }

  #applyFocus(focused: boolean): void {
    this.#quietly(this.applyFocus(focused))
  }

  #setFocused(focused: boolean): void {
    if (this.isDestroyed() || this.#focused === focused) return
    this.#focused = focused
    this.emit(focused ? 'focus' : 'blur', createEvent())
    this.#deps.onFocus(this, focused)
  }

  #setWindowState(state: 'normal' | 'minimized'): void {
    if (!this.#deps.headless) this.#quietly(this.#stage.setWindowState(state))
  }

  #installPreload({ webPreferences }: BrowserWindowConstructorOptions): void {
    const path = webPreferences?.preload
    if (path === undefined) return
    this.#stage.installPreload({
      path,
      source: readFileSync(path, 'utf8'),
      process: {
        type: 'renderer',
        platform: process.platform,
        arch: process.arch,
        argv: webPreferences?.additionalArguments ?? [],
        env: {},
        versions: { ...process.versions },
        sandboxed: true,
        contextIsolated: true,
      },
    })
  }

  /** Such calls fail only when Chromium is gone, which is reported on its own. */
  #quietly(work: Promise<void>): void {
    work.catch(() => undefined)
  }
}

/** The `BrowserWindow` class that the app sees, bound to this host. */
export function createBrowserWindowClass(deps: WindowDeps, current: () => HostWindow | undefined): object {
  class BrowserWindowOfHost extends HostWindow {
    constructor(options?: BrowserWindowConstructorOptions) {
      if (current() !== undefined) throw new NotPartOfHostError('a second BrowserWindow')
      super(deps, options)
    }

    static getAllWindows(): HostWindow[] {
      const window = current()
      return window === undefined ? [] : [window]
    }

    static getFocusedWindow(): HostWindow | null {
      const window = current()
      return window?.isFocused() === true ? window : null
    }

    static fromWebContents(contents: object): HostWindow | null {
      const window = current()
      return window?.webContents === contents ? window : null
    }

    static fromId(id: number): HostWindow | null {
      const window = current()
      return window?.id === id ? window : null
    }
  }
  return strict('BrowserWindow', BrowserWindowOfHost)
}
