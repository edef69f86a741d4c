import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { app } from 'electron'

/** Which program runs the app. */
export function currentHost(): 'electron' | 'chromium' {
  return process.versions['electron'] === undefined ? 'chromium' : 'electron'
}

/** The port Chromium listens on for debugging, from the file it writes; null when it does not. */
async function debuggingPort(): Promise<number | null> {
  for (const folder of new Set([app.getPath('userData'), app.getPath('sessionData')])) {
    try {
      const [line = ''] = (await readFile(path.join(folder, 'DevToolsActivePort'), 'utf8')).split('\n')
      if (/^\d+$/.test(line)) return Number(line)
    } catch {
      // Written elsewhere, or not at all.
    }
  }
  return null
}

/** Prints the one line that tells outside programs that the app can be used (design 11). */
export async function printReadyLine(remoteDebugging: boolean): Promise<void> {
  const port = remoteDebugging ? await debuggingPort() : null
  const line = {
    pid: process.pid,
    cdp: port === null ? null : `http://127.0.0.1:${port}`,
    host: currentHost(),
  }
  process.stdout.write(`linkboard ready ${JSON.stringify(line)}\n`)
}
