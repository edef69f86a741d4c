import path from 'node:path'
import type { EventSink } from '#core/events/event-bus.ts'
import type { Clock, SecretVault, SettingsStore } from '#core/ports.ts'
import type { ScryptParams } from '#core/scrypt.ts'
import type { AccountRepository } from '#core/storage/account-repository.ts'
import { DATABASE_NAME, MEDIA_NAME } from '#core/storage/database.ts'
import { AppError } from '#shared/errors.ts'
import type { BackupPreview, BackupTask } from '#shared/model/backup.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { removeCopy } from './database-copy.ts'
import { Cancelled } from './failures.ts'
import { ofThisComputer } from './own-settings.ts'
import type { BackupPorts } from './ports.ts'
import { lookAtBackup, type OpenedBackup, openBackup } from './read-backup.ts'
import { stageBackup } from './stage-backup.ts'
import { type WriteBackupOptions, writeBackup } from './write-backup.ts'

export interface BackupsDeps {
  /** Null where there is nothing to be kept: in practice mode. */
  ports: BackupPorts | null
  accounts: Pick<AccountRepository, 'list'>
  vault: Pick<SecretVault, 'get' | 'protection'>
  settings: Pick<SettingsStore, 'read'>
  clock: Pick<Clock, 'now'>
  scryptParams: ScryptParams
  /** The operator has made one, or restored one. */
  madeByHand(): void
  /** Resolves when what was removed is deleted, or has to wait: it does not go into the next backup (P23). */
  deleted(): Promise<void>
  events: EventSink
}

/** A file as a page may know it. */
export interface BackupFile {
  name: string
  bytes: number
}

/** What is under way, and how to end it. */
interface Running {
  abort: AbortController
  /** Resolves once nothing of it is left. */
  over: Promise<void>
  /** Nobody asked for it, so it is broken off for somebody who does. */
  isAutomatic: boolean
}

/** Makes backups, and restores them; one thing at a time (design 3). */
export class Backups {
  readonly #deps: BackupsDeps
  #task: BackupTask | null = null
  #running: Running | null = null
  #chosen: { file: string; opened: OpenedBackup | null } | null = null
  #isOver = false
  #tidied: Promise<void> = Promise.resolve()

  constructor(deps: BackupsDeps) {
    this.#deps = deps
  }

  /** What is under way; null when nothing is. */
  get task(): BackupTask | null {
    return this.#task
  }

  /** Something is under way, or somebody is about to restore. */
  get isBusy(): boolean {
    return this.#running !== null || this.#chosen !== null || this.#isOver
  }

  /** Removes what an earlier run left behind when it was killed. */
  start(): void {
    const { ports } = this.#deps
    // What cannot be removed now is in the way of the next backup, which says so.
    if (ports !== null) this.#tidied = removeCopy(copyIn(ports)).catch(() => undefined)
  }

  /** Ends what is under way, for quitting; a drive that does not answer is waited for no longer than the grace. */
  async stop(graceOver: Promise<void> = new Promise(() => {})): Promise<void> {
    this.#isOver = true
    this.cancel()
    this.close()
    await this.#tidied
    // A dialog of the system's that stands open is nothing to wait for.
    if (this.#task !== null) await Promise.race([this.#running?.over, graceOver])
  }

  cancel(): void {
    this.#running?.abort.abort(new Cancelled())
  }

  close(): void {
    this.#chosen = null
  }

  create(passphrase: string): Promise<BackupFile | null> {
    return this.#exclusively(async (ports, signal) => {
      const now = this.#deps.clock.now()
      const target = await ports.chooseTarget(`Linkboard ${day(now)}.linkboard-backup`)
      if (target === null) return null
      signal.throwIfAborted()
      const file = await this.#write('create', ports, { target, passphrase, now, signal })
      this.#deps.madeByHand()
      return file
    })
  }

  /**
   * Writes a backup to a place that nobody has to be asked for, and reads it back before it has its name there. Whatever
   * the operator begins meanwhile ends it. Null when it was ended. @throws AppError `not-possible-now` while there is
   * anything else, and like `writeBackup`
   */
  createUnasked(target: string, passphrase: string): Promise<BackupFile | null> {
    if (this.isBusy) return Promise.reject(new AppError('not-possible-now'))
    return this.#exclusively(async (ports, signal) => {
      const now = this.#deps.clock.now()
      const isSound = (copy: string) => ports.automatic.isSound(copy, signal)
      return this.#write('automatic', ports, { target, passphrase, now, signal, isSound })
    }, true)
  }

  async #write(
    kind: BackupTask['kind'],
    ports: BackupPorts,
    given: Pick<WriteBackupOptions, 'target' | 'passphrase' | 'now' | 'signal' | 'isSound'>,
  ): Promise<BackupFile> {
    const { vault, settings, scryptParams } = this.#deps
    const { target, signal } = given
    await this.#tidied
    this.#tell(kind, 0)
    await unlessEnded(signal, this.#deps.deleted())
    const bytes = await writeBackup({
      ...given,
      source: path.join(ports.profileFolder, 'data', DATABASE_NAME),
      copy: copyIn(ports),
      media: path.join(ports.profileFolder, 'data', MEDIA_NAME),
      scryptParams,
      vault,
      // what belongs to this computer stays here
      settings: { ...settings.read(), ...ofThisComputer(DEFAULT_SETTINGS) },
      appVersion: ports.appVersion,
      onProgress: (percent) => this.#tell(kind, percent),
    })
    return { name: path.basename(target), bytes }
  }

  choose(): Promise<BackupFile | null> {
    return this.#exclusively(async (ports) => {
      const file = await ports.chooseSource()
      if (file === null) return null
      const { bytes } = await lookAtBackup(file)
      this.#chosen = { file, opened: null }
      return { name: path.basename(file), bytes }
    })
  }

  open(passphrase: string): Promise<BackupPreview | null> {
    return this.#exclusively(async (_ports, signal) => {
      const chosen = this.#chosen
      if (chosen === null) throw new AppError('not-possible-now')
      this.#tell('check', 0)
      const opened = await openBackup(chosen.file, passphrase, this.#follow('check', signal), signal)
      if (this.#chosen === chosen) this.#chosen = { ...chosen, opened }
      return this.#preview(opened)
    })
  }

  restore(): Promise<boolean> {
    return this.#exclusively(async (ports, signal) => {
      const opened = this.#chosen?.opened ?? null
      if (opened === null) throw new AppError('not-possible-now')
      if (this.#deps.vault.protection() === 'ask') throw new AppError('vault-refused')
      this.#tell('restore', 0)
      const now = this.#deps.clock.now()
      const onProgress = this.#follow('restore', signal)
      const parts = await stageBackup(opened, ports, { now, onProgress, signal })
      this.#isOver = true
      this.#deps.madeByHand()
      ports.startOver(parts)
      return true
    }).then((restored) => restored ?? false)
  }

  #preview({ manifest }: OpenedBackup): BackupPreview {
    const { accounts } = this.#deps
    const here = new Set(accounts.list().flatMap(({ id, botId, ownerUserId }) => [id, botId, ownerUserId]))
    return {
      createdAt: manifest.createdAt,
      messages: manifest.messages,
      accounts: manifest.accounts.map(({ id, botId, ownerUserId, number, alias, token }) => ({
        number,
        alias,
        isHere: here.has(id) || here.has(botId) || (ownerUserId !== null && here.has(ownerUserId)),
        hasSignIn: token !== null,
      })),
    }
  }

  #follow(kind: BackupTask['kind'], signal: AbortSignal) {
    return (done: number, total: number) => {
      signal.throwIfAborted()
      this.#tell(kind, (100 * done) / total)
    }
  }

  #tell(kind: BackupTask['kind'], progress: number): void {
    const percent = Math.floor(progress)
    if (this.#task?.kind === kind && this.#task.percent === percent) return
    this.#setTask({ kind, percent })
  }

  #setTask(task: BackupTask | null): void {
    this.#task = task
    this.#deps.events.raise({ kind: 'backup-changed', task })
  }

  /** Runs one thing at a time; null when it was cancelled. */
  async #exclusively<T>(
    work: (ports: BackupPorts, signal: AbortSignal) => Promise<T | null>,
    isAutomatic = false,
  ): Promise<T | null> {
    const { ports } = this.#deps
    if (this.#running?.isAutomatic === true) {
      this.cancel()
      await this.#running.over
    }
    if (ports === null || this.#running !== null || this.#isOver) throw new AppError('not-possible-now')
    const abort = new AbortController()
    const { promise: over, resolve: end } = Promise.withResolvers<void>()
    this.#running = { abort, over, isAutomatic }
    try {
      return await work(ports, abort.signal)
    } catch (error) {
      if (error instanceof Cancelled) return null
      throw error
    } finally {
      this.#running = null
      if (this.#task !== null) this.#setTask(null)
      end()
    }
  }
}

/** Waits for something, or for nothing any more. @throws the signal's reason */
async function unlessEnded(signal: AbortSignal, awaited: Promise<void>): Promise<void> {
  const { promise: ended, reject } = Promise.withResolvers<never>()
  const end = () => reject(signal.reason)
  signal.addEventListener('abort', end)
  try {
    signal.throwIfAborted()
    await Promise.race([awaited, ended])
  } finally {
    signal.removeEventListener('abort', end)
  }
}

/** Where the database's copy lies while a backup is written: beside it, in the folder of mode 0700. */
function copyIn({ profileFolder }: BackupPorts): string {
  return path.join(profileFolder, 'data', 'backup-copy.db')
}

/** The operator's day, as it sorts. */
function day(now: number): string {
  const date = new Date(now)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
