import { app as electronApp } from 'electron'
import type { AppActions } from '#core/app-actions.ts'
import type { AppConnection } from '#core/app-surface.ts'
import type { RestoredParts } from '#core/backup/ports.ts'
import { toFailure } from '#core/diagnostics/log-event.ts'
import type { HostPolicy } from '#core/ilink/hosts.ts'
import type { MediaServing } from '#core/media/ports.ts'
import type { Desktop } from '#core/notify/ports.ts'
import type { Clock, SecretVault } from '#core/ports.ts'
import type { Database } from '#core/storage/database.ts'
import { repairInThread } from '#core/storage/recovery/threaded-repair.ts'
import { createSystemClock } from '#core/system-ports.ts'
import { AppError } from '#shared/errors.ts'
import { createTranslator, type Translator } from '#shared/i18n/translate.ts'
import {
  type AppInfo,
  type AppNotice,
  type HostInfo,
  languageOf,
  type RepairProgress,
  type Starting,
} from '#shared/model/app-info.ts'
import type { StageResult } from '#shared/model/media.ts'
import { collectGarbage } from './adapters/collect-garbage.ts'
import { confirmQuitting } from './adapters/confirm.ts'
import { emptyProfile } from './empty-profile.ts'
import { createHostActions, type HostActionsOptions } from './host-actions.ts'
import type { LaunchOptions } from './launch/command-line.ts'
import { FirstScreen } from './launch/first-screen.ts'
import { QuitQuestion } from './launch/quit-question.ts'
import { currentHost } from './launch/ready-line.ts'
import type { PageLook } from './page-look.ts'
import { type Practice, startPracticeWorld } from './practice.ts'
import { removeLeftPracticeFolders } from './practice-folder.ts'
import { buildProduct, type Product } from './product.ts'
import { openProfile, type Profile, type Repair } from './profile.ts'
import { Recoveries } from './recoveries.ts'
import { unpackedPath } from './unpacked.ts'

export interface RuntimeOptions extends Omit<HostActionsOptions, 'profile' | 'isLocked' | 'onSettled'> {
  launch: LaunchOptions
  profile: Profile
  /** The product that ran is gone until its database is repaired; the page says so. */
  onWaiting(): void
  /** Another product is running now; windows must start over. */
  onReplaced(): void
  /** Nothing runs any more; the next start goes on where this one failed. */
  onBroken(error: unknown): void
  desktop: Desktop
  /** There is a tray that can bring the window back. */
  hasTray(): boolean
}

/** Holds the product that is running, the operator's own or practice mode, and changes between them. */
export class Runtime {
  readonly #options: RuntimeOptions
  readonly #clock: Clock
  #profile: Profile
  #product: Product | null = null
  #changing: Promise<void> = Promise.resolve()
  readonly #hostActions: ReturnType<typeof createHostActions>
  readonly #firstScreen: FirstScreen
  readonly #quitQuestion: QuitQuestion
  readonly #recoveries = new Recoveries()
  #isUnguarded = false
  #isFocused = false
  /** How far the repair of a damaged database is, while there is one. */
  #repairing: RepairProgress | null = null
  readonly #ending = new AbortController()
  readonly #known = Promise.withResolvers<void>()
  #isKnown = false

  constructor(options: RuntimeOptions) {
    this.#options = options
    this.#profile = options.profile
    this.#clock = createSystemClock(options.launch.clockOffsetMs)
    this.#firstScreen = new FirstScreen(this.#clock)
    this.#quitQuestion = new QuitQuestion({
      left: () => this.#left(),
      isLocked: () => this.#isLocked,
      ask: () => confirmQuitting(options.window(), this.#translator()),
      quit: () => electronApp.quit(),
      changed: () => this.infoChanged(),
      log: options.log,
    })
    this.#hostActions = createHostActions({
      ...options,
      onPainted: () => {
        this.#firstScreen.notePainted()
        options.onPainted()
      },
      onSettled: () => this.#firstScreen.noteSettled(),
      profile: () => this.#profile,
      isLocked: () => this.#isLocked,
    })
  }

  /** Starts the product, or practice mode when it was asked for. */
  async start(): Promise<void> {
    this.#options.log.write({
      kind: 'started',
      version: electronApp.getVersion(),
      host: currentHost(),
      platform: process.platform,
      node: process.versions.node,
      practice: this.#options.launch.demo,
    })
    removeLeftPracticeFolders()
    // what a start takes and nothing else is given back
    this.#firstScreen.begin(collectGarbage)
    await (this.#options.launch.demo ? this.#startPractice() : this.#startOwn())
    this.#becomeKnown()
  }

  /**
   * Resolves once there is something to say: a product that runs, or what keeps it from running. Pages are loaded while
   * the first one starts, and what they ask waits for this.
   */
  get known(): Promise<void> {
    return this.#known.promise
  }

  #becomeKnown(): void {
    this.#isKnown = true
    this.#known.resolve()
  }

  /** Ends whatever runs, after a change under way. Safe to call more than once. */
  async stop(): Promise<void> {
    this.#ending.abort()
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

  /** A connection to the product that runs now, and that ends with it; null while it changes. */
  connect(): AppConnection | null {
    const product = this.#product
    if (product === null) return null
    const connection = product.app.connect()
    return {
      ...connection,
      request: async (name, input) =>
        this.#product === product
          ? await connection.request(name, input)
          : { ok: false, error: { code: 'not-possible-now' } },
    }
  }

  /** What keeps the product from running; null while nothing does. */
  starting(): Starting | null {
    if (this.#repairing === null) return null
    const { language, theme } = this.look()
    return { language, theme, repair: this.#repairing }
  }

  /** What a page is drawn in before it knows anything else. */
  look(): PageLook {
    const settings = this.#profile.settings.read()
    return { language: languageOf(settings, this.#options), theme: settings.theme }
  }

  /** Takes a file for the running product; while it changes there is nobody to take it. */
  async stage(message: unknown): Promise<StageResult | null> {
    return this.#product?.app.stage(message) ?? { ok: false, name: '', problem: 'cancelled' }
  }

  /** Media of the running product. */
  serving(): MediaServing | null {
    return this.#product?.app.serving ?? null
  }

  /**
   * Somebody quits by hand.
   * @returns whether the app stays for now, since it asks first (P15)
   */
  holdQuit(): boolean {
    return this.#quitQuestion.hold()
  }

  get #isLocked(): boolean {
    return this.#product?.app.lockState() === 'locked'
  }

  /** What would not go on without the app. */
  #left(): NonNullable<AppInfo['quitAsked']> {
    const app = this.#product?.app
    return {
      sends: app?.unfinishedSends() ?? 0,
      scheduled: app?.scheduledMessages() ?? 0,
      broadcasts: app?.broadcastsToStart() ?? 0,
    }
  }

  #translator(): Translator {
    return createTranslator(languageOf(this.#profile.settings.read(), this.#options))
  }

  /** The window got the focus, or lost it. */
  focusChanged(isFocused: boolean): void {
    this.#isFocused = isFocused
    this.#product?.app.focusChanged(isFocused)
  }

  /** The host's facts are others now. */
  infoChanged(): void {
    this.#product?.app.infoChanged()
  }

  /** The operator wants the app to stay when its window is closed. */
  get closesToTray(): boolean {
    return this.#profile.settings.read().machine.closeToTray
  }

  /** The system locked its screen. */
  screenLocked(): void {
    this.#product?.app.screenLocked()
  }

  suspend(): void {
    this.#product?.app.suspend()
  }

  resume(): void {
    this.#product?.app.resume()
  }

  async #startOwn(isDamaged = false): Promise<void> {
    const { vault } = this.#profile
    const database = await this.#profile.openDatabase((order) => this.#repair(order), isDamaged)
    const product = this.#build(database, vault, this.#options.launch.hosts, null)
    this.#product = product
    database.onDamage(() => this.#recover(database))
    product.app.start(this.#firstScreen.settled)
  }

  /** Repairs a damaged database beside this thread (P21), which meanwhile tells the page how far it is. */
  async #repair(order: Parameters<Repair>[0]): ReturnType<Repair> {
    this.#repairing = { step: 'looking', share: 0 }
    // the page of a start waits for this; one that shows what is gone has to begin anew
    if (this.#isKnown) this.#options.onWaiting()
    this.#becomeKnown()
    try {
      return await repairInThread({
        script: unpackedPath(import.meta.dirname, 'repair-worker.mjs'),
        order,
        told: (progress) => {
          this.#repairing = progress
        },
        signal: this.#ending.signal,
      })
    } finally {
      this.#repairing = null
    }
  }

  async #startPractice(): Promise<void> {
    const practice = await startPracticeWorld(this.#clock)
    const product = this.#build(practice.database, practice.vault, practice.hosts, practice)
    this.#product = product
    product.app.start(this.#firstScreen.settled)
    for (const { adoption, names } of practice.bindings) await product.app.adopt(adoption, names)
  }

  #build(database: Database, vault: SecretVault, hosts: HostPolicy, practice: Practice | null): Product {
    const { desktop, log, window } = this.#options
    const product = buildProduct({
      ...{ database, vault, hosts, practice, desktop, log, window },
      clock: this.#clock,
      profile: this.#profile,
      actions: this.#actions(),
      info: () => this.#info(practice !== null, vault),
      unguarded: () => {
        if (this.#isUnguarded) return
        this.#isUnguarded = true
        this.#product?.app.infoChanged()
      },
      damaged: () => this.#recover(database),
      startOver: (parts) => this.#startOver(parts),
    })
    product.app.focusChanged(this.#isFocused)
    return product
  }

  #actions(): AppActions {
    const { launch } = this.#options
    return {
      ...this.#hostActions,
      startPractice: () => {
        if (launch.hosts.overridden) throw new AppError('practice-unavailable')
        return this.#replace(() => this.#startPractice())
      },
      leavePractice: () => {
        if (this.#product?.practice == null) throw new AppError('not-possible-now')
        return this.#replace(() => this.#startOwn())
      },
      startAfresh: () => this.#startAfresh(),
      answerQuit: (choice) => this.#quitQuestion.answer(choice),
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
        .catch((error: unknown) =>
          this.#options.log.write({ kind: 'failure', where: 'practice', failure: toFailure(error) }),
        )
    })
  }

  /** Ends the product, deletes what the profile holds and starts with an empty one. */
  #startAfresh(): void {
    setImmediate(() => {
      this.#changing = this.#changing
        .then(async () => {
          await this.#end()
          await emptyProfile(this.#profile)
          this.#profile = await this.#reopenProfile(new Map())
          await this.#startOwn()
          this.#options.onReplaced()
        })
        .catch((error: unknown) => this.#options.onBroken(error))
    })
  }

  /** Ends the product, puts the restored profile in place and starts with it. */
  #startOver({ tokens }: RestoredParts): void {
    setImmediate(() => {
      this.#changing = this.#changing
        .then(async () => {
          await this.#end()
          this.#profile = await this.#reopenProfile(tokens)
          await this.#startOwn()
          this.#options.onReplaced()
        })
        .catch((error: unknown) => this.#options.onBroken(error))
    })
  }

  /**
   * Damage was met in the database: the product ends, and starts over behind the window with what can be saved (P21).
   * On a disk that goes on breaking it is left as it is after a while, and says that it cannot store.
   */
  #recover(damaged: Database): void {
    if (!this.#recoveries.isDue(damaged, this.#product?.database)) return
    setImmediate(() => {
      this.#changing = this.#changing
        .then(async () => {
          // practice mode, or another profile, may have taken its place since
          if (this.#product?.database !== damaged) return
          await this.#end().catch((error: unknown) =>
            this.#options.log.write({ kind: 'failure', where: 'damage', failure: toFailure(error) }),
          )
          // the page that says how far it is asks for the product by itself
          await this.#startOwn(true)
        })
        .catch((error: unknown) => {
          if (!this.#ending.signal.aborted) this.#options.onBroken(error)
        })
    })
  }

  /** What the operator answered about weak protection holds for the restored profile too. */
  async #reopenProfile(tokens: RestoredParts['tokens']): Promise<Profile> {
    const former = this.#profile
    const profile = await openProfile({
      folder: former.folder,
      now: Date.now(),
      weakProtectionAgreed: this.#options.launch.weakProtectionAgreed,
    })
    if (former.vault.protection() === 'session-only') {
      profile.vault.answer('session-only')
      for (const [id, token] of tokens) await profile.vault.set(id, token)
      const proxy = await former.vault.proxy.get()
      if (proxy !== null) await profile.vault.proxy.set(proxy)
      // the one of a profile that was emptied goes with it
      if (profile.autoBackups.read().plan !== null)
        await profile.autoBackups.setPassphrase(await former.autoBackups.passphrase())
    }
    return profile
  }

  #info(practising: boolean, vault: SecretVault): HostInfo {
    const { hasTray, launch, loginItem, raiseKeys, systemLanguage } = this.#options
    const notices: AppNotice[] = [...this.#profile.notices]
    if (launch.hosts.overridden) notices.unshift({ kind: 'server-override', url: launch.hosts.apiBase })
    if (this.#isUnguarded) notices.push({ kind: 'unguarded' })
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
      quitAsked: this.#quitQuestion.asked,
      startsAtLogin: loginItem.isSet,
      raiseKeysTaken: raiseKeys.isTaken,
      hasTray: hasTray(),
    }
  }
}
