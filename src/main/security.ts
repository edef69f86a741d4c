import { app, session } from 'electron'

/**
 * The one permission a page has: to put a picture on the clipboard, for `Copy image` beside a sign-in
 * code. It is write-only, and Chromium encodes the picture anew, so nothing can be read or smuggled.
 */
const COPY_PICTURES = 'clipboard-sanitized-write'

/** A proxy that nobody is: whoever is sent there has no network. */
export const DEAD_END = '127.0.0.1:9'

/** What a peer connection may do: nothing over UDP, which knows no proxy. */
const PEERS = 'disable_non_proxied_udp'

/**
 * Takes the network away from pages: what they show comes over the app's own scheme. The content policy
 * stops every request but not a peer connection, which would send packets anywhere; without UDP it
 * goes by the proxy, and there is none at that port. Must run before the app is ready.
 *
 * Chromium's browser takes the policy for peer connections from the switch, Electron from each page alone, see
 * {@link hardenPages}.
 */
export function cutPagesOff(): void {
  app.commandLine.appendSwitch('webrtc-ip-handling-policy', PEERS)
  app.commandLine.appendSwitch('proxy-server', `socks5://${DEAD_END}`)
  app.commandLine.appendSwitch('proxy-bypass-list', '<-loopback>')
}

/**
 * Locks every page down: no navigation, no windows, no embedded pages, no peers over UDP.
 * Pages talk to main over the bridge and to nobody else.
 */
export function hardenPages(ownPage: string): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (event.url !== ownPage) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.setWebRTCIPHandlingPolicy(PEERS)
  })
}

/**
 * Refuses every permission but {@link COPY_PICTURES}, which only the main frame of the app's own
 * page has. Must run once the app is ready.
 */
export function limitPermissions(ownOrigin: string): void {
  const isOwn = (url: string | undefined) => url === ownOrigin || url?.startsWith(`${ownOrigin}/`) === true
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(permission === COPY_PICTURES && details.isMainFrame && isOwn(details.requestingUrl)),
  )
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin, { isMainFrame }) =>
      permission === COPY_PICTURES && isMainFrame && isOwn(requestingOrigin),
  )
  session.defaultSession.setDevicePermissionHandler(() => false)
}

/** Refuses every file that a page offers; what is saved goes through main, which asks where to. */
export function refuseDownloads(): void {
  session.defaultSession.on('will-download', (event) => event.preventDefault())
}
