import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import type { CommandLine } from '../command-line.ts'
import type { PathName, Paths } from '../paths.ts'
import type { Recorded } from '../recorder.ts'
import { SingleInstance } from '../single-instance.ts'
import { strict } from '../strict.ts'
import type { HostWindow } from './browser-window.ts'
import { createEvent } from './event.ts'
import { systemLanguages } from './locale.ts'

/** What `app` needs of the host around it. */
export interface AppDeps {
  readonly name: string
  readonly version: string
  readonly appDir: string
  readonly paths: Paths
  readonly commandLine: CommandLine
  readonly recorded: Recorded
  readonly window: () => HostWindow | undefined
  /** Ends Chromium and then this process. */
  readonly shutDown: (exitCode: number) => void
}

type Implemented =
  | 'whenReady'
  | 'isReady'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getAppPath'
  | 'getLocale'
  | 'getSystemLocale'
  | 'getPreferredSystemLanguages'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'quit'
  | 'exit'
  | 'focus'
  | 'enableSandbox'
  | 'setAppUserModelId'
  | 'setBadgeCount'
  | 'getBadgeCount'
  | 'isPackaged'
  | 'badgeCount'
  | 'setPath'

/** `app`: the process's life, its paths, its lock. */
export class HostApp extends EventEmitter implements Pick<App, Implemented> {
  static {
    strict('app', HostApp.prototype)
  }

  readonly isPackaged = false
  readonly commandLine: object
  readonly #deps: AppDeps
  readonly #ready = Promise.withResolvers<void>()
  readonly #instance: SingleInstance
  #name: string
  #isReady = false
  #stage: 'running' | 'quitting' | 'ended' = 'running'
  #failure = 0

  constructor(deps: AppDeps) {
    super()
    this.#deps = deps
    this.#name = deps.name
    this.#instance = new SingleInstance(({ argv, cwd, additionalData }) => {
      void this.whenReady().then(() => this.emit('second-instance', createEvent(), argv, cwd, additionalData))
    })
    const { commandLine } = deps
    this.commandLine = strict('app.commandLine', {
      hasSwitch: (name: string) => commandLine.has(name),
      getSwitchValue: (name: string) => commandLine.value(name),
      appendSwitch: (name: string, value?: string) => commandLine.append(name, value),
      removeSwitch: (name: string) => commandLine.remove(name),
    } satisfies Pick<Electron.CommandLine, 'hasSwitch' | 'getSwitchValue' | 'appendSwitch' | 'removeSwitch'>)
  }

  get name(): string {
    return this.#name
  }

  set name(name: string) {
    this.#name = name
  }

  get badgeCount(): number {
    return this.#deps.recorded.badge.count
  }

  set badgeCount(count: number) {
    this.#deps.recorded.badge.count = count
  }

  /** Whether the app has asked for its end; nothing new is begun then. */
  get isEnding(): boolean {
    return this.#stage === 'ended'
  }

  async whenReady(): Promise<void> {
    await this.#ready.promise
  }

  isReady(): boolean {
    return this.#isReady
  }

  /** Chromium runs: the app may open its window. */
  becomeReady(): void {
    this.#isReady = true
    this.#ready.resolve()
    this.emit('ready', createEvent(), {})
  }

  getName(): string {
    return this.#name
  }

  setName(name: string): void {
    this.#name = name
  }

  getVersion(): string {
    return this.#deps.version
  }

  getAppPath(): string {
    return this.#deps.appDir
  }

  getPath(name: PathName): string {
    return this.#deps.paths.get(name)
  }

  setPath(name: string, path: string): void {
    this.#deps.paths.set(name, path)
  }

  getLocale(): string {
    const chosen = this.#deps.commandLine.value('lang')
    return chosen === '' ? this.getSystemLocale() : chosen
  }

  getSystemLocale(): string {
    return systemLanguages()[0] ?? 'en-US'
  }

  getPreferredSystemLanguages(): string[] {
    return systemLanguages()
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    const start = { argv: process.argv, cwd: process.cwd(), additionalData: additionalData ?? null }
    return this.#instance.acquire(this.getPath('userData'), start)
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance.held
  }

  releaseSingleInstanceLock(): void {
    this.#instance.release()
  }

  /** Ends unless `before-quit`, a window's `close` or `will-quit` prevents it. */
  quit(): void {
    if (this.#stage !== 'running') return
    const before = createEvent()
    this.emit('before-quit', before)
    if (before.defaultPrevented || this.isEnding) return
    this.#stage = 'quitting'
    this.#deps.window()?.close()
    if (this.isEnding) return
    this.#stage = 'running'
    if (this.#deps.window() === undefined) this.#willQuit()
  }

  /** Ends at once, asking nobody. After a failure of the host the exit code stays a failure's. */
  exit(exitCode = 0): void {
    if (this.isEnding) return
    this.#stage = 'quitting'
    this.#deps.window()?.destroy()
    this.#end(exitCode)
  }

  /** Chromium is gone: whatever the app does from here, it ends with this code. */
  fail(exitCode: number): void {
    this.#failure = exitCode
    if (this.#stage === 'running') this.quit()
  }

  /** The last window is closed. */
  allWindowsClosed(): void {
    if (this.#stage !== 'running') return
    if (this.listenerCount('window-all-closed') === 0) this.quit()
    else this.emit('window-all-closed')
  }

  focus(): void {
    this.#deps.window()?.focus()
  }

  enableSandbox(): void {}

  setAppUserModelId(): void {}

  setBadgeCount(count = 0): boolean {
    this.badgeCount = count
    return true
  }

  getBadgeCount(): number {
    return this.badgeCount
  }

  setLoginItemSettings(settings: Electron.Settings): void {
    Object.assign(this.#deps.recorded.loginItem, settings)
  }

  getLoginItemSettings(): Record<string, unknown> {
    return { ...this.#deps.recorded.loginItem }
  }

  #willQuit(): void {
    const event = createEvent()
    this.emit('will-quit', event)
    if (!event.defaultPrevented && !this.isEnding) this.#end(0)
  }

  #end(exitCode: number): void {
    const code = exitCode === 0 ? this.#failure : exitCode
    this.#stage = 'ended'
    this.emit('quit', createEvent(), code)
    this.#deps.shutDown(code)
  }
}
