import { isDeepStrictEqual } from 'node:util'
import type { Page } from '@playwright/test'
import { type Connected, connect, connectAgain } from './connect.ts'
import type { HostName, HostProgram, Launched, LaunchOptions, ReadyLine } from './process.ts'
import { launch } from './process.ts'

export interface AppOptions extends LaunchOptions {
  /** Told of every app that runs, restarted ones included, so that whoever tidies up forgets none. */
  readonly onStarted?: (app: App) => void
}

/** One running app with its one page, the same over both hosts. */
export class App {
  readonly ready: ReadyLine
  readonly userDataDir: string
  readonly #launched: Launched
  readonly #program: HostProgram
  readonly #options: AppOptions
  readonly #console: string[] = []
  #connected: Connected

  private constructor(launched: Launched, connected: Connected, start: AppStart) {
    this.#launched = launched
    this.#program = start.program
    this.#options = start.options
    this.ready = start.ready
    this.userDataDir = start.options.userDataDir
    this.#connected = this.#listening(connected)
  }

  /** Starts the app, waits for its ready line and connects. Rejects with the app's output when it ends first. */
  static async start(program: HostProgram, options: AppOptions): Promise<App> {
    const launched = launch(program, options)
    try {
      const ready = await launched.ready
      const app = new App(launched, await connect(ready.cdp), { program, options, ready })
      options.onStarted?.(app)
      return app
    } catch (error) {
      launched.kill()
      throw error
    }
  }

  /** The app's one page. */
  get page(): Page {
    return this.#connected.page
  }

  /** Connects anew, as is needed after the page's process crashed; the old page is of no use then. */
  async reconnect(): Promise<Page> {
    await this.#connected.browser.close()
    this.#connected = this.#listening(await connectAgain(this.ready.cdp))
    return this.page
  }

  get host(): HostName {
    return this.#program.host
  }

  /** Process id of main. */
  get pid(): number {
    return this.ready.pid
  }

  /** What the app wrote so far. */
  get stdout(): string {
    return this.#launched.stdout()
  }

  get stderr(): string {
    return this.#launched.stderr()
  }

  /** What the page wrote to its console and threw, from the connection on. */
  get pageConsole(): string {
    return this.#console.join('\n')
  }

  /** Address of host control; undefined under Electron. */
  get control(): string | undefined {
    const line = /^host control (\{.*\})$/m.exec(this.stderr)?.[1]
    return line === undefined ? undefined : String(JSON.parse(line).url)
  }

  /** Resolves with the exit code when main has ended; null after a signal. */
  get exited(): Promise<number | null> {
    return this.#launched.exited
  }

  /** Whether main has not ended yet. */
  get isRunning(): boolean {
    return this.#launched.isRunning()
  }

  /** Whether both were started with the same environment and flags. */
  isStartedAs(other: App): boolean {
    const asTold = ({ env, flags }: AppOptions) => [env, flags]
    return isDeepStrictEqual(asTold(this.#options), asTold(other.#options))
  }

  /** Ends the app as its operator's system would (SIGTERM) and waits for it; answers the exit code. */
  async stop(): Promise<number | null> {
    process.kill(this.pid, 'SIGTERM')
    return await this.#ended()
  }

  /** Kills main (SIGKILL) and waits for its end. */
  async kill(): Promise<void> {
    process.kill(this.pid, 'SIGKILL')
    await this.#ended()
  }

  /** Ends whatever still runs, without asking. For tidying up. */
  async dispose(): Promise<void> {
    this.#launched.kill()
    await this.#ended()
  }

  /** Starts again on the same profile, by default with the same environment and flags. */
  async restart(changes: Partial<AppOptions> = {}): Promise<App> {
    return await App.start(this.#program, { ...this.#options, ...changes })
  }

  /** Starts a second instance on the same profile and answers what it said. */
  async startAgain(): Promise<{ readonly exitCode: number | null; readonly stdout: string }> {
    const second = launch(this.#program, this.#options)
    second.ready.catch(() => undefined)
    return { exitCode: await second.exited, stdout: second.stdout() }
  }

  #listening(connected: Connected): Connected {
    connected.page.on('console', (message) => this.#console.push(`${message.type()}: ${message.text()}`))
    connected.page.on('pageerror', (error) => this.#console.push(`thrown: ${error.stack ?? error.message}`))
    return connected
  }

  async #ended(): Promise<number | null> {
    const code = await this.#launched.exited
    await this.#connected.browser.close().catch(() => undefined)
    return code
  }
}

interface AppStart {
  readonly program: HostProgram
  readonly options: AppOptions
  readonly ready: ReadyLine
}
