/** A switch given wrongly; the message is the one line the operator sees. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError'
}

/** Chromium-style switches: `--name` and `--name=value`; the last one of a name counts. */
export class CommandLine {
  readonly #switches = new Map<string, string>()
  readonly #appended = new Set<string>()

  constructor(args: readonly string[]) {
    for (const arg of args) {
      const match = /^--([^=]+)(?:=(.*))?$/s.exec(arg)
      if (match?.[1] !== undefined) this.#switches.set(match[1].toLowerCase(), match[2] ?? '')
    }
  }

  has(name: string): boolean {
    return this.#switches.has(name.toLowerCase())
  }

  /** The switch's value, '' when it has none or is absent. */
  value(name: string): string {
    return this.#switches.get(name.toLowerCase()) ?? ''
  }

  append(name: string, value = ''): void {
    this.#switches.set(name.toLowerCase(), value)
    this.#appended.add(name.toLowerCase())
  }

  remove(name: string): void {
    this.#switches.delete(name.toLowerCase())
    this.#appended.delete(name.toLowerCase())
  }

  /** What the app itself asked of Chromium, with dashes and values. */
  get appended(): string[] {
    return [...this.#appended].map((name) => {
      const value = this.value(name)
      return value === '' ? `--${name}` : `--${name}=${value}`
    })
  }
}

const OWN_SWITCH = '--host-control'

/** What the host's command line says. */
export interface HostCommand {
  /** The app's directory: the one whose package.json names the main bundle. */
  readonly appDir: string
  /** The app's own arguments; `--host-control` is the host's and not among them. */
  readonly appArgs: readonly string[]
  /** The port of host control; undefined when it was not asked for. */
  readonly controlPort: number | undefined
}

/** Reads `<app dir> [flags]`. Throws {@link CommandLineError}. */
export function readCommand(args: readonly string[]): HostCommand {
  const isControl = (arg: string): boolean => arg === OWN_SWITCH || arg.startsWith(`${OWN_SWITCH}=`)
  const [appDir, ...rest] = args
  if (appDir === undefined || appDir.startsWith('-')) {
    throw new CommandLineError('usage: chromium-host <app directory> [flags]')
  }
  const control = rest.filter(isControl).at(-1)
  return {
    appDir,
    appArgs: rest.filter((arg) => !isControl(arg)),
    controlPort: control === undefined ? undefined : readPort(control),
  }
}

function readPort(arg: string): number {
  const text = arg.slice(OWN_SWITCH.length + 1)
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new CommandLineError(`${OWN_SWITCH} wants a port from 0 to 65535, not "${text}"`)
  }
  return port
}
