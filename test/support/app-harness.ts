import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createApp } from '#core/app.ts'
import type { App, AppConnection } from '#core/app-surface.ts'
import { createHostPolicy } from '#core/ilink/hosts.ts'
import { createAccountLeases } from '#core/net/account-leases.ts'
import { createNodeHttp, type NodeHttp } from '#core/net/http.ts'
import { createBoundCredentials } from '#core/network/bound-credentials.ts'
import type { Desktop } from '#core/notify/ports.ts'
import type { Clock } from '#core/ports.ts'
import type { LessonWorld } from '#core/practice/ports.ts'
import { createProgramPorts } from '#core/programs/address-file.ts'
import { createInProcessReads } from '#core/reads/in-process-reads.ts'
import { DATABASE_NAME, type Database } from '#core/storage/database.ts'
import { leftOverIn } from '#core/storage/left-over.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { createNoteFile } from '#core/storage/recovery/recovery-note.ts'
import { createSystemClock, systemRandom } from '#core/system-ports.ts'
import { TestLockStore } from '#core/testing/lock-store.ts'
import { TestLog } from '#core/testing/log.ts'
import { NO_ACTIONS, NO_DESKTOP, NO_VOICES, PLAIN_INFO } from '#core/testing/no-window.ts'
import { TestVault } from '#core/testing/vault.ts'
import type { InputOf, OutputOf, RequestName } from '#shared/contract/index.ts'
import type { Snapshot } from '#shared/model/changes.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '#simulator/index.ts'

/** What a test may put in the place of the real thing. */
interface AppOwnPorts {
  clock: Clock
  createHttp: () => NodeHttp
  desktop: Desktop
  /** Lessons over the harness's simulator; none by default. */
  lessons: (simulator: Simulator) => LessonWorld | null
}

/** The product over real HTTP against a simulator, with a profile folder of its own. */
export class AppHarness {
  readonly simulator: Simulator
  readonly folder = mkdtempSync(path.join(tmpdir(), 'linkboard-app-'))
  /** Failures that a test provokes; any other ends it. */
  readonly expectedFailures = new Set<string>()
  readonly log = new TestLog((where, failure) => {
    if (this.expectedFailures.has(where)) return
    throw new Error(`unexpected failure in ${where}: ${JSON.stringify(failure)}`)
  })
  /** Files that the operator was asked to keep, by their suggested names. */
  readonly saved = new Map<string, Uint8Array>()
  /** It outlives the app it is given to, as the system's does. */
  readonly #vault = new TestVault()
  readonly lockStore = new TestLockStore()
  /** What the system says of proxies. */
  systemProxy = 'DIRECT'
  /** Whether the operator lets programs sign accounts out. */
  confirmSignOut = NO_ACTIONS.confirmSignOut
  /** How often pages were to forget everything, and the product to begin with nothing. */
  pagesForgotten = 0
  startedAfresh = 0
  #settings = DEFAULT_SETTINGS
  #running: {
    app: App
    window: AppConnection
    database: Database
    close(): Promise<void>
  } | null = null

  readonly #ports: AppOwnPorts

  private constructor(simulator: Simulator, ports: AppOwnPorts) {
    this.simulator = simulator
    this.#ports = ports
  }

  /** @param ports the app's; the simulator's are among its options */
  static async start(options: SimulatorOptions = {}, ports: Partial<AppOwnPorts> = {}): Promise<AppHarness> {
    const simulator = await startSimulator({ seed: 1, holdMs: 2_000, statusHoldMs: 1_000, ...options })
    const harness = new AppHarness(simulator, {
      clock: createSystemClock(),
      createHttp: createNodeHttp,
      desktop: NO_DESKTOP,
      lessons: () => null,
      ...ports,
    })
    harness.open()
    return harness
  }

  /** Starts the app on the harness's profile. */
  open(): void {
    const { clock, createHttp, desktop } = this.#ports
    const http = createHttp()
    const { database } = openDatabase(path.join(this.folder, 'data'), clock.now())
    const app = createApp({
      clock,
      random: systemRandom,
      http,
      hosts: createHostPolicy({ apiUrl: this.simulator.url, cdnUrl: this.simulator.cdnUrl }),
      vault: this.#vault,
      leases: createAccountLeases({ folders: [path.join(this.folder, 'leases')], unguarded() {} }),
      settings: {
        read: () => this.#settings,
        write: (settings) => {
          this.#settings = settings
        },
      },
      database,
      leftOver: () => leftOverIn(path.join(this.folder, 'data')),
      recoveryNotes: createNoteFile(path.join(this.folder, 'data', DATABASE_NAME)),
      reads: createInProcessReads(database),
      desktop,
      actions: {
        ...NO_ACTIONS,
        confirmSignOut: (question, signal) => this.confirmSignOut(question, signal),
        forgetPages: () => {
          this.pagesForgotten += 1
        },
        startAfresh: () => {
          this.startedAfresh += 1
        },
        saveFile: async (name, content) => {
          this.saved.set(name, content)
          return true
        },
      },
      backup: null,
      homeFolder: path.join(this.folder, 'home'),
      botAgent: 'Linkboard/0.0.0',
      info: () => PLAIN_INFO,
      log: this.log,
      mediaFolder: path.join(this.folder, 'data', 'media'),
      voices: NO_VOICES,
      lessons: this.#ports.lessons(this.simulator),
      lock: {
        store: this.lockStore,
        scryptParams: { log2N: 10, r: 8, p: 1 },
        idleMs: () => 0,
      },
      programs: createProgramPorts(
        {
          ...{ folder: this.folder, version: '0.0.0', damaged() {} },
          script: path.resolve(import.meta.dirname, '../../src/main/programs-worker.ts'),
          file: path.join(this.folder, 'data', DATABASE_NAME),
        },
        process,
      ),
      proxy: {
        system: { resolve: async () => this.systemProxy },
        credentials: createBoundCredentials(this.#vault.slot),
        openHttp: createHttp,
      },
    })
    app.start()
    this.#running = {
      app,
      window: app.connect(),
      database,
      async close() {
        await app.stop()
        await http.close()
      },
    }
  }

  get app(): App {
    if (this.#running === null) throw new Error('the app is not running')
    return this.#running.app
  }

  /** The connection by which a window would ask. */
  get window(): AppConnection {
    if (this.#running === null) throw new Error('the app is not running')
    return this.#running.window
  }

  /** The app's own connection. */
  get database(): Database {
    if (this.#running === null) throw new Error('the app is not running')
    return this.#running.database
  }

  async restart(): Promise<void> {
    await this.closeApp()
    this.open()
  }

  async closeApp(): Promise<void> {
    const running = this.#running
    this.#running = null
    await running?.close()
  }

  async end(): Promise<void> {
    await this.closeApp()
    await this.simulator.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Asks as a window does. @throws when the app refuses */
  async request<N extends RequestName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
    const result = await this.window.request(name, input)
    if (!result.ok) throw new Error(`${name} was refused: ${result.error.code}`)
    return result.value as OutputOf<N>
  }

  /** Resolves with the first snapshot that `wanted` accepts; looked at after every change. */
  async until(wanted: (snapshot: Snapshot) => boolean | Promise<boolean>): Promise<Snapshot> {
    const follower = this.app.connect()
    let changed = Promise.withResolvers<void>()
    follower.subscribe(() => changed.resolve())
    try {
      while (true) {
        changed = Promise.withResolvers<void>()
        const snapshot = await this.request('app.snapshot', undefined)
        if (await wanted(snapshot)) return snapshot
        await changed.promise
      }
    } finally {
      follower.close()
    }
  }

  /** Adds a WeChat account to the simulator and signs it in through the app, as a person would. */
  async signIn(account: string): Promise<AccountId> {
    const { world } = this.simulator
    world.addAccount({ account })
    const { id } = await this.request('signIn.start', { label: null, accountId: null })
    await this.until((snapshot) => snapshot.signIns.some((one) => one.id === id && one.status === 'waiting'))
    world.scan({ account })
    world.confirm({})
    const snapshot = await this.until((now) =>
      now.signIns.some((one) => one.id === id && one.status === 'signed-in'),
    )
    const accountId = snapshot.signIns.find((one) => one.id === id)?.accountId
    if (accountId == null) throw new Error('signed in without an account')
    return accountId
  }
}
