import { setImmediate } from 'node:timers/promises'
import type { OutboxFiles } from '#core/outbox/ports.ts'
import type { Clock } from '#core/ports.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { StoredBroadcast } from '#core/storage/broadcast-repository.ts'
import { AppError, type AppErrorCode } from '#shared/errors.ts'
import type { BroadcastReason, PlanProblem } from '#shared/model/broadcast.ts'
import type { BroadcastId, ConversationId } from '#shared/model/ids.ts'
import type { BroadcastSettings } from '#shared/model/settings.ts'
import { type FrozenLedger, recipientsIn } from './frozen-ledger.ts'
import type { Planning } from './planning.ts'
import type { BroadcastStores } from './stores.ts'

/** Lines of a ledger that was left in the middle, deleted in one transaction. */
const PORTION = 200
/** After a commit failed, for example on a full disk. */
const STORAGE_RETRY_MS = 5_000

const PROBLEM_CODES: Record<PlanProblem, AppErrorCode> = {
  'nothing-to-send': 'nothing-to-send',
  'text-too-long': 'text-too-long',
  'too-many-messages': 'broadcast-too-many-messages',
  'no-recipients': 'broadcast-no-recipients',
  'nobody-reachable': 'broadcast-nobody-reachable',
}

export interface StartingDeps {
  clock: Clock
  stores: BroadcastStores
  planning: Planning
  reads: Pick<Reads, 'run'>
  files: Pick<OutboxFiles, 'isWhole'>
  settings(): BroadcastSettings
  /** A broadcast is starting, is a run, or is a draft again; called after the commit. */
  changed(id: BroadcastId): void
  failed(error: unknown): void
}

/**
 * Makes runs of drafts. Whom a draft was confirmed for is kept in one row; the ledger is then written a portion at a
 * time, so that main answers others meanwhile (B10), and the run begins with the last commit. Where the program ends in
 * between, the ledger is written anew at the next start, before anything has left.
 */
export class Starting {
  readonly #deps: StartingDeps
  #isStopped = false
  /** Tries again to put back what could not be started, by broadcast. */
  readonly #timers = new Map<BroadcastId, () => void>()

  constructor(deps: StartingDeps) {
    this.#deps = deps
  }

  /** Goes on with what an earlier program was to start. */
  start(): void {
    // a plan that cannot be carried out any more leaves a draft that says so
    for (const id of this.#deps.stores.broadcasts.starting())
      void this.#write(id, 'start-failed').catch((error: unknown) => {
        if (!(error instanceof AppError)) this.#deps.failed(error)
      })
  }

  stop(): void {
    this.#isStopped = true
    for (const cancel of this.#timers.values()) cancel()
  }

  /**
   * Resolves once it is a run.
   * @throws AppError `broadcast-started`, `broadcast-file-missing`, `not-found`, and what is wrong with its plan
   */
  async run(id: BroadcastId, confirmed: readonly ConversationId[]): Promise<void> {
    const { stores, changed } = this.#deps
    const draft = stores.broadcasts.get(id)
    if (draft === null) throw new AppError('not-found')
    if (draft.state !== 'draft') throw new AppError('broadcast-started')
    stores.broadcasts.confirm(id, confirmed)
    changed(id)
    await this.#write(id, null)
  }

  /** Makes a run of one that is scheduled; resolves once it is. One that cannot be started is scheduled and asks. */
  async begin(id: BroadcastId): Promise<void> {
    this.#deps.stores.broadcasts.begin(id)
    this.#deps.changed(id)
    await this.#write(id, 'start-failed')
  }

  /** @throws AppError `broadcast-file-missing` */
  checkFiles({ contentId }: Pick<StoredBroadcast, 'contentId'>): void {
    const { stores, files } = this.#deps
    for (const { file } of stores.contents.get(contentId).files)
      if (file === null || !files.isWhole(file)) throw new AppError('broadcast-file-missing')
  }

  /** @param failure what is to stand with it where it could not be started; null: whoever asked is told */
  async #write(id: BroadcastId, failure: BroadcastReason | null): Promise<void> {
    const { stores, reads, planning } = this.#deps
    try {
      const draft = stores.broadcasts.get(id)
      if (draft === null) throw new AppError('not-found')
      this.checkFiles(draft)
      const content = stores.contents.get(draft.contentId)
      const choice = stores.broadcasts.choiceOf(id)
      const request = planning.forLedger({ content, choice, paceMs: draft.paceMs })
      const confirmed = stores.broadcasts.confirmedFor(id)
      const ledger = await reads.run('broadcast-ledger', { plan: request, confirmed })
      if (ledger.kind === 'problem') throw new AppError(PROBLEM_CODES[ledger.problem])
      await this.#fill(id, ledger)
    } catch (error) {
      // the program ends; it goes on at the next start
      if (!this.#isStopped) this.#giveUp(id, failure)
      throw error
    }
  }

  async #fill(id: BroadcastId, ledger: Extract<FrozenLedger, { kind: 'ledger' }>): Promise<void> {
    const { clock, stores, settings, changed } = this.#deps
    while (stores.ledger.removeSome(id, PORTION)) await setImmediate()
    let place = 0
    for (const portion of ledger.portions) {
      stores.database.transaction(() => {
        for (const recipient of recipientsIn(portion)) {
          stores.ledger.add(id, place, recipient)
          place += 1
        }
      })
      await setImmediate()
      if (this.#isStopped) throw new AppError('not-possible-now')
    }
    stores.database.transaction(() => {
      stores.ledger.setPieces(id, ledger.pieces)
      stores.runAccounts.add(id, ledger.accounts)
      stores.broadcasts.run(id, settings(), clock.now())
    })
    changed(id)
  }

  /** It is a draft again, or one that is scheduled and asks; its ledger is of no account. */
  #giveUp(id: BroadcastId, failure: BroadcastReason | null): void {
    const { clock, stores, changed, failed } = this.#deps
    this.#timers.delete(id)
    try {
      const broadcast = stores.broadcasts.get(id)
      if (broadcast?.state !== 'starting') return
      if (broadcast.due === null) stores.broadcasts.backToDraft(id, failure)
      else stores.broadcasts.ask(id, 'start-failed')
      changed(id)
    } catch (error) {
      failed(error)
      this.#timers.set(
        id,
        clock.setTimeout(STORAGE_RETRY_MS, () => this.#giveUp(id, failure)),
      )
    }
  }
}
