import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '#shared/errors.ts'

/** Whether the system starts the app when its operator signs in to it. */
export interface LoginItem {
  /** Null where it cannot be set. */
  readonly isSet: boolean | null
  /** @throws AppError `file-unwritable` */
  set(on: boolean): void
}

/** What is needed of Electron's `app` on macOS and Windows. */
export interface LoginSettings {
  getLoginItemSettings(options: { args: string[] }): { openAtLogin: boolean }
  setLoginItemSettings(settings: { openAtLogin: boolean; args: string[] }): void
}

export interface LoginItemOptions {
  platform: string
  settings: LoginSettings
  /** Program and arguments that start the app as it was started now. */
  command: readonly string[]
  env: Readonly<Record<string, string | undefined>>
  homeFolder: string
}

/** Electron knows macOS and Windows; on Linux desktops it is a file under the user's configuration. */
export function createLoginItem(options: LoginItemOptions): LoginItem {
  const { platform } = options
  if (platform === 'darwin' || platform === 'win32') return ofSystem(options)
  return platform === 'linux' ? ofDesktopFile(options) : NOWHERE
}

const NOWHERE: LoginItem = {
  isSet: null,
  set() {
    throw new AppError('not-possible-now')
  },
}

function ofSystem({ settings, command }: LoginItemOptions): LoginItem {
  const args = command.slice(1)
  return {
    get isSet() {
      return settings.getLoginItemSettings({ args }).openAtLogin
    },
    set: (on) => settings.setLoginItemSettings({ openAtLogin: on, args }),
  }
}

function ofDesktopFile({ command, env, homeFolder }: LoginItemOptions): LoginItem {
  const chosen = env['XDG_CONFIG_HOME'] ?? ''
  const config = path.isAbsolute(chosen) ? chosen : path.join(homeFolder, '.config')
  const file = path.join(config, 'autostart', 'linkboard.desktop')
  return {
    get isSet() {
      return isActive(read(file))
    },
    set(on) {
      try {
        if (!on) {
          rmSync(file, { force: true })
          return
        }
        mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
        writeFileSync(file, desktopFile(command))
      } catch (error) {
        throw new AppError('file-unwritable', 'the autostart file', { cause: error })
      }
    },
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** Desktops switch such a file off by a line in it. */
function isActive(content: string | null): boolean {
  if (content === null) return false
  return !/^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/im.test(content)
}

function desktopFile(command: readonly string[]): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Linkboard',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
  ]
  return `${lines.join('\n')}\n`
}

/** An argument as the desktop entry specification has it: quoted, and the quoting escaped once more as a value. */
function quoted(argument: string): string {
  const inQuotes = argument.replace(/["`$\\]/gu, (sign) => `\\${sign}`)
  return `"${inQuotes.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`
}
