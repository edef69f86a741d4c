import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** No Chromium-family browser on this machine. */
export class NoChromiumError extends Error {
  override readonly name = 'NoChromiumError'

  constructor() {
    super('no Chromium, Chrome or Edge found; install one or name it in LINKBOARD_CHROMIUM')
  }
}

/**
 * Debian's Chromium that can have no window: the same engine, started with half the processor time. The program
 * itself, since what stands in the path is a script that stays between it and whoever ends it.
 */
const HEADLESS_SHELL = '/usr/lib/chromium/chromium-headless-shell'

const LINUX_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
]

const MAC_PATHS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

const WINDOWS_PATHS = [
  join('Chromium', 'Application', 'chrome.exe'),
  join('Google', 'Chrome', 'Application', 'chrome.exe'),
  join('Microsoft', 'Edge', 'Application', 'msedge.exe'),
]

/**
 * The browser to run on: the one named by `LINKBOARD_CHROMIUM`, else the first one installed; where no window is to
 * be seen, one without windows comes first.
 * @throws NoChromiumError
 */
export function findChromium(
  { headless }: { readonly headless: boolean },
  env: NodeJS.ProcessEnv = process.env,
  headlessShell = HEADLESS_SHELL,
): string {
  const found = candidates(headless ? [headlessShell] : [], env).find(isExecutable)
  if (found === undefined) throw new NoChromiumError()
  return found
}

function candidates(first: readonly string[], env: NodeJS.ProcessEnv): readonly string[] {
  const named = env['LINKBOARD_CHROMIUM']
  if (named !== undefined && named !== '') return [named]
  switch (process.platform) {
    case 'darwin':
      return MAC_PATHS
    case 'win32': {
      const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']]
      return roots.flatMap((root) =>
        root === undefined ? [] : WINDOWS_PATHS.map((path) => join(root, path)),
      )
    }
    default: {
      const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin']
      const whole = LINUX_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
      return [...first, ...whole]
    }
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
