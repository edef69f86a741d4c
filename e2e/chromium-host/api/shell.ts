import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import type { Shell } from 'electron'
import type { Recorded } from '../recorder.ts'
import { strict } from '../strict.ts'

/** `shell`: headless every call is only recorded; with a display the system's opener is run. */
export function createShell(
  headless: boolean,
  recorded: Recorded,
): Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep'> {
  const open = (target: string): void => {
    if (!headless) runOpener(target)
  }
  return strict('shell', {
    async openExternal(url: string) {
      recorded.shell.push({ call: 'openExternal', target: url })
      open(url)
    },
    async openPath(path: string) {
      recorded.shell.push({ call: 'openPath', target: path })
      open(path)
      return ''
    },
    showItemInFolder(path: string) {
      recorded.shell.push({ call: 'showItemInFolder', target: path })
      open(dirname(path))
    },
    beep() {
      recorded.shell.push({ call: 'beep', target: '' })
    },
  })
}

function runOpener(target: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', target]
      : process.platform === 'win32'
        ? ['explorer.exe', target]
        : ['xdg-open', target]
  const child = spawn(command ?? 'xdg-open', args, { detached: true, stdio: 'ignore' })
  child.on('error', () => undefined)
  child.unref()
}
