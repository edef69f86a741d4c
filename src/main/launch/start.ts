import path from 'node:path'
import { app, type BrowserWindow, dialog, powerMonitor } from 'electron'
import { DatabaseTooNewError } from '#core/storage/database.ts'
import type { Language } from '#shared/model/settings.ts'
import { APP_ORIGIN, APP_PAGE, registerAppScheme, serveApp } from '../app-protocol.ts'
import { sendChanges, serveRequests } from '../ipc/ipc.ts'
import { setApplicationMenu } from '../menu.ts'
import { openProfile } from '../profile.ts'
import { Runtime } from '../runtime.ts'
import { hardenPages, limitPermissions } from '../security.ts'
import { bringForward, openMainWindow } from '../windows/main-window.ts'
import { LaunchError, type LaunchOptions, readLaunchOptions } from './command-line.ts'
import { printReadyLine } from './ready-line.ts'

/** Quitting takes no longer than this, whatever hangs (design 11: exit within 5 s). */
const QUIT_LIMIT_MS = 4_000

function fail(line: string): void {
  process.stderr.write(`linkboard: ${line}\n`)
  app.exit(1)
}

/** Failures without words for the operator; the text of our own errors holds no secrets (P9). */
function reportFailure(where: string, error: unknown): void {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown failure'
  process.stderr.write(`linkboard: ${where}: ${detail}\n`)
}

function systemLanguage(launch: LaunchOptions): Language {
  if (launch.language !== null) return launch.language
  const [first = ''] = app.getPreferredSystemLanguages()
  return first.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

function describeStartFailure(error: unknown): string {
  if (error instanceof DatabaseTooNewError) {
    return 'This profile was last used by a newer Linkboard. Install that version again, or use another profile.'
  }
  const detail = error instanceof Error ? error.message : 'unknown failure'
  return `The profile could not be opened: ${detail}`
}

/** Starts the app: flags, single instance, security, profile, product, window, in this order. */
export function start(): void {
  let launch: LaunchOptions
  try {
    launch = readLaunchOptions(process.argv.slice(1), process.env, app.isPackaged)
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error
    fail(error.message)
    return
  }
  if (launch.userDataDir !== null) app.setPath('userData', path.resolve(launch.userDataDir))
  if (!app.requestSingleInstanceLock()) {
    process.stdout.write('already running\n')
    app.exit(0)
    return
  }
  registerAppScheme()
  hardenPages(APP_PAGE)
  void app
    .whenReady()
    .then(() => run(launch))
    .catch((error: unknown) => {
      const words = describeStartFailure(error)
      dialog.showErrorBox('Linkboard', words)
      fail(words)
    })
}

async function run(launch: LaunchOptions): Promise<void> {
  let window: BrowserWindow | null = null
  let announced = false
  const runtime = new Runtime({
    launch,
    profile: await openProfile({
      folder: app.getPath('userData'),
      now: Date.now(),
      weakProtectionAgreed: launch.weakProtectionAgreed,
    }),
    systemLanguage: systemLanguage(launch),
    onChanges: (batch) => sendChanges(window, batch),
    onPainted: () => {
      if (announced) return
      announced = true
      void printReadyLine(launch.remoteDebugging)
    },
    onReplaced: () => window?.webContents.reload(),
    reportFailure,
  })
  quitWith(runtime)
  limitPermissions(APP_ORIGIN)
  serveApp(path.join(import.meta.dirname, '../renderer'))
  serveRequests(APP_ORIGIN, () => runtime.router)
  setApplicationMenu()
  await runtime.start()
  window = openMainWindow()
  app.on('second-instance', () => {
    if (window !== null) bringForward(window)
  })
  powerMonitor.on('suspend', () => runtime.suspend())
  powerMonitor.on('resume', () => runtime.resume())
}

/** Every way to quit ends the sessions first; a signal never asks. */
function quitWith(runtime: Runtime): void {
  let quitting = false
  const quit = () => {
    if (quitting) return
    quitting = true
    const limit = setTimeout(() => app.exit(0), QUIT_LIMIT_MS)
    void runtime
      .stop()
      .catch((error: unknown) => reportFailure('quit', error))
      .finally(() => {
        clearTimeout(limit)
        app.exit(0)
      })
  }
  process.on('SIGTERM', quit)
  process.on('SIGINT', quit)
  app.on('window-all-closed', quit)
  app.on('before-quit', (event) => {
    event.preventDefault()
    quit()
  })
}
