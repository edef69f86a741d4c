import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  systemPreferences,
  Tray,
} from 'electron'

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; media-src 'self'; frame-src 'self'"
const ORIGIN = 'contract://app'
const here = import.meta.dirname
const file = counting(1000)
const large = counting(4 * 1024 * 1024)
const tone = silence(60)
const DOT =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const userDataDir = app.commandLine.getSwitchValue('user-data-dir')
const sessionData = join(userDataDir, 'chromium')
// a path can only be set to a folder that is there
mkdirSync(sessionData, { recursive: true, mode: 0o700 })
app.setPath('userData', userDataDir)
app.setPath('sessionData', sessionData)
protocol.registerSchemesAsPrivileged([
  { scheme: 'contract', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
])

const seen = {
  posts: [],
  secondInstances: [],
  opened: [],
  navigations: [],
  permissions: [],
  loads: 0,
  focus: [],
  desktop: [],
  gone: [],
}
const appended = []
let window

const requests = {
  echo: (_event, value) => value,
  describe: (_event, value) => describe(value),
  fail: () => {
    throw new TypeError('refused by the handler')
  },
  unclonable: () => () => 1,
  special: () => [
    new Date(5),
    new Map([['a', new Set([1n])]]),
    Buffer.from('abc'),
    undefined,
    new Error('e'),
  ],
  frame: (event) => ({
    url: event.senderFrame.url,
    origin: event.senderFrame.origin,
    parent: event.senderFrame.parent,
    isMain: event.senderFrame === window.webContents.mainFrame,
    isWindow: BrowserWindow.fromWebContents(event.sender) === window,
  }),
  seen: () => seen,
  sendBurst: (event, count) => {
    for (let index = 0; index < count; index++) event.sender.send('burst', index)
  },
  sendValue: (event, value) => event.sender.send('value', value),
  systemProxy: async (_event, url) => {
    const asking = session.fromPartition('system-proxy')
    await asking.resolveProxy(url)
    await asking.setProxy({ mode: 'system' })
    return await asking.resolveProxy(url)
  },
  encrypt: async (_event, text) => await safeStorage.encryptStringAsync(text),
  decrypt: async (_event, bytes) => (await safeStorage.decryptStringAsync(Buffer.from(bytes))).result,
  canEncrypt: async () => await safeStorage.isAsyncEncryptionAvailable(),
  backend: () => (process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'basic_text'),
  saveDialog: async () => await dialog.showSaveDialog(window, { defaultPath: 'report.csv' }),
  openDialog: async () => await dialog.showOpenDialog(window, { properties: ['openFile'] }),
  window: () => ({
    size: window.getContentSize(),
    focused: window.isFocused(),
    visible: window.isVisible(),
    url: window.webContents.getURL(),
    windows: BrowserWindow.getAllWindows().length,
  }),
  app: () => ({
    version: app.getVersion(),
    packaged: app.isPackaged,
    locale: app.getLocale(),
    userData: app.getPath('userData'),
  }),
  theme: (_event, source) => {
    nativeTheme.themeSource = source
    return nativeTheme.shouldUseDarkColors
  },
  append: (_event, bytes) => {
    appended.push(bytes)
  },
  appended: () => {
    const whole = Buffer.concat(appended)
    return { size: whole.length, digest: createHash('sha256').update(whole).digest('hex') }
  },
  startDrag: (event, path) =>
    event.sender.startDrag({ file: path, icon: nativeImage.createFromDataURL(DOT) }),
  reload: () => window.webContents.reload(),
  desktop: () => {
    app.setBadgeCount(3)
    const notification = new Notification({
      title: 'Hello',
      body: 'there',
      hasReply: true,
      replyPlaceholder: 'Reply',
    })
    notification.on('click', () => seen.desktop.push('notification'))
    notification.on('reply', (event, text) => seen.desktop.push(`${event.reply} ${text}`))
    notification.on('close', () => seen.desktop.push('closed'))
    notification.show()
    const tray = new Tray(nativeImage.createEmpty())
    tray.setToolTip('contract')
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: 'Open', click: (item) => seen.desktop.push(item.label) },
        { label: 'Quit', click: () => app.quit() },
      ]),
    )
    tray.on('click', () => seen.desktop.push('tray'))
    window.flashFrame(true)
    window.setOverlayIcon(nativeImage.createFromDataURL(DOT), 'three')
    for (const name of ['suspend', 'resume', 'lock-screen'])
      powerMonitor.on(name, () => seen.desktop.push(name))
  },
  missing: () =>
    [
      () => app.relaunch(),
      () => systemPreferences.getUserDefault('AppleLocale', 'string'),
      () => BrowserWindow.fromDevTools(),
    ].map(messageOf),
  close: () => window.close(),
}

function messageOf(work) {
  try {
    return work()
  } catch (error) {
    return error.message
  }
}

function describe(value) {
  if (value instanceof Map) return ['Map', [...value].map((pair) => pair.map(describe))]
  if (value instanceof Set) return ['Set', [...value].map(describe)]
  if (value instanceof Date) return ['Date', value.getTime()]
  if (value instanceof RegExp) return ['RegExp', String(value)]
  if (value instanceof Error) return ['Error', value.name, value.message]
  if (ArrayBuffer.isView(value)) return [value.constructor.name, value.byteLength]
  if (value instanceof ArrayBuffer) return ['ArrayBuffer', value.byteLength]
  if (Array.isArray(value)) return ['Array', value.map(describe)]
  if (typeof value === 'object' && value !== null) {
    return ['Object', Object.entries(value).map(([key, item]) => [key, describe(item)])]
  }
  return [typeof value, Object.is(value, -0) ? '-0' : String(value)]
}

function serve(request) {
  const { pathname } = new URL(request.url)
  const range = request.headers.get('range')
  if (pathname === '/bytes' && request.method === 'HEAD') {
    return new Response(null, { headers: { 'content-length': String(file.length) } })
  }
  if (pathname === '/bytes') return bytes(file, range)
  if (pathname === '/large') return bytes(large, range)
  if (pathname === '/tone.wav') return bytes(tone, range, { 'content-type': 'audio/wav' })
  if (pathname === '/url') return new Response(request.url)
  const type = pathname.endsWith('.js') ? 'text/javascript' : 'text/html'
  try {
    const body = readFileSync(join(here, pathname.slice(1).replaceAll('/', '')))
    return new Response(body, { headers: { 'content-type': type, 'content-security-policy': CSP } })
  } catch {
    return new Response('not found', { status: 404 })
  }
}

/** The whole or one range of `content`. */
function bytes(content, range, facts = {}) {
  const headers = { ...facts, 'accept-ranges': 'bytes' }
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  if (first === undefined) return new Response(content, { headers })
  const start = first === '' ? content.length - Number(last) : Number(first)
  if (start >= content.length) {
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${content.length}` },
    })
  }
  const wanted = first === '' || last === '' ? content.length : Number(last) + 1
  const end = Math.min(wanted, content.length)
  return new Response(content.subarray(start, end), {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${start}-${end - 1}/${content.length}` },
  })
}

function counting(length) {
  return Uint8Array.from({ length }, (_, index) => index % 251)
}

/** A WAV of silence: mono, 16 bits, 16,000 samples a second. */
function silence(seconds) {
  const rate = 16_000
  const wav = Buffer.alloc(44 + seconds * rate * 2)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(wav.length - 8, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(rate, 24)
  wav.writeUInt32LE(rate * 2, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(wav.length - 44, 40)
  return wav
}

function cdpAddress() {
  const [port] = readFileSync(join(app.getPath('sessionData'), 'DevToolsActivePort'), 'utf8').split('\n')
  return `http://127.0.0.1:${port}`
}

function start() {
  protocol.handle('contract', serve)
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback) => {
    seen.permissions.push(permission)
    callback(false)
  })
  session.defaultSession.setPermissionCheckHandler(() => false)
  ipcMain.handle('request', (event, name, ...args) => requests[name](event, ...args))
  ipcMain.on('post', (_event, ...args) => seen.posts.push(args))
  ipcMain.on('loaded', () => {
    seen.loads++
    if (seen.loads > 1) return
    window.show()
    const host = process.versions.electron === undefined ? 'chromium' : 'electron'
    console.log(`linkboard ready ${JSON.stringify({ pid: process.pid, cdp: cdpAddress(), host })}`)
  })
  window = new BrowserWindow({
    width: 1280,
    height: 800,
    useContentSize: true,
    show: false,
    webPreferences: { preload: join(here, 'preload.cjs'), sandbox: true, contextIsolation: true },
  })
  window.on('focus', () => seen.focus.push('focus'))
  window.on('blur', () => seen.focus.push('blur'))
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    seen.gone.push(reason)
    window.webContents.reload()
  })
  window.webContents.setWindowOpenHandler(({ url }) => {
    seen.opened.push(url)
    return { action: 'deny' }
  })
  window.webContents.on('will-navigate', (event) => {
    seen.navigations.push(event.url)
    event.preventDefault()
  })
  window.loadURL(`${ORIGIN}/index.html`)
}

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, argv) => seen.secondInstances.push(argv))
  app.on('window-all-closed', () => app.quit())
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => app.quit())
  app.whenReady().then(start)
} else {
  console.log('already running')
  app.quit()
}
