import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** The folders that the app may ask for. */
export type PathName = 'home' | 'appData' | 'userData' | 'sessionData' | 'downloads' | 'temp' | 'logs' | 'exe'

/** Where the app's folders are; `userData` is settled by `--user-data-dir` or by the app itself. */
export class Paths {
  readonly #set = new Map<string, string>()
  readonly #appName: () => string
  readonly #headless: boolean

  constructor(appName: () => string, userDataDir: string, headless: boolean) {
    this.#appName = appName
    this.#headless = headless
    if (userDataDir !== '') this.#set.set('userData', resolve(userDataDir))
  }

  get(name: PathName): string {
    return this.#set.get(name) ?? this.#standard(name)
  }

  set(name: string, path: string): void {
    this.#set.set(name, path)
  }

  #standard(name: PathName): string {
    switch (name) {
      case 'home':
        return homedir()
      case 'appData':
        return appData()
      case 'userData':
        return join(this.get('appData'), this.#appName())
      // Chromium's own profile stays apart from the app's files.
      case 'sessionData':
        return join(this.get('userData'), 'chromium')
      case 'downloads':
        return this.#headless ? join(this.get('userData'), 'Downloads') : join(homedir(), 'Downloads')
      case 'temp':
        return tmpdir()
      case 'logs':
        return join(this.get('userData'), 'logs')
      case 'exe':
        return process.execPath
      default:
        throw new Error(`Failed to get '${String(name satisfies never)}' path`)
    }
  }
}

function appData(): string {
  switch (process.platform) {
    case 'win32':
      return process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming')
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support')
    default:
      return process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
  }
}
