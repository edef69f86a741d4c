import type { AppActions } from '#core/app-actions.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { DiagnosticsRepository } from '#core/storage/diagnostics-repository.ts'
import type { OutputOf } from '#shared/contract/index.ts'
import { AppError } from '#shared/errors.ts'
import type { Quarantine } from '#shared/model/diagnostics.ts'
import type { AccountId, MessageId } from '#shared/model/ids.ts'
import type { MessageDetails } from '#shared/model/message-details.ts'
import { collectEvidence, type EvidenceDeps, zipFiles } from './evidence.ts'
import type { Recorder } from './recorder.ts'

export interface DiagnosticsDeps extends Omit<EvidenceDeps, 'accounts' | 'counts' | 'repository'> {
  stores: {
    accounts: EvidenceDeps['accounts'] & { get(id: AccountId): unknown }
    diagnostics: EvidenceDeps['repository'] & Pick<DiagnosticsRepository, 'message'>
  }
  recorder: Recorder
  reads: Reads
  actions: Pick<AppActions, 'openLogFolder' | 'saveFile'>
}

/** What was written down about this program, for the operator. */
export class Diagnostics {
  readonly #deps: DiagnosticsDeps

  constructor(deps: DiagnosticsDeps) {
    this.#deps = deps
  }

  /** What happened to an account, the newest first. @throws AppError `not-found` */
  timeline(id: AccountId, before: number | null): OutputOf<'diagnostics.timeline'> {
    if (this.#deps.stores.accounts.get(id) === null) throw new AppError('not-found')
    return this.#deps.recorder.timeline(id, before)
  }

  /** Ids, times and the history of one message. @throws AppError `not-found` */
  message(id: MessageId): MessageDetails {
    const found = this.#deps.stores.diagnostics.message(id)
    if (found === null) throw new AppError('not-found')
    return {
      contactUserId: found.contactUserId,
      serverId: found.serverId,
      clientId: found.clientId,
      wireSeq: found.wireSeq,
      storedAt: found.storedAt,
      due: found.due,
      isForced: found.isForced,
      broadcastId: found.broadcastId,
      replaces: found.replaces,
      history: this.#deps.recorder.historyOf(found.accountId, id),
    }
  }

  /** Accounts with messages that could not be read. */
  quarantine(): Quarantine[] {
    return this.#deps.stores.diagnostics.quarantine()
  }

  /** @throws AppError `folder-unreadable` */
  openLogFolder(): Promise<void> {
    return this.#deps.actions.openLogFolder()
  }

  /**
   * Everything this program may tell about itself, where the operator wants it; false when cancelled.
   * @throws AppError `file-unwritable`, `storage-full`
   */
  async saveEvidence(): Promise<boolean> {
    const { clock, recorder, stores, reads, actions } = this.#deps
    recorder.settle()
    const ids = stores.accounts.list().map(({ id }) => id)
    const counts = await reads.run('account-counts', ids)
    const files = collectEvidence({
      ...this.#deps,
      accounts: stores.accounts,
      repository: stores.diagnostics,
      counts,
    })
    const day = new Date(clock.now()).toISOString().slice(0, 10)
    return actions.saveFile(`linkboard-evidence-${day}.zip`, zipFiles(files))
  }
}
