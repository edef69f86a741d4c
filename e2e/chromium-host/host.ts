import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { HostApp } from './api/app.ts'
import { createBrowserWindowClass, type HostWindow } from './api/browser-window.ts'
import { answerSaveDialog, createDialog } from './api/dialog.ts'
import { electronModules } from './api/electron.ts'
import { createEvent } from './api/event.ts'
import { HostGlobalShortcut } from './api/global-shortcut.ts'
import { HostIpcMain } from './api/ipc-main.ts'
import { createMenuClass } from './api/menu.ts'
import { createNativeImageModule, imageOf } from './api/native-image.ts'
import { HostNativeTheme } from './api/native-theme.ts'
import { createNet } from './api/net.ts'
import { createNotificationClass } from './api/notification.ts'
import { HostPowerMonitor } from './api/power-monitor.ts'
import { HostPowerSaveBlocker } from './api/power-save-blocker.ts'
import { createSafeStorage } from './api/safe-storage.ts'
import { HostScreen } from './api/screen.ts'
import { HostPartition, HostSession } from './api/session.ts'
import { createShell } from './api/shell.ts'
import { createTrayClass } from './api/tray.ts'
import { ChromiumProcess } from './chromium/process.ts'
import { CommandLine, type HostCommand } from './command-line.ts'
import type { ControlTarget } from './control/routes.ts'
import { provideElectron } from './hooks.ts'
import { Paths } from './paths.ts'
import { createRecorded } from './recorder.ts'
import { takeOverSignals } from './signals.ts'
import { strict } from './strict.ts'

/** What of the app's package.json matters here. */
interface Manifest {
  readonly name: string
  readonly productName?: string
  readonly version: string
  readonly main: string
}

/** Exit code after Chromium died under the app. */
const CHROMIUM_DIED = 70

/** One run of one app on Chromium. */
export class Host {
  readonly #appDir: string
  readonly #manifest: Manifest
  readonly #commandLine: CommandLine
  readonly #headless: boolean
  readonly #recorded = createRecorded()
  readonly #powerMonitor = new HostPowerMonitor()
  readonly #ipcMain = new HostIpcMain()
  readonly #chromium: ChromiumProcess
  readonly #session: HostSession
  #systemProxy = 'DIRECT'
  readonly #partition = new HostPartition(() => this.#systemProxy)
  readonly #paths: Paths
  readonly #app: HostApp
  #window: HostWindow | undefined

  constructor(command: HostCommand) {
    this.#appDir = resolve(command.appDir)
    this.#manifest = JSON.parse(readFileSync(join(this.#appDir, 'package.json'), 'utf8'))
    this.#commandLine = new CommandLine(command.appArgs)
    this.#headless = isHeadless(this.#commandLine)
    const appName = (): string => this.#app.getName()
    this.#paths = new Paths(appName, this.#commandLine.value('user-data-dir'), this.#headless)
    this.#chromium = new ChromiumProcess({
      onGone: () => this.#onChromiumGone(),
      onWindowClosed: () => this.#onClosedByOperator(),
      onDownload: (name) => {
        const event = createEvent()
        this.#session.emit('will-download', event)
        if (event.defaultPrevented) return undefined
        const { canceled, filePath } = answerSaveDialog(this.#paths, this.#recorded, { defaultPath: name })
        return canceled ? undefined : filePath
      },
    })
    this.#session = new HostSession(() => this.#chromium.applyPermissions(this.#session.permissionHandlers))
    this.#app = new HostApp({
      name: this.#manifest.productName ?? this.#manifest.name,
      version: this.#manifest.version,
      appDir: this.#appDir,
      paths: this.#paths,
      commandLine: this.#commandLine,
      recorded: this.#recorded,
      window: () => this.#window,
      shutDown: (exitCode) => void this.#shutDown(exitCode),
    })
    process.argv = [process.execPath, this.#appDir, ...command.appArgs]
  }

  /** What host control steers. */
  get controlTarget(): ControlTarget {
    return {
      recorded: this.#recorded,
      power: (event) => this.#powerMonitor.emit(event, createEvent()),
      setIdle: (seconds) => {
        this.#powerMonitor.idleSeconds = seconds
      },
      setFocused: async (focused) => await this.#window?.applyFocus(focused),
      closeWindow: () => this.#window?.close(),
      setSystemProxy: (answer) => {
        this.#systemProxy = answer
      },
    }
  }

  /** Loads the app's main bundle, starts Chromium and lets the app be ready. */
  async run(): Promise<void> {
    provideElectron(this.#modules())
    this.#reportRejections()
    await import(pathToFileURL(join(this.#appDir, this.#manifest.main)).href)
    takeOverSignals(process, () => this.#app.quit())
    if (this.#app.isEnding) return
    await this.#chromium.start(
      {
        profileDir: this.#paths.get('sessionData'),
        headless: this.#headless,
        locale: this.#app.getLocale(),
        sandbox: hasSandbox(),
        args: this.#chromiumArgs(),
      },
      {
        schemes: this.#session.protocol.schemes,
        handlerFor: (scheme) => this.#session.protocol.handlerFor(scheme),
        mayNavigate: (url) => this.#window?.webContents.mayNavigate(url) ?? true,
        beforeRequest: (url, method, type) => this.#session.webRequest.before(url, method, type),
        headersReceived: (url, headers) => this.#session.webRequest.headers(url, headers),
        onHandlerError: (error) => console.error(error),
      },
    )
    if (!this.#app.isEnding) this.#app.becomeReady()
  }

  #modules(): Record<string, unknown> {
    return electronModules({
      app: this.#app,
      BrowserWindow: createBrowserWindowClass(
        {
          stage: () => this.#chromium.stage,
          headless: this.#headless,
          webrtcPolicy: () => this.#commandLine.value('webrtc-ip-handling-policy') || 'default',
          ipcMain: this.#ipcMain,
          session: this.#session,
          recorded: this.#recorded,
          onCreated: (window) => this.#onWindowCreated(window),
          onClosed: () => this.#onWindowClosed(),
          onFocus: (window, focused) => {
            this.#app.emit(focused ? 'browser-window-focus' : 'browser-window-blur', createEvent(), window)
          },
        },
        () => this.#window,
      ),
      dialog: createDialog(this.#paths, this.#recorded),
      ipcMain: this.#ipcMain,
      Menu: createMenuClass(this.#recorded),
      nativeImage: createNativeImageModule(),
      nativeTheme: new HostNativeTheme((source) => this.#chromium.setColorScheme(source)),
      net: createNet(),
      Notification: createNotificationClass(this.#recorded),
      globalShortcut: new HostGlobalShortcut(),
      powerSaveBlocker: new HostPowerSaveBlocker(this.#recorded),
      powerMonitor: this.#powerMonitor,
      protocol: this.#session.protocol,
      safeStorage: createSafeStorage({
        isReady: () => this.#app.isReady(),
        folder: () => this.#paths.get('sessionData'),
      }),
      screen: new HostScreen(),
      session: strict('session', {
        defaultSession: this.#session,
        fromPartition: () => this.#partition,
      }),
      shell: createShell(this.#headless, this.#recorded),
      Tray: createTrayClass(this.#recorded, imageOf),
    })
  }

  #chromiumArgs(): string[] {
    const port = this.#commandLine.value('remote-debugging-port')
    const store = this.#commandLine.value('password-store')
    return [
      ...(port === '' ? [] : [`--remote-debugging-port=${port}`]),
      ...(store === '' ? [] : [`--password-store=${store}`]),
      ...this.#commandLine.appended,
    ]
  }

  #onWindowCreated(window: HostWindow): void {
    this.#window = window
    const { webContents } = window
    webContents.on('render-process-gone', (_event, details) => {
      this.#app.emit('render-process-gone', createEvent(), webContents, details)
    })
    this.#app.emit('web-contents-created', createEvent(), webContents)
    this.#app.emit('browser-window-created', createEvent(), window)
  }

  #onWindowClosed(): void {
    this.#window = undefined
    this.#chromium.clearPage()
    this.#app.allWindowsClosed()
  }

  #onChromiumGone(): void {
    this.#endIn(5000, CHROMIUM_DIED)
    this.#window?.webContents.gone('killed')
    this.#app.fail(CHROMIUM_DIED)
  }

  /** There is no other window to come back to and no tray icon to be seen: the app ends, whatever it would like. */
  #onClosedByOperator(): void {
    this.#endIn(5000, 0)
    this.#window?.closedByOperator()
    this.#app.quit()
  }

  #endIn(milliseconds: number, exitCode: number): void {
    setTimeout(() => process.exit(exitCode), milliseconds).unref()
  }

  async #shutDown(exitCode: number): Promise<void> {
    await this.#chromium.stop()
    process.exit(exitCode)
  }

  /** In Electron a promise rejected unheard is reported, not fatal. While Chromium is closing there are many. */
  #reportRejections(): void {
    process.on('unhandledRejection', (reason) => {
      if (!this.#app.isEnding) console.error('unhandled rejection:', reason)
    })
  }
}

/** Chromium refuses to run as root with its sandbox; every other user has it. */
function hasSandbox(): boolean {
  if (process.getuid?.() !== 0) return true
  process.stderr.write("host chromium: run by root, so without Chromium's sandbox\n")
  return false
}

/** On Linux without a display, or when told so as Chromium is told, there is no window to be seen. */
function isHeadless(commandLine: CommandLine): boolean {
  if (commandLine.has('headless')) return true
  if (process.platform !== 'linux') return false
  return !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']
}
