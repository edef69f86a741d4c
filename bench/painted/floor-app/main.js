// The floor: a bare fetch, one message over IPC, one element appended, or a field alone. It shares no code with the product.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, ipcMain, protocol } from 'electron'

const here = import.meta.dirname
const userDataDir = app.commandLine.getSwitchValue('user-data-dir')
app.setPath('userData', userDataDir)
app.setPath('sessionData', join(userDataDir, 'chromium'))
protocol.registerSchemesAsPrivileged([{ scheme: 'floor', privileges: { standard: true, secure: true } }])

// the page with a list of messages, that with a field to write in, or a whole window around such a field
const PAGE = process.env.FLOOR_PAGE ?? 'index.html'
const TYPES = { html: 'text/html', js: 'text/javascript' }
const FILES = ['index.html', 'page.js', 'field.html', 'field.js', 'window.html', 'window.js']

function serve(request) {
  const name = new URL(request.url).pathname.slice(1)
  if (!FILES.includes(name)) return new Response('not found', { status: 404 })
  const type = TYPES[name.split('.')[1]]
  return new Response(readFileSync(join(here, name)), { headers: { 'content-type': type } })
}

async function poll({ url, token }, window) {
  let cursor = ''
  for (;;) {
    const response = await fetch(`${url}/ilink/bot/getupdates`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ get_updates_buf: cursor }),
    })
    const answer = await response.json()
    cursor = answer.get_updates_buf
    for (const message of answer.msgs) window.webContents.send('message', message.item_list[0].text_item.text)
  }
}

function start() {
  protocol.handle('floor', serve)
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    useContentSize: true,
    show: false,
    webPreferences: { preload: join(here, 'preload.cjs'), sandbox: true, contextIsolation: true },
  })
  ipcMain.on('loaded', () => {
    window.show()
    const [port] = readFileSync(join(app.getPath('sessionData'), 'DevToolsActivePort'), 'utf8').split('\n')
    const host = process.versions.electron === undefined ? 'chromium' : 'electron'
    console.log(
      `linkboard ready ${JSON.stringify({ pid: process.pid, cdp: `http://127.0.0.1:${port}`, host })}`,
    )
    for (const account of JSON.parse(process.env.FLOOR_ACCOUNTS)) poll(account, window).catch(() => undefined)
  })
  window.loadURL(`floor://app/${PAGE}`)
}

app.on('window-all-closed', () => app.quit())
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => app.exit(0))
app.whenReady().then(start)
