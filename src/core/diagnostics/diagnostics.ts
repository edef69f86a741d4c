import type { AppActions } from '#core/app-actions.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { OutputOf } from '#shared/contract/index.ts'
import { AppError } from '#shared/errors.ts'
import type { Quarantine } from '#shared/model/diagnostics.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { collectEvidence, type EvidenceParts, zipFiles } from './evidence.ts'
import type { Recorder } from './recorder.ts'

export interface DiagnosticsParts extends Omit<EvidenceParts, 'accounts' | 'counts' | 'repository'> {
  stores: {
    accounts: EvidenceParts['accounts'] & { get(id: AccountId): unknown }
    diagnostics: EvidenceParts['repository']
  }
  recorder: Recorder
  reads: Reads
  actions: Pick<AppActions, 'openLogFolder' | 'saveFile'>
}

/** What was written down about this program, for the operator. */
export class Diagnostics {
  readonly #parts: DiagnosticsParts

  constructor(parts: DiagnosticsParts) {
    this.#parts = parts
  }

  /** What happened to an account, the newest first. @throws AppError `not-found` */
  timeline(id: AccountId, before: number | null): OutputOf<'diagnostics.timeline'> {
    if (this.#parts.stores.accounts.get(id) === null) throw new AppError('not-found')
    return this.#parts.recorder.timeline(id, before)
  }

  /** Accounts with messages that could not be read. */
  quarantine(): Quarantine[] {
    return this.#parts.stores.diagnostics.quarantine()
  }

  /** @throws AppError `folder-unreadable` */
  openLogFolder(): Promise<void> {
    return this.#parts.actions.openLogFolder()
  }

  /**
   * Everything this program may tell about itself, where the operator wants it; false when cancelled.
   * @throws AppError `file-unwritable`, `storage-full`
   */
  async saveEvidence(): Promise<boolean> {
    const { clock, recorder, stores, reads, actions } = this.#parts
    recorder.settle()
    const ids = stores.accounts.list().map(({ id }) => id)
    const counts = await reads.run('account-counts', ids)
    const files = collectEvidence({
      ...this.#parts,
      accounts: stores.accounts,
      repository: stores.diagnostics,
      counts,
    })
    const day = new Date(clock.now()).toISOString().slice(0, 10)
    return actions.saveFile(`linkboard-evidence-${day}.zip`, zipFiles(files))
  }
}
