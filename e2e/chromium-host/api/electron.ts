import { absent } from '../strict.ts'
import { HostMenuItem } from './menu.ts'

/** Modules of Electron's main process that the app does not use; touching one says so. */
const ABSENT = [
  'autoUpdater',
  'BaseWindow',
  'BrowserView',
  'clipboard',
  'contentTracing',
  'crashReporter',
  'desktopCapturer',
  'ImageView',
  'inAppPurchase',
  'MessageChannelMain',
  'netLog',
  'pushNotifications',
  'ServiceWorkerMain',
  'ShareMenu',
  'sharedTexture',
  'systemPreferences',
  'TouchBar',
  'utilityProcess',
  'View',
  'webContents',
  'WebContentsView',
  'webFrameMain',
] as const

/** The renderer's half, which Electron's main process sees as undefined. */
const RENDERER_ONLY = ['contextBridge', 'ipcRenderer', 'webFrame', 'webUtils'] as const

/** The modules that `electron` exports in this host: those it has, and a clear refusal for the rest. */
export function electronModules(present: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    ...Object.fromEntries(ABSENT.map((name) => [name, absent(name)])),
    ...Object.fromEntries(RENDERER_ONLY.map((name) => [name, undefined])),
    MenuItem: HostMenuItem,
    ...present,
  }
}
