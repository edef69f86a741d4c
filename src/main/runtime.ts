import { homedir, tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { app as electronApp, shell } from 'electron'
import { type App, type AppActions, createApp } from '#core/app.ts'
import type { HostPolicy } from '#core/ilink/hosts.ts'
import { createAccountLeases } from '#core/net/account-leases.ts'
import { createNodeHttp, type NodeHttp } from '#core/net/http.ts'
import type { Clock, SecretVault } from '#core/ports.ts'
import type { Router } from '#core/router.ts'
import type { Database } from '#core/storage/database.ts'
import { createSystemClock, systemRandom } from '#core/system-ports.ts'
import { AppError } from '#shared/errors.ts'
import type { AppInfo, AppNotice } from '#shared/model/app-info.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'
import type { Language } from '#shared/model/settings.ts'
import { createPracticeSettings } from './adapters/practice-settings.ts'
import type { LaunchOptions } from './launch/command-line.ts'
import { currentHost } from './launch/ready-line.ts'
import { type Practice, startPracticeWorld } from './practice.ts'
import type { Profile } from './profile.ts'

export interface RuntimeOptions {
  launch: LaunchOptions
  profile: Profile
  systemLanguage: Language
  onChanges(batch: ChangeBatch): void
  onPainted(): void
  /** Another product stands behind the router now; windows must start over. */
  onReplaced(): void
  reportFailure(where: string, error: unknown): void
}

interface Product {
  app: App
  http: NodeHttp
  practice: Practice | null
}

/** Holds the product that is running, the operator's own or practice mode, and changes between them. */
export class Runtime {
  readonly #options: RuntimeOptions
  readonly #clock: Clock
  #product: Product | null = null
  #changing: Promise<void> = Promise.resolve()

  constructor(options: RuntimeOptions) {
    this.#options = options
    this.#clock = createSystemClock(options.launch.clockOffsetMs)
  }

  /** Starts the product, or practice mode when it was asked for. */
  async start(): Promise<void> {
    await (this.#options.launch.demo ? this.#startPractice() : this.#startOwn())
  }

  /** Ends whatever runs, after a change under way. Safe to call more than once. */
  async stop(): Promise<void> {
    await this.#changing
    await this.#end()
  }

  async #end(): Promise<void> {
    const product = this.#product
    this.#product = null
    if (product === null) return
    try {
      await product.app.stop()
    } finally {
      await product.http.close()
      await product.practice?.close()
    }
  }

  readonly router: Router = async (name, input) => {
    const product = this.#product
    if (product === null) return { ok: false, error: { code: 'not-possible-now' } }
    return product.app.router(name, input)
  }

  suspend(): void {
    this.#product?.app.suspend()
  }

  resume(): void {
    this.#product?.app.resume()
  }

  async #startOwn(): Promise<void> {
    const { launch, profile } = this.#options
    const product = this.#build(profile.openDatabase(), profile.vault, launch.hosts, null)
    this.#product = product
    product.app.start()
  }

  async #startPractice(): Promise<void> {
    const practice = await startPracticeWorld(this.#clock)
    const product = this.#build(practice.database, practice.vault, practice.hosts, practice)
    this.#product = product
    product.app.start()
    for (const { adoption, names } of practice.bindings) await product.app.adopt(adoption, names)
  }

  #build(database: Database, vault: SecretVault, hosts: HostPolicy, practice: Practice | null): Product {
    const { profile, onChanges, reportFailure } = this.#options
    const http = createNodeHttp()
    const app = createApp({
      clock: this.#clock,
      random: systemRandom,
      http,
      hosts,
      vault,
      leases: createAccountLeases(path.join(tmpdir(), `linkboard-${userInfo().uid}`)),
      settings: practice === null ? profile.settings : createPracticeSettings(profile.settings),
      database,
      actions: this.#actions(),
      homeFolder: practice === null ? homedir() : null,
      botAgent: `Linkboard/${electronApp.getVersion()}`,
      info: () => this.#info(practice !== null, vault),
      reportFailure,
    })
    app.subscribe(onChanges)
    return { app, http, practice }
  }

  #actions(): AppActions {
    const { launch, profile, onPainted } = this.#options
    return {
      painted: onPainted,
      openLink: (url) => shell.openExternal(url),
      startPractice: () => {
        if (launch.hosts.overridden) throw new AppError('practice-unavailable')
        return this.#replace(() => this.#startPractice())
      },
      leavePractice: () => {
        if (this.#product?.practice == null) throw new AppError('not-possible-now')
        return this.#replace(() => this.#startOwn())
      },
      answerProtection: (choice) => {
        profile.vault.answer(choice)
        if (choice === 'store-anyway') profile.settings.weakProtectionAgreed = true
      },
    }
  }

  /** Changes the product behind the windows after the answer to the request has left. */
  async #replace(startNext: () => Promise<void>): Promise<void> {
    setImmediate(() => {
      this.#changing = this.#changing
        .then(async () => {
          await this.#end()
          await startNext()
          this.#options.onReplaced()
        })
        .catch((error: unknown) => this.#options.reportFailure('practice', error))
    })
  }

  #info(practising: boolean, vault: SecretVault): AppInfo {
    const { launch, profile, systemLanguage } = this.#options
    const notices: AppNotice[] = [...profile.notices]
    if (launch.hosts.overridden) notices.unshift({ kind: 'server-override', url: launch.hosts.apiBase })
    if (practising) notices.unshift({ kind: 'practice' })
    return {
      version: electronApp.getVersion(),
      host: currentHost(),
      platform: process.platform,
      systemLanguage,
      clockOffsetMs: launch.clockOffsetMs,
      practice: practising ? 'running' : launch.hosts.overridden ? 'unavailable-override' : 'available',
      protection: practising ? 'strong' : vault.protection(),
      notices,
    }
  }
}
