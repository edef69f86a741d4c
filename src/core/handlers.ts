import { AppError } from '#shared/errors.ts'
import type { AppInfo } from '#shared/model/app-info.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { Settings } from '#shared/model/settings.ts'
import type { HistoryEraser } from './accounts/history-eraser.ts'
import type { SignIns } from './accounts/sign-in.ts'
import type { AccountSupervisor } from './accounts/supervisor.ts'
import type { AppActions } from './app-actions.ts'
import type { Backups } from './backup/backups.ts'
import type { Broadcasts } from './broadcast/broadcasts.ts'
import type { BroadcastStores } from './broadcast/stores.ts'
import type { Recorder } from './diagnostics/recorder.ts'
import type { ChangeBus } from './events/change-bus.ts'
import type { AccountImport } from './import/account-import.ts'
import { readAround, readPage } from './inbox/pages.ts'
import type { Interruptions } from './interruptions.ts'
import { readGallery } from './media/gallery.ts'
import type { Media } from './media/media.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { SettingsStore } from './ports.ts'
import type { Publisher } from './publisher.ts'
import type { Handlers } from './router.ts'
import type { DiagnosticsRepository } from './storage/diagnostics-repository.ts'
import type { TypingIndicator } from './typing/typing-indicator.ts'

/** What the handlers call; each of them is one call of one of these. */
export interface HandlerParts {
  bus: ChangeBus
  stores: BroadcastStores
  publisher: Publisher
  supervisor: AccountSupervisor
  eraser: HistoryEraser
  signIns: SignIns
  outbox: Outbox
  typing: TypingIndicator
  accountImport: AccountImport
  backups: Backups
  media: Media
  broadcasts: Broadcasts
  recorder: Recorder
  diagnostics: DiagnosticsRepository
  /** Answers whether it was saved. */
  saveEvidence(): Promise<boolean>
  interruptions: Interruptions
  settings: SettingsStore
  actions: AppActions
  info: () => AppInfo
}

function blankToNull(alias: string): string | null {
  return alias === '' ? null : alias
}

/** The handler map; a request missing here does not compile. */
export function createHandlers(parts: HandlerParts): Handlers {
  const {
    bus,
    stores,
    publisher,
    supervisor,
    signIns,
    outbox,
    typing,
    accountImport,
    backups,
    media,
    broadcasts,
    recorder,
    settings,
    actions,
    info,
  } = parts
  const { accounts, conversations, messages } = stores

  function requireConversation(id: ConversationId): void {
    if (conversations.target(id) === null) throw new AppError('not-found')
  }

  return {
    'app.snapshot': () => {
      bus.flush()
      return {
        revision: bus.revision,
        app: info(),
        settings: settings.read(),
        accounts: publisher.accountSummaries(),
        conversations: conversations.summaries(),
        signIns: signIns.list(),
        backup: backups.task,
        broadcasts: broadcasts.views.summaries(),
        templates: stores.contents.templates(),
      }
    },
    'app.painted': () => actions.painted(),
    'app.watch': ({ conversationIds }) => publisher.watch(conversationIds),
    'app.openLink': ({ url }) => actions.openLink(url),
    'app.networkChanged': () => parts.interruptions.networkChanged(),
    'app.answerQuit': ({ choice }) => actions.answerQuit(choice),
    'practice.start': () => actions.startPractice(),
    'practice.leave': () => actions.leavePractice(),
    'vault.answer': ({ choice }) => {
      actions.answerProtection(choice)
      bus.publish({ kind: 'app', app: info() })
    },
    'settings.update': (patch) => {
      settings.write(Settings.parse({ ...settings.read(), ...patch }))
      bus.publish({ kind: 'settings', settings: settings.read() })
    },

    'signIn.start': (request) => ({ id: signIns.start(request) }),
    'signIn.newCode': ({ id }) => signIns.newCode(id),
    'signIn.submitCode': ({ id, code }) => signIns.submitCode(id, code),
    'signIn.dismiss': ({ id }) => signIns.dismiss(id),
    'accounts.setAlias': ({ id, alias }) => {
      if (accounts.get(id) === null) throw new AppError('not-found')
      accounts.setAlias(id, blankToNull(alias))
      publisher.publish({ account: id })
    },
    'accounts.setColour': ({ id, colour }) => {
      if (accounts.get(id) === null) throw new AppError('not-found')
      accounts.setColour(id, colour)
      publisher.publish({ account: id })
    },
    'accounts.setDefault': ({ id }) => {
      if (accounts.get(id) === null) throw new AppError('not-found')
      accounts.setDefault(id)
      for (const account of accounts.list()) publisher.publish({ account: account.id })
    },
    'accounts.move': ({ id, index }) => {
      if (accounts.get(id) === null) throw new AppError('not-found')
      accounts.move(id, index)
      for (const account of accounts.list()) publisher.publish({ account: account.id })
    },
    'accounts.reconnect': ({ id }) => {
      supervisor.reconnect(id)
      recorder.note(id, { kind: 'reconnect' })
    },
    'accounts.signOut': ({ id }) => supervisor.signOut(id),
    'accounts.remove': async ({ id, history }) => {
      const gone = conversations.idsOfAccount(id)
      await supervisor.remove(id, history)
      // not before: leaving takes a while, in which something may be queued
      outbox.cancelAccount(id)
      broadcasts.noteAccount(id)
      media.fetcher.cancelAccount(id)
      media.handOut.tidy()
      void parts.eraser.wake()
      bus.publish(
        { kind: 'account-removed', id },
        ...gone.map((conversation) => ({ kind: 'conversation-removed', id: conversation }) as const),
      )
      for (const account of accounts.list()) publisher.publish({ account: account.id })
    },

    'import.defaults': () => accountImport.defaults(),
    'import.preview': ({ folder }) => accountImport.preview(folder),
    'import.run': ({ folder, keys }) => accountImport.run(folder, keys),

    'backup.create': ({ passphrase }) => backups.create(passphrase),
    'backup.cancel': () => backups.cancel(),
    'backup.choose': () => backups.choose(),
    'backup.open': ({ passphrase }) => backups.open(passphrase),
    'backup.restore': () => backups.restore(),
    'backup.close': () => backups.close(),

    'diagnostics.timeline': ({ accountId, before }) => {
      if (accounts.get(accountId) === null) throw new AppError('not-found')
      return recorder.timeline(accountId, before ?? null)
    },
    'diagnostics.quarantine': () => parts.diagnostics.quarantine(),
    'diagnostics.openLogFolder': () => actions.openLogFolder(),
    'diagnostics.saveEvidence': async () => ({ saved: await parts.saveEvidence() }),

    'messages.page': (request) => readPage({ ...stores, views: media.views }, request),
    'messages.around': (request) => readAround({ ...stores, views: media.views }, request),
    'messages.atTime': ({ conversationId, at }) => messages.firstFrom(conversationId, at),
    'conversations.markRead': ({ id, upTo }) => {
      conversations.markRead(id, upTo)
      publisher.publish({ conversations: [id] })
    },
    'conversations.saveDraft': ({ id, text }) => {
      requireConversation(id)
      conversations.saveDraft(id, text)
      publisher.publish({ conversations: [id] })
    },
    'conversations.typing': ({ id, typing: isTyping }) => {
      if (settings.read().typingIndicator) typing.note(id, isTyping)
    },
    'contacts.setExcluded': ({ id, excluded }) => {
      const target = conversations.target(id)
      if (target === null) throw new AppError('not-found')
      conversations.setContactExcluded(target.contactUserId, excluded)
      const ways = conversations.idsOfContact(target.contactUserId)
      if (excluded) broadcasts.noteExcluded(ways)
      publisher.publish({ conversations: ways })
    },
    'contacts.setAlias': ({ id, alias }) => {
      const target = conversations.target(id)
      if (target === null) throw new AppError('not-found')
      conversations.setContactAlias(target.contactUserId, blankToNull(alias))
      publisher.publish({ conversations: conversations.idsOfContact(target.contactUserId) })
    },

    'outbox.sendText': (input) => ({ messageIds: outbox.sendText(input) }),
    'outbox.sendFiles': (input) => ({ messageIds: outbox.sendFiles(input) }),
    'outbox.forward': (input) => ({ messageIds: outbox.forward(input) }),
    'outbox.retry': ({ id }) => outbox.retry(id),
    'outbox.cancel': ({ id }) => outbox.cancel(id),
    'outbox.sendAgain': ({ id }) => outbox.sendAgain(id),
    'outbox.markAsSent': ({ id }) => outbox.markAsSent(id),
    'outbox.sendWaiting': ({ conversationId }) => outbox.sendWaiting(conversationId),
    'outbox.editWaiting': ({ id }) => ({ text: outbox.editWaiting(id) }),
    'outbox.discard': ({ id }) => outbox.discard(id),

    'media.fetch': ({ id }) => media.fetcher.fetch(id),
    'media.cancel': ({ id }) => media.fetcher.cancel(id),
    'media.save': async ({ id }) => ({ saved: await media.handOut.save(id) }),
    'media.open': ({ id, confirmed }) => media.handOut.open(id, confirmed),
    'media.showInFolder': ({ id }) => media.handOut.showInFolder(id),
    'media.startDrag': ({ id }) => media.handOut.startDrag(id),
    'media.gallery': (request) => readGallery({ ...stores, views: media.views }, request),
    'media.storage': () => stores.files.use(),
    'media.cleanUp': () => media.retention.cleanUp(),
    'broadcasts.saveDraft': ({ id, ...draft }) => ({ id: broadcasts.drafts.save(id, draft) }),
    'broadcasts.openDraft': ({ id }) => broadcasts.drafts.open(id),
    'broadcasts.repeat': ({ id, which }) => ({ id: broadcasts.drafts.repeat(id, which) }),
    'broadcasts.removeDraft': ({ id }) => broadcasts.drafts.remove(id),
    'broadcasts.saveTemplate': ({ name, content }) => ({ id: broadcasts.drafts.saveTemplate(name, content) }),
    'broadcasts.openTemplate': ({ id }) => broadcasts.drafts.openTemplate(id),
    'broadcasts.removeTemplate': ({ id }) => broadcasts.drafts.removeTemplate(id),
    'broadcasts.plan': (draft) => broadcasts.plan(draft),
    'broadcasts.start': ({ id, recipients }) => broadcasts.startRun(id, recipients),
    'broadcasts.pause': ({ id }) => broadcasts.pause(id),
    'broadcasts.resume': ({ id }) => broadcasts.resume(id),
    'broadcasts.cancel': ({ id }) => broadcasts.cancel(id),
    'broadcasts.retry': ({ id, unconfirmedToo }) => broadcasts.retry(id, unconfirmedToo),
    'broadcasts.export': async ({ id }) => ({ saved: await broadcasts.export(id) }),
    'broadcasts.show': ({ id }) => broadcasts.views.details(id),
    'broadcasts.watch': ({ id }) => broadcasts.watch(id),

    'staging.discard': ({ ids }) => media.staging.discard(ids),
  }
}
