import { createTranslator } from '#shared/i18n/translate.ts'
import { languageOf } from '#shared/model/app-info.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { AccountService } from './accounts/account-service.ts'
import { ContactTimes } from './accounts/contact-times.ts'
import { HistoryEraser } from './accounts/history-eraser.ts'
import type { SessionStatus } from './accounts/ports.ts'
import { SignIns } from './accounts/sign-in.ts'
import { AccountSupervisor } from './accounts/supervisor.ts'
import { AppInfoService } from './app-info-service.ts'
import type { AppPorts } from './app-ports.ts'
import type { App, AppConnection } from './app-surface.ts'
import { AutoBackups } from './backup/auto-backups.ts'
import { Backups } from './backup/backups.ts'
import { Broadcasts } from './broadcast/broadcasts.ts'
import { BroadcastPace } from './broadcast/pace.ts'
import { createCdn } from './cdn/cdn.ts'
import { ContactErasure } from './contacts/contact-erasure.ts'
import { Contacts } from './contacts/contacts.ts'
import { HistoryExport } from './contacts/history-export.ts'
import { Diagnostics } from './diagnostics/diagnostics.ts'
import { EventRecording } from './diagnostics/event-recording.ts'
import { type FailurePlace, toFailure } from './diagnostics/log-event.ts'
import { Recorder } from './diagnostics/recorder.ts'
import { sampled } from './diagnostics/sampled-failures.ts'
import { ServerClock } from './diagnostics/server-clock.ts'
import { EventBus } from './events/event-bus.ts'
import { createHandlers } from './handlers/index.ts'
import { createIlinkClient } from './ilink/client.ts'
import { AccountImport } from './import/account-import.ts'
import { ConversationService } from './inbox/conversation-service.ts'
import { Ingest } from './inbox/ingest.ts'
import { Marking } from './inbox/marking.ts'
import { SnoozeAlarm } from './inbox/snooze-alarm.ts'
import { WatchedSink } from './inbox/watched-sink.ts'
import { Interruptions } from './interruptions.ts'
import { KeepAwake } from './keep-awake.ts'
import { createGate } from './lock/gate.ts'
import { Locking } from './lock/locking.ts'
import { AttachmentRecorder } from './media/attachment-recorder.ts'
import { createMedia } from './media/media.ts'
import { Network } from './network/network.ts'
import { ProxyTest } from './network/proxy-test.ts'
import { settleEcho } from './outbox/echo.ts'
import { Outbox } from './outbox/outbox.ts'
import { LessonGuide } from './practice/lesson-guide.ts'
import { createProgramsSide } from './programs/create.ts'
import { QuickReplies } from './quick-replies/quick-replies.ts'
import { QuickReplyFiles } from './quick-replies/quick-reply-files.ts'
import { createRouter } from './router.ts'
import { Schedule } from './schedule/schedule.ts'
import { ScheduleAlarm } from './schedule/schedule-alarm.ts'
import { DEFAULT_SCRYPT_PARAMS } from './scrypt.ts'
import { Search } from './search/search.ts'
import { SearchIndexing } from './search/search-indexing.ts'
import { createSendingSession } from './sending-session.ts'
import { SettingsService } from './settings-service.ts'
import { NoteKeeper } from './storage/recovery/note-keeper.ts'
import { createStores } from './stores.ts'
import { subscribers } from './subscribers.ts'
import { createTelling } from './telling.ts'
import { TypingIndicator } from './typing/typing-indicator.ts'

/** How long quitting waits for the answers of sends under way. */
const QUIT_GRACE_MS = 2_000

const SECOND_MS = 1_000

const UNKNOWN_STATUS: SessionStatus = { state: 'connecting', since: 0, reason: null }

/** Builds the product over its ports; nothing runs before `start`. */
export function createApp(ports: AppPorts): App {
  const { clock, random, database, reads, vault, hosts, http, log, actions } = ports
  const failedIn = (where: FailurePlace) => (error: unknown) =>
    log.write({ kind: 'failure', where, failure: toFailure(error) })

  const events = new EventBus(database, (place, error) => failedIn(place)(error))
  const stores = createStores(database, random)
  const { accounts, conversations } = stores
  const settings = new SettingsService(ports.settings, events)
  const mediaSettings = () => settings.read().media

  const network = new Network({
    ...{ clock, settings, http, ports: ports.proxy },
    changed() {
      log.write({ kind: 'way-changed' })
      reopen()
    },
  })
  const proxyTest = new ProxyTest({
    ...{ clock, random, hosts, ports: ports.proxy, botAgent: ports.botAgent },
    failed: failedIn('network'),
  })
  const serverClock = new ServerClock(events)
  const client = createIlinkClient({
    ...{ http, random, clock, hostPolicy: hosts, botAgent: ports.botAgent },
    onAnswered: (times) => serverClock.compare(times),
    unexpected: sampled(clock, failedIn('network')),
  })
  const cdn = createCdn({ client, http, hosts, random, clock })
  const media = createMedia({
    ...{ cdn, clock, random, stores, actions, events },
    folder: ports.mediaFolder,
    settings: mediaSettings,
    voices: ports.voices,
    failed: failedIn('media'),
  })
  const ingest = new Ingest({
    ...stores,
    media: new AttachmentRecorder(stores.media, mediaSettings),
    onEcho: (id, serverMessageId) => settleEcho(stores, id, serverMessageId),
    events,
  })
  const sink = new WatchedSink(ingest, events)
  const locking = new Locking({
    ...{ clock, random, actions },
    ports: ports.lock,
    settings: () => settings.read(),
    systemLanguage: () => ports.info().systemLanguage,
    accounts: () => accountService,
    changed() {
      if (locking.lock.isLocked) connections.silence()
      notifier.lockChanged()
      lockChanged()
      appInfo.raiseChanged()
    },
    failed: failedIn('lock'),
  })
  const { lock } = locking
  const appInfo = new AppInfoService({
    settings,
    lock: () => (ports.lock === null ? 'unavailable' : lock.state === 'off' ? 'off' : 'on'),
    ...{ info: ports.info, actions, sink, serverClock, events },
    leftOver: ports.leftOver,
    backups: () => autoBackups,
  })

  const supervisor = new AccountSupervisor({
    ...{ client, hosts, store: accounts, sink, vault, leases: ports.leases, clock, random, events },
    recycleConnections: () => http.recycle(),
  })
  const statusOf = (id: AccountId) => supervisor.status(id) ?? UNKNOWN_STATUS
  const canSend = (id: AccountId) => supervisor.canSend(id)
  const outbox = new Outbox({
    ...{ clock, random, stores, events },
    session: createSendingSession(supervisor, client, cdn),
    pacing: new BroadcastPace(clock, random, stores.broadcasts.active()),
    files: media.store,
    progress: media.progress,
    holdMs: () => settings.read().undoSeconds * SECOND_MS,
    released: (hashes) => void media.retention.releaseUnreferenced(hashes),
    failed: failedIn('outbox'),
  })
  const broadcasts = new Broadcasts({
    ...{ clock, stores, events, outbox, canSend, statusOf, reads: ports.reads },
    files: media.store,
    settings: () => settings.read().broadcast,
    text: () => createTranslator(languageOf(settings.read(), ports.info())),
    restage: (name, file) => media.staging.again(name, file),
    released: (hashes) => void media.retention.releaseUnreferenced(hashes),
    saveFile: (name, content) => actions.saveFile(name, content),
    failed: failedIn('broadcast'),
  })

  const signIns = new SignIns({ client, hosts, supervisor, store: accounts, vault, clock, random, events })
  const eraser = new HistoryEraser({
    ...{ clock, events },
    erasure: stores.erasure,
    checkpoint: () => reads.checkpoint(),
    emptyLog: () => reads.emptyLog(),
    released: (hashes) => void media.retention.releaseUnreferenced(hashes),
    failed: failedIn('erasure'),
  })
  const quickReplies = new QuickReplies({
    ...{ clock, stores, outbox, events },
    language: () => languageOf(settings.read(), ports.info()),
    restage: (name, file) => media.staging.again(name, file),
    released: (hashes) => void media.retention.releaseUnreferenced(hashes),
    deleted: () => void eraser.wake(),
    failed: failedIn('quick-replies'),
  })
  const { programs, proposals, doors, logins, guests, lockChanged } = createProgramsSide({
    ...{ clock, random, stores, events, settings, outbox, statusOf, reads, signIns, actions },
    accounts: () => accountService,
    show: (target) => showPlace(target),
    ports: ports.programs,
    planRequest: (draft) => broadcasts.planRequest(draft),
    loading: () => media.fetcher.loading(),
    views: media.views,
    handOut: media.exporter,
    staging: media.staging,
    restage: (name, file) => media.staging.again(name, file),
    released: (hashes) => void media.retention.releaseUnreferenced(hashes),
    isLocked: () => lock.isLocked,
    connect: () => connect(),
    failed: failedIn('programs'),
  })
  const accountService = new AccountService({
    ...{ stores, supervisor, outbox, proposals, media, eraser, events },
  })
  const contactErasure = new ContactErasure({
    ...{ stores, outbox, proposals, broadcasts, media, eraser, events },
  })
  const histories = new HistoryExport({
    ...{ clock, conversations, reads, events },
    text: () => createTranslator(languageOf(settings.read(), ports.info())),
    saveText: (name, content) => actions.saveText(name, content),
  })
  const contactTimes = new ContactTimes({ clock, accounts, events, failed: failedIn('contacts') })
  const conversationService = new ConversationService({ stores, views: media.views, broadcasts, events })
  const snoozes = new SnoozeAlarm({ clock, stores, events, failed: failedIn('snoozes') })
  const scheduleAlarm = new ScheduleAlarm({
    ...{ clock, stores, outbox, statusOf, canSend },
    files: media.store,
    failed: failedIn('schedule'),
  })
  const schedule = new Schedule({
    ...{ clock, stores, outbox, events },
    restage: (name, file) => media.staging.again(name, file),
    released: (hashes) => void media.retention.releaseUnreferenced(hashes),
    changed: () => scheduleAlarm.check(),
  })
  const awake = new KeepAwake({
    stores,
    isWanted: () => settings.read().keepsAwake,
    keepAwake: (on) => actions.keepAwake(on),
  })
  const marking = new Marking({ stores, events, snoozesChanged: () => snoozes.check() })
  const accountImport = new AccountImport({
    ...{ stores, supervisor, hosts, vault, clock },
    homeFolder: ports.homeFolder,
    reportFailure: failedIn('import'),
  })
  const backups = new Backups({
    ...{ ports: ports.backup, accounts, vault, settings, clock, events },
    madeByHand: () => autoBackups.madeByHand(),
    deleted() {
      quickReplies.forgetRemoved()
      return eraser.wake()
    },
    scryptParams: DEFAULT_SCRYPT_PARAMS,
  })
  const autoBackups = new AutoBackups({
    ...{ ports: ports.backup, backups, clock, random, events },
    oldestMessageAt: () => stores.messages.oldestAt(),
    failed: failedIn('backup'),
  })
  const typing = new TypingIndicator({
    ...{ client, clock, conversations },
    isWanted: () => settings.read().typingIndicator,
    credentials: (id) => (canSend(id) ? supervisor.credentials(id) : null),
  })
  const reopen = () => {
    supervisor.resume()
    signIns.tryNow()
    media.fetcher.retryResting()
  }
  const interruptions = new Interruptions({
    ...{ clock, log },
    supervisor: {
      suspend: () => supervisor.suspend(),
      resume() {
        network.interrupted()
        reopen()
        snoozes.check()
        scheduleAlarm.check()
        broadcasts.scheduled.clocksChanged()
        autoBackups.check()
        notifier.clocksChanged()
      },
    },
  })

  const indexing = new SearchIndexing({
    ...{ clock, reads },
    followed: (upTo) => stores.writer.forgetChanges(upTo),
    failed: failedIn('search'),
  })

  const language = () => languageOf(settings.read(), ports.info())
  const recorder = new Recorder({ clock, log, repository: stores.diagnostics })
  const diagnostics = new Diagnostics({
    ...{ ...ports, stores, recorder },
    info: () => appInfo.read(),
    statusOf: (id) => supervisor.status(id),
  })
  const guide = new LessonGuide({ stores, statusOf, quickReplies, events, world: ports.lessons })
  const { connections, publisher, notifier, showPlace } = createTelling({
    ...{ clock, random, stores, outbox, lock, statusOf, language, failedIn },
    views: media.views,
    broadcastViews: broadcasts.views,
    scheduled: (id) => schedule.view(id),
    info: () => appInfo.read(),
    lessons: () => guide.view(),
    program: (id) => programs.view(id),
    proposal: (id) => proposals.view(id),
    drafts: conversationService,
    together: (read) => database.snapshot(read),
    desktop: ports.desktop,
    settings: () => settings.read().notifications,
  })
  const recording = new EventRecording({ recorder, log, outbox: stores.outbox })
  const noteKeeper =
    ports.recoveryNotes === null
      ? null
      : new NoteKeeper({ clock, database, store: ports.recoveryNotes, failed: failedIn('note') })
  if (noteKeeper !== null) events.subscribe(noteKeeper)
  events.subscribe(appInfo, awake, locking, autoBackups, doors, logins, guests)
  events.subscribe(
    ...subscribers({
      ...{ recording, publisher, broadcasts, outbox, indexing, notifier, scheduleAlarm },
      fetcher: media.fetcher,
    }),
    guide,
  )

  const snapshot = {
    clock,
    stores,
    schedule,
    appInfo,
    settings,
    signIns,
    ...{ backups, autoBackups, guide, statusOf, programs, doors, proposals },
    broadcastViews: broadcasts.views,
  }
  const handlers = createHandlers({
    app: { snapshot, reads, appInfo, settings, interruptions, actions, notifier },
    practice: { actions, guide },
    accounts: { signIns, accounts: accountService, actions },
    conversations: { conversations: conversationService, marking, typing, reads, clock },
    contacts: {
      contacts: new Contacts({ stores, reads, events }),
      conversations: conversationService,
      erasure: contactErasure,
      histories,
    },
    broadcasts: { broadcasts, conversations: conversationService, reads },
    media: { media, reads },
    ...{ schedule, locking },
    outbox: { outbox, restage: (name, file) => media.staging.again(name, file) },
    quickReplies: {
      quickReplies,
      files: new QuickReplyFiles({
        ...{ stores, quickReplies, language },
        store: media.store,
        stage: (message) => media.staging.handle(message),
        discard: (ids) => media.staging.discard(ids),
        uuid: () => random.uuid(),
        removesPlace: () => settings.read().removesPlace,
        saveText: (name, content) => actions.saveText(name, content),
      }),
    },
    ...{ accountImport, diagnostics },
    backups: { backups, autoBackups },
    network: { network, proxyTest },
    search: new Search({ reads, indexing }),
    programs: { programs, proposals },
  })

  const answer = createRouter(handlers, {
    failed: (request, error) => log.write({ kind: 'request-failed', request, failure: toFailure(error) }),
    refused: (request, fields) => log.write({ kind: 'request-refused', request, fields }),
  })
  const { router, stage, serving } = createGate(lock, {
    router: answer,
    stage: (message) => media.staging.handle(message),
    serving: media.serving,
  })

  let isStopped = false
  /** What nobody waits for. */
  function startBehind(): void {
    void eraser.start(database.hadLog)
    contactTimes.start()
    autoBackups.start()
    indexing.wake()
    notifier.start()
    programs.start()
    proposals.start()
    doors.start()
  }

  function connect(): AppConnection {
    const connection = connections.connect()
    return {
      request: (name, input) => router(name, input, connection),
      subscribe: (listener) => connection.subscribe(listener),
      close: () => connections.disconnect(connection),
    }
  }

  return {
    connect,
    start(mayBegin) {
      network.start()
      backups.start()
      outbox.settleInterrupted()
      broadcasts.start()
      supervisor.start(mayBegin ?? null)
      // before anything that was scheduled could leave late
      scheduleAlarm.start()
      awake.check()
      outbox.start()
      media.start()
      quickReplies.start()
      snoozes.start()
      interruptions.start()
      locking.start()
      if (mayBegin === undefined) startBehind()
      else void mayBegin.then(() => isStopped || startBehind())
    },
    async stop() {
      isStopped = true
      interruptions.stop()
      network.stop()
      proxyTest.cancel()
      locking.stop()
      notifier.stop()
      signIns.stop()
      typing.stop()
      broadcasts.stop()
      publisher.stop()
      quickReplies.stop()
      snoozes.stop()
      scheduleAlarm.stop()
      awake.stop()
      const graceOver = Promise.withResolvers<void>()
      const cancelGrace = clock.setTimeout(QUIT_GRACE_MS, graceOver.resolve)
      const parts = [
        outbox.stop(graceOver.promise),
        supervisor.stop(),
        media.stop(),
        backups.stop(graceOver.promise),
        autoBackups.end(graceOver.promise),
        histories.stop(),
        eraser.stop(),
        indexing.stop(),
        doors.stop(),
      ]
      try {
        await Promise.all(parts)
      } finally {
        cancelGrace()
        contactTimes.stop()
        recorder.stop()
        programs.stop()
        connections.close()
        await noteKeeper?.stop()
        await reads.stop()
        database.close()
      }
    },
    adopt: (adoption, names) => accountService.adopt(adoption, names),
    infoChanged: () => appInfo.raiseChanged(),
    unfinishedSends: () => stores.outbox.countUnfinished() + stores.sums.countPending(),
    scheduledMessages: () => stores.scheduled.count(),
    broadcastsToStart: () => stores.broadcasts.countToStart(),
    ...{ stage, serving },
    lockState: () => lock.state,
    screenLocked: () => locking.screenLocked(),
    suspend() {
      locking.suspended()
      interruptions.suspend()
      autoBackups.suspended()
    },
    resume() {
      interruptions.resume()
      autoBackups.resumed()
    },
    focusChanged: (isFocused) => notifier.focusChanged(isFocused),
  }
}
