import path from 'node:path'
import type { DomainEvent } from '#core/events/domain-event.ts'
import type { EventSink, Subscriber } from '#core/events/event-bus.ts'
import type { Random } from '#core/ports.ts'
import { isDamage, isDiskFull } from '#core/storage/database.ts'
import { WallClockAlarm, type WallClockAlarmDeps } from '#core/wall-clock-alarm.ts'
import { AppError, type AppErrorCode } from '#shared/errors.ts'
import type { AppNotice } from '#shared/model/app-info.ts'
import type { AutoBackupPlan, AutoBackupState } from '#shared/model/backup.ts'
import { checkFolder, freeName, markFrom, removeOldest, removeUnfinished } from './auto-folder.ts'
import { backupNotice, failingSince, nextBackupAt, quieted, WORTH_KEEPING_MS } from './auto-times.ts'
import type { Backups } from './backups.ts'
import type { BackupPorts, KeptAutoBackups } from './ports.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** The clock is looked at this often. */
const LOOK_MS = MINUTE_MS
/** After a start the operator's own business comes first, and after a sleep drives take a while to be there again. */
const SETTLE_MS = 2 * MINUTE_MS
/** After one that failed, or that somebody ended. */
const AGAIN_MS = HOUR_MS
/** Files of former folders that are remembered. */
const MAX_MADE = 200

const NOTHING_KEPT: KeptAutoBackups = {
  mark: null,
  plan: null,
  made: [],
  last: null,
  failure: null,
  byHandAt: null,
  quietUntil: null,
}

export interface AutoBackupsDeps extends WallClockAlarmDeps {
  /** Null where there is nothing to be kept: in practice mode. */
  ports: Pick<BackupPorts, 'profileFolder' | 'automatic'> | null
  backups: Pick<Backups, 'createUnasked' | 'isBusy' | 'cancel'>
  random: Pick<Random, 'bytes'>
  /** When the oldest message that is still here came; null without one. Unix milliseconds. */
  oldestMessageAt(): number | null
  events: EventSink
}

/** How the operator sets automatic backups; without a passphrase the one that is set stays. */
export interface AutoBackupOrder extends AutoBackupPlan {
  passphrase: string | null
}

/**
 * Makes backups without being asked, every so many days by the operator's clock, and reminds of them where none are
 * made. They go on behind a lock: nobody is asked for anything, and nothing is shown.
 */
export class AutoBackups extends WallClockAlarm implements Subscriber {
  readonly place = 'backup'
  readonly #deps: AutoBackupsDeps
  /** None is made before, by the monotonic clock. */
  #notBefore = 0
  #running: Promise<void> | null = null
  /** What is being made durable; never rejects. */
  #writing: Promise<unknown> = Promise.resolve()
  #isAsleep = false
  /** Somebody ended the one under way, before there was anything that the backups could break off. */
  #isEnded = false
  /** It went to sleep while one was under way. */
  #isBrokenOff = false
  #isWorthKeeping = false
  /** What was last told of, to tell of it when it changes. */
  #told = { state: '', notice: '' }

  constructor(deps: AutoBackupsDeps) {
    super(deps, LOOK_MS)
    this.#deps = deps
  }

  override start(): void {
    if (this.#deps.ports === null) return
    this.#notBefore = this.#deps.clock.monotonic() + SETTLE_MS
    this.#rememberTold()
    super.start()
  }

  /** Ends with the one under way, which the backups break off, or when the grace is over: a drive may be gone. */
  async end(graceOver: Promise<void>): Promise<void> {
    this.stop()
    this.#isAsleep = true
    await Promise.race([Promise.all([this.#running, this.#writing]), graceOver])
  }

  handle({ kind }: DomainEvent): void {
    // whoever deleted all of it has nothing to lose any more
    if (kind === 'history-erased') this.#isWorthKeeping = false
  }

  /** The computer goes to sleep: one under way is broken off, and made once it is awake. */
  suspended(): void {
    this.#isAsleep = true
    this.#isBrokenOff = this.#running !== null
    this.#end()
  }

  resumed(): void {
    const settled = this.#deps.clock.monotonic() + SETTLE_MS
    this.#isAsleep = false
    this.#notBefore = this.#isBrokenOff ? settled : Math.max(this.#notBefore, settled)
    this.#isBrokenOff = false
    this.check()
  }

  state(): AutoBackupState {
    const { ports, clock } = this.#deps
    const { plan, last, failure } = this.#kept
    const due = nextBackupAt(this.#kept, clock.now())
    return {
      plan: plan === null ? null : { folder: plan.folder, everyDays: plan.everyDays, keep: plan.keep },
      hasPassphrase: ports?.automatic.store.hasPassphrase() ?? false,
      last: last === null ? null : { at: last.at, name: last.name, bytes: last.bytes },
      failure: failure === null ? null : { code: failure.code, since: failingSince(failure, clock.now()) },
      nextAt: failure === null && due !== null && due > clock.now() ? due : null,
    }
  }

  /** What the whole app has to say of backups. */
  notice(): AppNotice | null {
    const { ports, clock } = this.#deps
    if (ports === null) return null
    return backupNotice(this.#kept, clock.now(), this.#isWorthKeeping)
  }

  /** Where something that is deleted now may still be (P23); null where nothing was made. */
  folderWithBackups(): string | null {
    return this.#kept.made.at(-1)?.folder ?? null
  }

  chooseFolder(): Promise<string | null> {
    return this.#own().automatic.chooseFolder()
  }

  /** @throws AppError like `checkFolder`, `vault-refused`, `backup-passphrase-gone` when there is none yet */
  async set({ everyDays, keep, passphrase, ...order }: AutoBackupOrder): Promise<void> {
    const { profileFolder, automatic } = this.#own()
    await checkFolder(order.folder, profileFolder)
    if (passphrase !== null) await automatic.store.setPassphrase(passphrase)
    else if (!automatic.store.hasPassphrase()) throw new AppError('backup-passphrase-gone')
    await this.#breakOff()
    const kept = this.#kept
    const folder = path.resolve(order.folder)
    const isElsewhere = kept.plan?.folder !== folder
    await this.#keep({
      ...kept,
      mark: kept.mark ?? markFrom(this.#deps.random.bytes(3)),
      plan: { folder, everyDays, keep },
      // one that lies elsewhere is none here
      last: isElsewhere ? null : kept.last,
      failure: null,
    })
    this.#notBefore = this.#deps.clock.monotonic()
    // what was made before opens with the former passphrase
    if (passphrase !== null) this.#begin()
    this.check()
  }

  /** Makes none any more; what was made stays where it is. */
  async unset(): Promise<void> {
    const { automatic } = this.#own()
    await automatic.store.setPassphrase(null)
    await this.#breakOff()
    await this.#keep({ ...this.#kept, plan: null, failure: null })
  }

  /** Begins one at once. @throws AppError `not-possible-now` without a plan and while there is anything else */
  makeNow(): void {
    if (!this.#begin()) throw new AppError('not-possible-now')
  }

  /** One was made by hand, or brought everything here. */
  madeByHand(): void {
    const { ports, clock, failed } = this.#deps
    if (ports !== null) this.#keep({ ...this.#kept, byHandAt: clock.now() }).catch(failed)
  }

  /** The operator wants to be told later. */
  async later(): Promise<void> {
    this.#own()
    await this.#keep(quieted(this.#kept, this.#deps.clock.now()))
  }

  protected override look(): number | null {
    const { clock } = this.#deps
    const now = clock.now()
    this.#lookForWorth(now)
    const due = nextBackupAt(this.#kept, now)
    const isTime = due !== null && due <= now && clock.monotonic() >= this.#notBefore
    if (isTime && !this.#isAsleep) this.#begin()
    this.#tell()
    return LOOK_MS
  }

  get #kept(): KeptAutoBackups {
    return this.#deps.ports?.automatic.store.read() ?? NOTHING_KEPT
  }

  #end(): void {
    if (this.#running === null) return
    this.#isEnded = true
    this.#deps.backups.cancel()
  }

  async #breakOff(): Promise<void> {
    this.#end()
    await this.#running
  }

  #own() {
    const { ports } = this.#deps
    if (ports === null) throw new AppError('not-possible-now')
    return ports
  }

  /** Answers whether one is under way now that was not before. */
  #begin(): boolean {
    const { ports, backups, failed } = this.#deps
    const { plan, mark } = this.#kept
    if (ports === null || plan === null || mark === null || this.#running !== null || backups.isBusy)
      return false
    this.#isEnded = false
    this.#running = this.#make(ports, plan, mark)
      .catch(failed)
      .finally(() => {
        this.#running = null
        this.#tell()
      })
    return true
  }

  async #make(
    ports: NonNullable<AutoBackupsDeps['ports']>,
    plan: AutoBackupPlan,
    mark: string,
  ): Promise<void> {
    const { clock } = this.#deps
    const { folder } = plan
    // until it is known how it went
    this.#notBefore = clock.monotonic() + AGAIN_MS
    const before = this.#namesIn(folder)
    try {
      await checkFolder(folder, ports.profileFolder)
      const passphrase = await ports.automatic.store.passphrase()
      if (passphrase === null) throw new AppError('backup-passphrase-gone')
      await removeUnfinished(folder, mark, before)
      const at = clock.now()
      const name = await freeName(folder, mark, at)
      if (this.#isEnded) return
      // known before it is there: what a kill cuts off is found again
      await this.#note(folder, [...before, name])
      const file = await this.#deps.backups.createUnasked(path.join(folder, name), passphrase)
      if (file === null) await this.#note(folder, before)
      else await this.#succeeded({ at, name, bytes: file.bytes }, plan, mark)
    } catch (error) {
      await this.#failed(error, ports, { folder, before })
    }
  }

  async #succeeded(
    last: NonNullable<KeptAutoBackups['last']>,
    { folder, keep }: AutoBackupPlan,
    mark: string,
  ): Promise<void> {
    const { clock, failed } = this.#deps
    this.#notBefore = clock.monotonic()
    // the backup is there all the same, and what is not written down now is with the next one
    await this.#keep({ ...this.#kept, last, failure: null }).catch(failed)
    const stay = await removeOldest(folder, mark, this.#namesIn(folder), keep)
    await this.#note(folder, stay).catch(failed)
  }

  async #failed(
    error: unknown,
    { automatic }: NonNullable<AutoBackupsDeps['ports']>,
    { folder, before }: { folder: string; before: readonly string[] },
  ): Promise<void> {
    const { clock, failed } = this.#deps
    const code = codeOf(error)
    if (code === 'not-possible-now') {
      this.#notBefore = clock.monotonic()
      await this.#note(folder, before)
      return
    }
    if (code === 'internal') failed(error)
    const { failure } = this.#kept
    const since = failure === null ? clock.now() : failingSince(failure, clock.now())
    if (code === 'backup-source-damaged') automatic.damaged()
    await this.#keep({
      ...this.#kept,
      made: this.#madeWith(folder, before),
      failure: { code, since, quietUntil: failure?.quietUntil ?? null },
    })
  }

  #namesIn(folder: string): string[] {
    return this.#kept.made.filter((one) => one.folder === folder).map(({ name }) => name)
  }

  #madeWith(folder: string, names: readonly string[]): KeptAutoBackups['made'] {
    const elsewhere = this.#kept.made.filter((one) => one.folder !== folder)
    return [...elsewhere, ...names.map((name) => ({ folder, name }))].slice(-MAX_MADE)
  }

  async #note(folder: string, names: readonly string[]): Promise<void> {
    await this.#keep({ ...this.#kept, made: this.#madeWith(folder, names) })
  }

  /** Holds at once, and resolves when it is durable. */
  async #keep(kept: KeptAutoBackups): Promise<void> {
    const writing = this.#deps.ports?.automatic.store.write(kept)
    this.#writing = Promise.allSettled([this.#writing, writing])
    this.#tell()
    await writing
  }

  /** Once there is something worth keeping there is: whoever reads this every minute need not look again. */
  #lookForWorth(now: number): void {
    if (this.#isWorthKeeping || this.#kept.plan !== null) return
    const oldest = this.#deps.oldestMessageAt()
    this.#isWorthKeeping = oldest !== null && now - oldest >= WORTH_KEEPING_MS
  }

  #rememberTold(): { state: string; notice: string } {
    const before = this.#told
    this.#told = { state: JSON.stringify(this.state()), notice: JSON.stringify(this.notice()) }
    return before
  }

  #tell(): void {
    const { events } = this.#deps
    const before = this.#rememberTold()
    if (before.state !== this.#told.state) events.raise({ kind: 'auto-backup-changed', state: this.state() })
    if (before.notice !== this.#told.notice) events.raise({ kind: 'app-info-changed' })
  }
}

function codeOf(error: unknown): AppErrorCode {
  if (error instanceof AppError) return error.code
  if (isDiskFull(error)) return 'storage-full'
  return isDamage(error) ? 'backup-source-damaged' : 'internal'
}
