import { Outbox } from '#core/outbox/outbox.ts'
import type { AppInfo } from '#shared/model/app-info.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { SessionStatus } from './accounts/ports.ts'
import { SignIns } from './accounts/sign-in.ts'
import { AccountSupervisor, type Adoption } from './accounts/supervisor.ts'
import { ChangeBus } from './events/change-bus.ts'
import { createHandlers } from './handlers.ts'
import { createIlinkClient } from './ilink/client.ts'
import type { HostPolicy } from './ilink/hosts.ts'
import { AccountImport } from './import/account-import.ts'
import { Ingest } from './inbox/ingest.ts'
import type { NodeHttp } from './net/http.ts'
import type { AccountLeases, Clock, Random, SecretVault, SettingsStore } from './ports.ts'
import { Publisher } from './publisher.ts'
import { createRouter, type Router } from './router.ts'
import { createSendingSession } from './sending-session.ts'
import { AccountRepository } from './storage/account-repository.ts'
import { ConversationRepository } from './storage/conversation-repository.ts'
import type { Database } from './storage/database.ts'
import { MessageRepository } from './storage/message-repository.ts'
import { OutboxRepository } from './storage/outbox-repository.ts'
import { TypingIndicator } from './typing/typing-indicator.ts'

/** How long quitting waits for the answers of sends under way. */
const QUIT_GRACE_MS = 2_000
/** How often contact times are written and shown while nothing else changes. */
const CONTACT_FLUSH_MS = 60_000

/** What the host of the app does when a window asks for it. */
export interface AppActions {
  painted(): void
  openLink(url: string): Promise<void>
  startPractice(): Promise<void>
  leavePractice(): Promise<void>
  answerProtection(choice: 'store-anyway' | 'session-only'): void
}

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
  /** The operator's home directory, where other programs keep theirs; null where none are looked for. */
  homeFolder: string | null
  /** This product, for `bot_agent`. */
  botAgent: string
  /** Facts about the running app as of now. */
  info(): AppInfo
  /** Told about failures that have no words for the operator; holds no secrets. */
  reportFailure(where: string, error: unknown): void
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
  suspend(): void
  resume(): void
}

const UNKNOWN_STATUS: SessionStatus = { state: 'connecting', since: 0, reason: null }

/** Builds the product over its ports; nothing runs before `start`. */
export function createApp(ports: AppPorts): App {
  const { clock, random, database, vault, hosts, http } = ports
  /** For work that nobody waits for: its failure is told, and ends neither a timer nor a session. */
  function guarded(where: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      ports.reportFailure(where, error)
    }
  }

  const bus = new ChangeBus(clock)
  const accounts = new AccountRepository(database, random)
  const conversations = new ConversationRepository(database)
  const messages = new MessageRepository(database)
  const stores = { database, accounts, conversations, messages, outbox: new OutboxRepository(database) }
  const client = createIlinkClient({ http, random, clock, hostPolicy: hosts, botAgent: ports.botAgent })

  const publisher: Publisher = new Publisher({
    bus,
    accounts,
    conversations,
    messages,
    statusOf: (id) => supervisor.status(id) ?? UNKNOWN_STATUS,
  })
  const ingest = new Ingest({
    database,
    conversations,
    messages,
    onEcho: (id, serverMessageId) => outbox.noteEcho(id, serverMessageId),
    onCommitted: ({ accountId, conversations: touched, messages: stored }) =>
      publisher.publish({ account: accountId, conversations: touched, messages: stored }),
  })
  const supervisor: AccountSupervisor = new AccountSupervisor({
    client,
    hosts,
    store: accounts,
    sink: {
      ingest: (batch) => {
        try {
          return ingest.ingest(batch)
        } catch (error) {
          ports.reportFailure('ingest', error)
          throw error
        }
      },
    },
    vault,
    leases: ports.leases,
    clock,
    random,
    recycleConnections: () => http.recycle(),
    onStatus: (id) =>
      guarded('status', () => {
        publisher.publish({ account: id })
        outbox.wake(id)
      }),
  })
  const outbox: Outbox = new Outbox({
    clock,
    random,
    stores,
    session: createSendingSession(supervisor, client),
    onChange: ({ accountId, messages: changed, account }) =>
      publisher.publish({ account: account ? accountId : undefined, messages: changed }),
    onStorageFailure: (error) => ports.reportFailure('outbox', error),
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
      if (signIn.status === 'signed-in' && signIn.accountId !== null) {
        publisher.publish({
          account: signIn.accountId,
          conversations: conversations.idsOfAccount(signIn.accountId),
        })
      }
      bus.publish({ kind: 'sign-in', signIn })
    },
    onRemoved: (id) => bus.publish({ kind: 'sign-in-removed', id }),
  })
  const accountImport = new AccountImport({
    stores,
    supervisor,
    hosts,
    vault,
    clock,
    homeFolder: ports.homeFolder,
    onImported: (id) => publisher.publish({ account: id, conversations: conversations.idsOfAccount(id) }),
    reportFailure: ports.reportFailure,
  })
  const typing = new TypingIndicator({
    client,
    clock,
    conversations,
    credentials: (id) => (supervisor.canSend(id) ? supervisor.credentials(id) : null),
  })
  const handlers = createHandlers({
    ...ports,
    bus,
    stores,
    publisher,
    supervisor,
    signIns,
    outbox,
    typing,
    accountImport,
  })

  let cancelFlush = () => {}
  function flushContacts(): void {
    guarded('contacts', () => {
      for (const id of accounts.flushContacts()) publisher.publish({ account: id })
    })
    cancelFlush = clock.setTimeout(CONTACT_FLUSH_MS, flushContacts)
  }

  return {
    router: createRouter(handlers, ports.reportFailure),
    subscribe: (listener) => bus.subscribe(listener),
    start() {
      outbox.settleInterrupted()
      supervisor.start()
      outbox.start()
      cancelFlush = clock.setTimeout(CONTACT_FLUSH_MS, flushContacts)
    },
    async stop() {
      cancelFlush()
      signIns.stop()
      typing.stop()
      const graceOver = Promise.withResolvers<void>()
      const cancelGrace = clock.setTimeout(QUIT_GRACE_MS, graceOver.resolve)
      try {
        await Promise.all([outbox.stop(graceOver.promise), supervisor.stop()])
      } finally {
        cancelGrace()
        guarded('contacts', () => accounts.flushContacts())
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
    infoChanged: () => bus.publish({ kind: 'app', app: ports.info() }),
    suspend: () => supervisor.suspend(),
    resume: () => supervisor.resume(),
  }
}
