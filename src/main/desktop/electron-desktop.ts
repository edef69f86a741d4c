import { execFile } from 'node:child_process'
import { homedir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { app, type BrowserWindow, Menu, Notification, nativeImage, Tray } from 'electron'
import type { Desktop } from '#core/notify/ports.ts'
import { createDesktop, type SystemTray } from './desktop.ts'
import { createLoginItem, type LoginItem } from './login-item.ts'
import { isTrayThere } from './tray-there.ts'

/** Asking the session's bus takes milliseconds where it answers at all. */
const ASK_LIMIT_MS = 2_000

/** Pictures lie beside the archive when the app is packaged. */
function pictureFile(name: string): string {
  const folder = app.isPackaged ? process.resourcesPath : path.join(app.getAppPath(), 'resources')
  return path.join(folder, name)
}

/** macOS draws pictures of its menu bar in its own colours. */
function trayImage(file: string) {
  const image = nativeImage.createFromPath(file)
  if (process.platform === 'darwin') image.setTemplateImage(true)
  return image
}

function createSystemTray(image: string): SystemTray {
  const tray = new Tray(trayImage(image))
  return {
    on: (event, listener) => tray.on(event, listener),
    setImage: (file) => tray.setImage(trayImage(file)),
    setToolTip: (words) => tray.setToolTip(words),
    setMenu: (lines) => tray.setContextMenu(Menu.buildFromTemplate(lines)),
  }
}

/** The desktop that Electron runs on. */
export function createElectronDesktop(window: () => BrowserWindow | null, raise: () => void): Desktop {
  return createDesktop({
    platform: process.platform,
    createNotification: (options) => new Notification(options),
    createTray: createSystemTray,
    window() {
      const current = window()
      if (current === null || current.isDestroyed()) return null
      return {
        isFocused: () => current.isFocused(),
        flashFrame: (on) => current.flashFrame(on),
        setOverlay: (picture, words) =>
          current.setOverlayIcon(picture === null ? null : nativeImage.createFromPath(picture), words),
      }
    },
    setBadgeCount: (count) => void app.setBadgeCount(count),
    raise,
    quit: () => app.quit(),
    picture: pictureFile,
  })
}

/** Starts the app as it was started now: with its profile where one was named. */
export function createElectronLoginItem(userDataDir: string | null): LoginItem {
  const image = process.env['APPIMAGE']
  const program = app.isPackaged ? [image ?? process.execPath] : [process.execPath, app.getAppPath()]
  return createLoginItem({
    platform: process.platform,
    settings: app,
    command: [...program, ...(userDataDir === null ? [] : [`--user-data-dir=${path.resolve(userDataDir)}`])],
    env: process.env,
    homeFolder: homedir(),
  })
}

/** Whether an icon in the tray is seen by anybody now. */
export function askForTray(): Promise<boolean> {
  return isTrayThere(process.platform, async (program, args) => {
    const { stdout } = await promisify(execFile)(program, [...args], { timeout: ASK_LIMIT_MS })
    return stdout
  })
}
