import path from 'node:path'
import { BrowserWindow } from 'electron'
import { APP_PAGE } from '../app-protocol.ts'

/** Opens the one window; it shows itself once there is something to see. */
export function openMainWindow(): BrowserWindow {
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
  window.once('ready-to-show', () => window.show())
  void window.loadURL(APP_PAGE)
  return window
}

/** Brings the window to the front. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
