import { Outbox } from '#core/outbox/outbox.ts'
import { createTranslator } from '#shared/i18n/translate.ts'
import { type AppInfo, languageOf } from '#shared/model/app-info.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'
import type { AccountId, MessageId } from '#shared/model/ids.ts'
import type { StageResult } from '#shared/model/media.ts'
import { HistoryEraser } from './accounts/history-eraser.ts'
import type { SessionStatus } from './accounts/ports.ts'
import { SignIns } from './accounts/sign-in.ts'
import { AccountSupervisor, type Adoption } from './accounts/supervisor.ts'
import type { AppActions } from './app-actions.ts'
import { Backups } from './backup/backups.ts'
import { USUAL_HARDNESS } from './backup/container.ts'
import type { BackupPorts } from './backup/ports.ts'
import { Broadcasts } from './broadcast/broadcasts.ts'
import { BroadcastPace } from './broadcast/pace.ts'
import { createBroadcastStores } from './broadcast/stores.ts'
import { createCdn } from './cdn/cdn.ts'
import { collectEvidence, zipFiles } from './diagnostics/evidence.ts'
import { type FailurePlace, plainWords, toFailure } from './diagnostics/log-event.ts'
import { Recorder } from './diagnostics/recorder.ts'
import { ChangeBus } from './events/change-bus.ts'
import { createHandlers } from './handlers.ts'
import { createIlinkClient } from './ilink/client.ts'
import type { HostPolicy } from './ilink/hosts.ts'
import { AccountImport } from './import/account-import.ts'
import { Ingest } from './inbox/ingest.ts'
import { WatchedSink } from './inbox/watched-sink.ts'
import { Interruptions } from './interruptions.ts'
import { MediaIntake } from './media/intake.ts'
import { createMedia, type Media } from './media/media.ts'
import type { MediaServing, VoiceDecoder } from './media/ports.ts'
import type { NodeHttp } from './net/http.ts'
import type { AccountLeases, Clock, Log, Random, SecretVault, SettingsStore } from './ports.ts'
import { Publisher } from './publisher.ts'
import { createRouter, type Router } from './router.ts'
import { createSendingSession } from './sending-session.ts'
import { AccountRepository } from './storage/account-repository.ts'
import { ConversationRepository } from './storage/conversation-repository.ts'
import type { Database } from './storage/database.ts'
import { DiagnosticsRepository } from './storage/diagnostics-repository.ts'
import { Erasure } from './storage/erasure.ts'
import { MediaFileRepository } from './storage/media-file-repository.ts'
import { MediaRepository } from './storage/media-repository.ts'
import { MessageReader } from './storage/messages/message-reader.ts'
import { MessageWriter } from './storage/messages/message-writer.ts'
import { OutboxRepository } from './storage/outbox-repository.ts'
import { TypingIndicator } from './typing/typing-indicator.ts'

/** How long quitting waits for the answers of sends under way. */
const QUIT_GRACE_MS = 2_000
/** How often contact times are written and shown while nothing else changes. */
const CONTACT_FLUSH_MS = 60_000

/** Everything the product needs from the world. Electron stands behind some of it, never inside. */
export interface AppPorts {
  clock: Clock
  random: Random
  http: NodeHttp
  hosts: HostPolicy
  vault: SecretVault
  leases: AccountLeases
  settings: SettingsStore
  database: Database
  actions: AppActions
  /** Who keeps the profile; null where there is none to be backed up. */
  backup: BackupPorts | null
  /** The operator's home directory, where other programs keep theirs; null where none are looked for. */
  homeFolder: string | null
  /** This product, for `bot_agent`. */
  botAgent: string
  /** Facts about the running app as of now. */
  info(): AppInfo
  log: Log
  /** Where the bytes of media lie; made with mode 0700 (P9). */
  mediaFolder: string
  voices: VoiceDecoder
}

/** What adopted credentials and the people behind them are called. */
export interface AdoptedNames {
  alias: string | null
  contacts: readonly { userId: string; alias: string }[]
}

/** The whole product without a window. */
export interface App {
  router: Router
  subscribe(listener: (batch: ChangeBatch) => void): () => void
  /** Begins to poll and to send. */
  start(): void
  /** Ends polls and sends, then closes the database. */
  stop(): Promise<void>
  /** Binds credentials that came from elsewhere than a scanned code. */
  adopt(adoption: Adoption, names: AdoptedNames): Promise<AccountId>
  /** The facts about the app changed. */
  infoChanged(): void
  /** How many messages are on their way or would be sent by themselves (P15). */
  unfinishedSends(): number
  /** Answers what the preload script asks on the channel for files; checks its input. */
  stage(message: unknown): Promise<StageResult | null>
  /** Media for the page, by id. */
  serving: MediaServing
  suspend(): void
  resume(): void
}

const UNKNOWN_STATUS: SessionStatus = { state: 'connecting', since: 0, reason: null }

/** Builds the product over its ports; nothing runs before `start`. */
export function createApp(ports: AppPorts): App {
  const { clock, random, database, vault, hosts, http, log } = ports
  function reportFailure(where: FailurePlace, error: unknown): void {
    log.write({ kind: 'failure', where, failure: toFailure(error) })
  }
  /** For work that nobody waits for: its failure is told, and ends neither a timer nor a session. */
  function guarded(where: FailurePlace, work: () => void): void {
    try {
      work()
    } catch (error) {
      reportFailure(where, error)
    }
  }

  function noteSends(ids: readonly MessageId[]): void {
    guarded('timeline', () => recorder.noteSends(stores.outbox.traces(ids)))
  }
  function noteBroadcasts(account: AccountId, ids: readonly MessageId[]): void {
    guarded('broadcast', () => broadcasts.noteMessages(account, ids))
  }
  function info(): AppInfo {
    const known = ports.info()
    return sink.isFailing ? { ...known, notices: [...known.notices, { kind: 'storage-failed' }] } : known
  }

  const bus = new ChangeBus(clock)
  const accounts = new AccountRepository(database, random)
  const conversations = new ConversationRepository(database)
  const messages = new MessageReader(database)
  const writer = new MessageWriter(database)
  const stores = {
    database,
    accounts,
    conversations,
    messages,
    writer,
    outbox: new OutboxRepository(database, writer),
    media: new MediaRepository(database),
    files: new MediaFileRepository(database),
    ...createBroadcastStores(database),
  }
  const diagnostics = new DiagnosticsRepository(database)
  const recorder = new Recorder({ clock, log, repository: diagnostics })
  const client = createIlinkClient({ http, random, clock, hostPolicy: hosts, botAgent: ports.botAgent })
  const cdn = createCdn({ client, http, hosts, random, clock })
  const mediaSettings = () => ports.settings.read().media
  const media: Media = createMedia({
    folder: ports.mediaFolder,
    cdn,
    clock,
    random,
    stores,
    settings: mediaSettings,
    voices: ports.voices,
    actions: ports.actions,
    onChange: (changed) =>
      guarded('media', () => publisher.publish({ messages: changed.map(({ messageId }) => messageId) })),
    onProgress: (progress) =>
      guarded('media', () => {
        const medium = stores.media.get(progress.id)
        if (medium !== null) publisher.publishProgress(medium.conversationId, progress)
      }),
    failed: (error) => reportFailure('media', error),
  })

  const publisher: Publisher = new Publisher({
    bus,
    accounts,
    conversations,
    messages,
    views: media.views,
    broadcasts: stores.broadcasts,
    statusOf: (id) => supervisor.status(id) ?? UNKNOWN_STATUS,
  })
  const ingest = new Ingest({
    database,
    conversations,
    messages,
    writer,
    media: new MediaIntake(stores.media, mediaSettings),
    onEcho: (id, serverMessageId) => outbox.noteEcho(id, serverMessageId),
    onCommitted: ({ accountId, conversations: touched, messages: stored, echoed, unreadable, hasMedia }) => {
      if (unreadable > 0) recorder.note(accountId, { kind: 'unreadable', count: unreadable })
      publisher.publish({ account: accountId, conversations: touched, messages: stored })
      if (hasMedia) media.fetcher.wake()
      if (echoed.length > 0) {
        noteSends(echoed)
        noteBroadcasts(accountId, echoed)
      }
      guarded('broadcast', () => broadcasts.noteWritten(touched))
    },
  })
  const sink = new WatchedSink(ingest, {
    onFailure(accountId, error) {
      reportFailure('ingest', error)
      recorder.note(accountId, { kind: 'storage-failed' })
    },
    onChange: () => bus.publish({ kind: 'app', app: info() }),
  })
  const supervisor: AccountSupervisor = new AccountSupervisor({
    client,
    hosts,
    store: accounts,
    sink,
    vault,
    leases: ports.leases,
    clock,
    random,
    recycleConnections: () => http.recycle(),
    onPoll: (id, how) => recorder.notePoll(id, how),
    onStatus: (id, status) =>
      guarded('status', () => {
        recorder.noteStatus(id, status)
        publisher.publish({ account: id })
        broadcasts.noteAccount(id)
        outbox.wake(id)
      }),
  })
  const outbox: Outbox = new Outbox({
    clock,
    random,
    stores,
    session: createSendingSession(supervisor, client, cdn),
    pacing: new BroadcastPace(clock, random, stores.broadcasts.active()),
    files: media.store,
    progress: media.progress,
    onChange: ({ accountId, messages: changed, account }) => {
      noteSends(changed)
      noteBroadcasts(accountId, changed)
      publisher.publish({ account: account ? accountId : undefined, messages: changed })
    },
    onStorageFailure: (error) => reportFailure('outbox', error),
  })
  const broadcasts: Broadcasts = new Broadcasts({
    ...{ clock, random, stores, bus, outbox },
    files: media.store,
    canSend: (id) => supervisor.canSend(id),
    statusOf: (id) => supervisor.status(id) ?? UNKNOWN_STATUS,
    settings: () => ports.settings.read().broadcast,
    text: () => createTranslator(languageOf(ports.settings.read(), ports.info())),
    released: (hashes) => void media.retention.releaseUnreferenced(hashes),
    saveFile: (name, content) => ports.actions.saveFile(name, content),
    failed: (error) => reportFailure('broadcast', error),
  })
  const signIns = new SignIns({
    client,
    hosts,
    supervisor,
    store: accounts,
    vault,
    clock,
    random,
    onChange: (signIn) => {
      log.write({ kind: 'sign-in', number: signIn.number, status: signIn.status })
      if (signIn.status === 'signed-in' && signIn.accountId !== null) {
        recorder.note(signIn.accountId, { kind: 'signed-in' })
        publisher.publish({
          account: signIn.accountId,
          conversations: conversations.idsOfAccount(signIn.accountId),
        })
      }
      bus.publish({ kind: 'sign-in', signIn })
    },
    onRemoved: (id) => bus.publish({ kind: 'sign-in-removed', id }),
    onUnknownStatus: (name) => log.write({ kind: 'unknown-sign-in-status', name: plainWords(name) }),
  })
  const accountImport = new AccountImport({
    stores,
    supervisor,
    hosts,
    vault,
    clock,
    homeFolder: ports.homeFolder,
    onImported: (id) => publisher.publish({ account: id, conversations: conversations.idsOfAccount(id) }),
    reportFailure: (error) => reportFailure('import', error),
  })
  const backups = new Backups({
    ports: ports.backup,
    accounts,
    vault,
    settings: ports.settings,
    clock,
    hardness: USUAL_HARDNESS,
    onChange: (task) => bus.publish({ kind: 'backup', task }),
  })
  const eraser = new HistoryEraser({
    clock,
    erasure: new Erasure(database, writer),
    released: (hashes) => void media.retention.releaseUnreferenced(hashes),
    erased: (id) => guarded('broadcast', () => broadcasts.noteAccount(id)),
    failed: (error) => reportFailure('erasure', error),
  })
  const typing = new TypingIndicator({
    client,
    clock,
    conversations,
    credentials: (id) => (supervisor.canSend(id) ? supervisor.credentials(id) : null),
  })
  const interruptions = new Interruptions({
    clock,
    log,
    supervisor: {
      suspend: () => supervisor.suspend(),
      resume() {
        supervisor.resume()
        media.fetcher.retryResting()
      },
    },
  })
  const handlers = createHandlers({
    ...ports,
    bus,
    stores,
    publisher,
    supervisor,
    eraser,
    signIns,
    outbox,
    typing,
    accountImport,
    backups,
    media,
    broadcasts,
    recorder,
    diagnostics,
    saveEvidence,
    interruptions,
    info,
  })

  /** Everything this program may tell about itself, where the operator wants it. */
  function saveEvidence(): Promise<boolean> {
    recorder.settle()
    const files = collectEvidence({
      ...ports,
      info,
      accounts,
      repository: diagnostics,
      statusOf: (id) => supervisor.status(id),
    })
    const day = new Date(clock.now()).toISOString().slice(0, 10)
    return ports.actions.saveFile(`linkboard-evidence-${day}.zip`, zipFiles(files))
  }

  let cancelFlush = () => {}
  function flushContacts(): void {
    guarded('contacts', () => {
      for (const id of accounts.flushContacts()) publisher.publish({ account: id })
    })
    cancelFlush = clock.setTimeout(CONTACT_FLUSH_MS, flushContacts)
  }

  return {
    router: createRouter(handlers, (request, error) =>
      log.write({ kind: 'request-failed', request, failure: toFailure(error) }),
    ),
    subscribe: (listener) => bus.subscribe(listener),
    start() {
      backups.start()
      noteSends(outbox.settleInterrupted().map(({ id }) => id))
      broadcasts.start()
      supervisor.start()
      outbox.start()
      media.start()
      void eraser.wake()
      cancelFlush = clock.setTimeout(CONTACT_FLUSH_MS, flushContacts)
      interruptions.start()
    },
    async stop() {
      cancelFlush()
      interruptions.stop()
      signIns.stop()
      typing.stop()
      broadcasts.stop()
      const graceOver = Promise.withResolvers<void>()
      const cancelGrace = clock.setTimeout(QUIT_GRACE_MS, graceOver.resolve)
      try {
        await Promise.all([
          outbox.stop(graceOver.promise),
          supervisor.stop(),
          media.stop(),
          backups.stop(),
          eraser.stop(),
        ])
      } finally {
        cancelGrace()
        guarded('contacts', () => accounts.flushContacts())
        recorder.stop()
        bus.close()
        database.close()
      }
    },
    async adopt(adoption, { alias, contacts }) {
      const id = await supervisor.adopt(null, adoption)
      if (alias !== null) accounts.setAlias(id, alias)
      for (const contact of contacts) conversations.setContactAlias(contact.userId, contact.alias)
      publisher.publish({ account: id, conversations: conversations.idsOfAccount(id) })
      return id
    },
    infoChanged: () => bus.publish({ kind: 'app', app: info() }),
    unfinishedSends: () => stores.outbox.countUnfinished() + stores.sums.countPending(),
    stage: (message) => media.staging.handle(message),
    serving: media.serving,
    suspend: () => interruptions.suspend(),
    resume: () => interruptions.resume(),
  }
}
