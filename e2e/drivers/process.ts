import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type HostName = 'electron' | 'chromium'

/** How a host is started: the program and what stands before the app's own flags. */
export interface HostProgram {
  readonly host: HostName
  readonly command: string
  readonly args: readonly string[]
  /** Flags that only this host needs, such as its host control. */
  readonly flags: readonly string[]
}

/** Where and how the app starts. */
export interface LaunchOptions {
  /** The profile; it outlives the app, whoever made it removes it. */
  readonly userDataDir: string
  /** Further environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Further flags, after the standard ones; a later one of the same name counts. */
  readonly flags?: readonly string[]
}

/** The app's ready line (design: contract for outside checks). */
export interface ReadyLine {
  readonly pid: number
  readonly cdp: string
  readonly host: string
}

/** A started app process. */
export interface Launched {
  readonly ready: Promise<ReadyLine>
  /** Resolves with the exit code, null after a signal. Never rejects. */
  readonly exited: Promise<number | null>
  isRunning(): boolean
  stdout(): string
  stderr(): string
  kill(): void
}

const READY = /^linkboard ready (\{.*\})$/m

/** Starts the app as an outside check would. */
export function launch(program: HostProgram, options: LaunchOptions): Launched {
  const child = spawn(program.command, [...program.args, ...flagsOf(program, options)], {
    env: environment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const ready = Promise.withResolvers<ReadyLine>()
  const exited = Promise.withResolvers<number | null>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    const line = READY.exec(stdout)?.[1]
    if (line !== undefined) ready.resolve(JSON.parse(line))
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.on('error', (error) => {
    ready.reject(error)
    exited.resolve(null)
  })
  child.on('close', (code) => {
    ready.reject(
      new Error(`the app ended (${code ?? 'by a signal'}) before it was ready\n${stdout}\n${stderr}`),
    )
    exited.resolve(code)
  })
  return {
    ready: ready.promise,
    exited: exited.promise,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    stdout: () => stdout,
    stderr: () => stderr,
    kill: () => child.kill('SIGKILL'),
  }
}

function flagsOf(program: HostProgram, options: LaunchOptions): string[] {
  return [
    `--user-data-dir=${options.userDataDir}`,
    '--lang=en',
    '--password-store=basic',
    '--remote-debugging-port=0',
    ...program.flags,
    ...(options.flags ?? []),
  ]
}

/** Settings for colours: Node warns on the app's stderr where two of them disagree. */
const COLOURS = ['NO_COLOR', 'FORCE_COLOR']

/** Where Node keeps what it has compiled: a run of all specs starts the same files a hundred times. */
const COMPILED = fileURLToPath(new URL('../../.cache/compiled', import.meta.url))

/** The surroundings' environment without anything that would steer the app. */
function environment({ env = {} }: LaunchOptions): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => (!name.startsWith('LINKBOARD_') || name === 'LINKBOARD_CHROMIUM') && !COLOURS.includes(name),
  )
  const merged: NodeJS.ProcessEnv = {
    ...Object.fromEntries(inherited),
    NODE_COMPILE_CACHE: COMPILED,
    ...env,
  }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined))
}
