import type { AppActions } from '#core/app-actions.ts'
import type { AppInfoService } from '#core/app-info-service.ts'
import {
  otherConversations,
  type SnapshotDeps,
  takeSnapshot,
  takeSnapshotText,
} from '#core/connections/snapshot.ts'
import type { Interruptions } from '#core/interruptions.ts'
import type { Notifier } from '#core/notify/notifier.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { HandlersOf } from '#core/router.ts'
import type { SettingsService } from '#core/settings-service.ts'
import type { appRequests } from '#shared/contract/app.ts'

export interface AppHandlerDeps {
  snapshot: SnapshotDeps
  reads: Pick<Reads, 'run'>
  appInfo: AppInfoService
  settings: SettingsService
  interruptions: Interruptions
  actions: AppActions
  notifier: Pick<Notifier, 'shownChanged'>
}

export function createAppHandlers(deps: AppHandlerDeps): HandlersOf<typeof appRequests> {
  const { snapshot, reads, appInfo, settings, interruptions, actions, notifier } = deps
  return {
    'app.snapshot': (_input, reader) => takeSnapshot(snapshot, reader.revision),
    'app.snapshotText': ({ isWhole }, reader) => takeSnapshotText(snapshot, reader.revision, isWhole),
    'app.otherConversations': ({ after }) => otherConversations(snapshot.stores, reads, after),
    // whoever reaches this has a product that runs
    'app.starting': () => null,
    'app.painted': () => actions.painted(),
    'app.settled': () => actions.settled(),
    'app.watch': ({ conversationIds }, reader) => reader.watch(conversationIds),
    'app.look'({ conversationIds }, reader) {
      reader.look(conversationIds)
      notifier.shownChanged()
    },
    'app.setRaiseKeys': ({ keys }) => appInfo.setRaiseKeys(keys),
    'app.setStartAtLogin': ({ on }) => appInfo.setStartAtLogin(on),
    'app.openLink': ({ url }) => actions.openLink(url),
    'app.networkChanged': () => interruptions.networkChanged(),
    'app.answerQuit': ({ choice }) => actions.answerQuit(choice),
    'app.licences': () => actions.licences(),
    'vault.answer': ({ choice }) => appInfo.answerProtection(choice),
    'settings.update': (patch) => settings.update(patch),
  }
}
