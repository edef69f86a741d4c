import path from 'node:path'
import { app, type BrowserWindow, dialog, globalShortcut, powerMonitor } from 'electron'
import { toFailure } from '#core/diagnostics/log-event.ts'
import { RepairStoppedError } from '#core/storage/recovery/threaded-repair.ts'
import type { Language } from '#shared/model/settings.ts'
import { openLogFiles } from '../adapters/log-file.ts'
import { APP_ORIGIN, APP_PAGE, registerAppScheme, serveApp } from '../app-protocol.ts'
import { askForTray, createElectronDesktop, createElectronLoginItem } from '../desktop/electron-desktop.ts'
import { RaiseKeys } from '../desktop/raise-keys.ts'
import { servePages, serveStaging } from '../ipc/ipc.ts'
import { setApplicationMenu } from '../menu.ts'
import { openProfile } from '../profile.ts'
import { Runtime } from '../runtime.ts'
import { cutPagesOff, hardenPages, limitPermissions, refuseDownloads } from '../security.ts'
import { bringForward, openMainWindow } from '../windows/main-window.ts'
import { LaunchError, type LaunchOptions, readLaunchOptions } from './command-line.ts'
import { takeProfileFolder } from './profile-folder.ts'
import { quitWith } from './quitting.ts'
import { printReadyLine } from './ready-line.ts'
import { describeStartFailure } from './start-failure.ts'

/** As the installer registers it (`appId` in electron-builder.yml). */
const APP_ID = 'io.github.linkboard'

function fail(line: string): void {
  process.stderr.write(`linkboard: ${line}\n`)
  app.exit(1)
}

function systemLanguage(launch: LaunchOptions): Language {
  if (launch.language !== null) return launch.language
  const [first = ''] = app.getPreferredSystemLanguages()
  return first.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

/** The words stand on the screen at most so long: an unattended start has to end by itself. */
const FAILURE_SHOWN_MS = 60_000

/** Ends with the reason on the standard error output at once, and in a box for whoever sits there. */
async function failInWords(error: unknown, language: Language): Promise<void> {
  const words = describeStartFailure(error, language)
  process.stderr.write(`linkboard: ${words}\n`)
  await dialog
    .showMessageBox({
      type: 'error',
      title: 'Linkboard',
      message: words,
      signal: AbortSignal.timeout(FAILURE_SHOWN_MS),
    })
    .catch(() => {})
  app.exit(1)
}

/** Starts the app: flags, single instance, security, profile, window, product, in this order. */
export function start(): void {
  let launch: LaunchOptions
  try {
    launch = readLaunchOptions(process.argv.slice(1), process.env, app.isPackaged)
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error
    fail(error.message)
    return
  }
  if (launch.userDataDir !== null) {
    const folder = path.resolve(launch.userDataDir)
    try {
      takeProfileFolder(folder)
    } catch (error) {
      fail(describeStartFailure(error, systemLanguage(launch)))
      return
    }
    app.setPath('userData', folder)
  }
  // Windows shows notifications of an app that says who it is
  app.setAppUserModelId(APP_ID)
  if (!app.requestSingleInstanceLock()) {
    process.stdout.write('already running\n')
    app.exit(0)
    return
  }
  registerAppScheme()
  cutPagesOff()
  hardenPages(APP_PAGE)
  void app
    .whenReady()
    .then(() => run(launch))
    .catch((error: unknown) => failInWords(error, systemLanguage(launch)))
}

/** What the operator is looking at: nothing behind the lock of the screen. */
function followFocus(window: BrowserWindow, runtime: Runtime): void {
  window.on('focus', () => {
    window.flashFrame(false)
    runtime.focusChanged(true)
  })
  window.on('blur', () => runtime.focusChanged(false))
  powerMonitor.on('lock-screen', () => {
    runtime.focusChanged(false)
    runtime.screenLocked()
  })
  powerMonitor.on('unlock-screen', () => runtime.focusChanged(!window.isDestroyed() && window.isFocused()))
}

async function run(launch: LaunchOptions): Promise<void> {
  let window: BrowserWindow | null = null
  let announced = false
  let hasTray = false
  const folder = app.getPath('userData')
  const profile = await openProfile({
    folder,
    now: Date.now(),
    weakProtectionAgreed: launch.weakProtectionAgreed,
  })
  const log = openLogFiles(path.join(folder, 'logs'), Date.now)
  process.on('exit', () => log.flush())
  // only watches: what an exception does to the process stays as it is
  process.on('uncaughtExceptionMonitor', (error) =>
    log.write({ kind: 'failure', where: 'uncaught', failure: toFailure(error) }),
  )
  const raise = () => {
    if (window !== null) bringForward(window)
  }
  const raiseKeys = new RaiseKeys(globalShortcut, raise)
  raiseKeys.restore(profile.settings.read().machine.raiseKeys)
  const runtime = new Runtime({
    launch,
    profile,
    systemLanguage: systemLanguage(launch),
    window: () => window,
    onPainted: () => {
      if (announced) return
      announced = true
      void printReadyLine(launch.remoteDebugging)
    },
    onWaiting: () => window?.webContents.reload(),
    onReplaced: () => window?.webContents.reload(),
    onBroken: (error) => void failInWords(error, systemLanguage(launch)),
    log,
    desktop: createElectronDesktop(() => window, raise),
    loginItem: createElectronLoginItem(launch.userDataDir),
    raiseKeys,
    hasTray: () => hasTray,
  })
  const lookForTray = async () => {
    const isThere = await askForTray()
    if (isThere !== hasTray) {
      hasTray = isThere
      runtime.infoChanged()
    }
    return isThere
  }
  const askAtClosing = quitWith(runtime, log, {
    isWanted: () => runtime.closesToTray,
    isThere: lookForTray,
  })
  const openWindow = () => {
    window = openMainWindow(runtime.known)
    askAtClosing(window)
    followFocus(window, runtime)
  }
  app.on('second-instance', raise)
  // macOS: a click on the icon in the Dock
  app.on('activate', raise)
  limitPermissions(APP_ORIGIN)
  refuseDownloads()
  serveApp(path.join(import.meta.dirname, '../renderer'), runtime)
  servePages(APP_ORIGIN, runtime)
  serveStaging(APP_ORIGIN, (message) => runtime.stage(message))
  setApplicationMenu()
  // the page is loaded while the product starts
  openWindow()
  try {
    await runtime.start()
  } catch (error) {
    // who quits meanwhile ends it in the midst
    if (error instanceof RepairStoppedError) return
    throw error
  }
  void lookForTray()
  powerMonitor.on('suspend', () => runtime.suspend())
  powerMonitor.on('resume', () => runtime.resume())
}
