import type { Session } from 'electron'
import type { CDPSession } from 'playwright'

type Handler = Parameters<Session['setPermissionRequestHandler']>[0]

/** Chromium's names beside Electron's. */
const PERMISSIONS = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['camera', 'media'],
  ['microphone', 'media'],
  ['midi', 'midi'],
  ['midi-sysex', 'midiSysex'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-write', 'clipboard-sanitized-write'],
  ['idle-detection', 'idle-detection'],
  ['persistent-storage', 'persistent-storage'],
  ['storage-access', 'storage-access'],
  ['window-management', 'window-management'],
  ['local-fonts', 'local-fonts'],
] as const

/**
 * Tells Chromium beforehand how every permission is decided for the main frame of the page at `url`, as the app
 * names it: it never asks while the page waits. Without a handler all are granted, as in Electron.
 */
export async function applyPermissions(session: CDPSession, handler: Handler, url: string): Promise<void> {
  await Promise.all(
    PERMISSIONS.map(async ([name, electronName]) => {
      const granted = handler === null || (await ask(handler, electronName, url))
      // A name unknown to this Chromium is one that its pages cannot ask for either.
      await session
        .send('Browser.setPermission', { permission: { name }, setting: granted ? 'granted' : 'denied' })
        .catch(() => undefined)
    }),
  )
}

async function ask(handler: NonNullable<Handler>, name: string, requestingUrl: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  Reflect.apply(handler, undefined, [null, name, resolve, { isMainFrame: true, requestingUrl }])
  return await promise
}
