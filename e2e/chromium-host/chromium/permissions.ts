import type { Session } from 'electron'
import type { ProtocolSession } from './protocol.ts'

/** What the app decides permissions with; null where it has set none, which grants everything. */
export interface PermissionHandlers {
  readonly request: Parameters<Session['setPermissionRequestHandler']>[0]
  readonly check: Parameters<Session['setPermissionCheckHandler']>[0]
}

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
 * names it: it never asks while the page waits. Electron asks one handler or the other, by the way a page
 * comes to a permission; so here both have to grant it.
 */
export async function applyPermissions(
  session: ProtocolSession,
  handlers: PermissionHandlers,
  url: string,
): Promise<void> {
  await Promise.all(
    PERMISSIONS.map(async ([name, electronName]) => {
      const granted =
        (await asked(handlers.request, electronName, url)) && checked(handlers.check, electronName, url)
      // A name unknown to this Chromium is one that its pages cannot ask for either.
      await session
        .send('Browser.setPermission', { permission: { name }, setting: granted ? 'granted' : 'denied' })
        .catch(() => undefined)
    }),
  )
}

async function asked(
  handler: PermissionHandlers['request'],
  name: string,
  requestingUrl: string,
): Promise<boolean> {
  if (handler === null) return true
  const { promise, resolve } = Promise.withResolvers<boolean>()
  Reflect.apply(handler, undefined, [null, name, resolve, { isMainFrame: true, requestingUrl }])
  return await promise
}

function checked(handler: PermissionHandlers['check'], name: string, requestingUrl: string): boolean {
  if (handler === null) return true
  const origin = originOf(requestingUrl)
  return Reflect.apply(handler, undefined, [null, name, origin, { isMainFrame: true, requestingUrl }])
}

/** Electron ends an origin with a slash here. */
function originOf(url: string): string {
  const [scheme, host] = url.split(/:\/\/|\//u)
  return host === undefined ? '' : `${scheme}://${host}/`
}
