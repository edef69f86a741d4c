import path from 'node:path'
import { BrowserWindow } from 'electron'
import { APP_PAGE } from '../app-protocol.ts'

/** A page that crashes again within this time would do so for ever. */
const CRASH_LOOP_MS = 10_000

/** Brings a page back whose process has crashed; it takes a new snapshot as at any start. */
function reviveAfterCrash(window: BrowserWindow): void {
  let crashedAt = Number.NEGATIVE_INFINITY
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const before = crashedAt
    crashedAt = performance.now()
    if (reason === 'clean-exit' || crashedAt - before < CRASH_LOOP_MS) return
    window.webContents.reload()
  })
}

/**
 * Opens the one window.
 * @param hasStarted it shows itself once that is settled and there is something to see
 */
export function openMainWindow(hasStarted: Promise<void>): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Linkboard',
    width: 1280,
    height: 800,
    useContentSize: true,
    minWidth: 720,
    minHeight: 480,
    show: false,
    webPreferences: {
      preload: path.join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    void hasStarted.then(() => {
      if (!window.isDestroyed()) window.show()
    })
  })
  reviveAfterCrash(window)
  void window.loadURL(APP_PAGE)
  return window
}

/** Brings the window to the front. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
