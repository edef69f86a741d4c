import { toAccountSummary } from '#core/accounts/account-summary.ts'
import type { SessionStatus } from '#core/accounts/ports.ts'
import type { SignIns } from '#core/accounts/sign-in.ts'
import type { AppInfoService } from '#core/app-info-service.ts'
import type { Backups } from '#core/backup/backups.ts'
import type { BroadcastViews } from '#core/broadcast/views.ts'
import type { SettingsStore } from '#core/ports.ts'
import type { Stores } from '#core/stores.ts'
import type { Snapshot } from '#shared/model/changes.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { ChangeBus } from './change-bus.ts'

export interface SnapshotParts {
  bus: ChangeBus
  stores: Pick<Stores, 'accounts' | 'contents' | 'conversations'>
  appInfo: Pick<AppInfoService, 'read'>
  settings: Pick<SettingsStore, 'read'>
  signIns: Pick<SignIns, 'list'>
  backups: Pick<Backups, 'task'>
  broadcastViews: BroadcastViews
  statusOf(id: AccountId): SessionStatus
}

/** Everything a window needs to start, or to start over after a gap, as it is after the last change sent. */
export function takeSnapshot(parts: SnapshotParts): Snapshot {
  const { bus, stores, appInfo, settings, signIns, backups, broadcastViews, statusOf } = parts
  bus.flush()
  return {
    revision: bus.revision,
    app: appInfo.read(),
    settings: settings.read(),
    accounts: stores.accounts.list().map((account) => toAccountSummary(account, statusOf(account.id))),
    conversations: stores.conversations.summaries(),
    signIns: signIns.list(),
    backup: backups.task,
    broadcasts: broadcastViews.summaries(),
    templates: stores.contents.templates(),
  }
}
