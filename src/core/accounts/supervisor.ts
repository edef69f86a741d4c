import type { EventSink } from '#core/events/event-bus.ts'
import type { IlinkClient } from '#core/ilink/client.ts'
import type { HostPolicy } from '#core/ilink/hosts.ts'
import type { AccountLeases, Clock, Random, SecretVault } from '#core/ports.ts'
import { AppError } from '#shared/errors.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { within } from './announce.ts'
import { randomBelow } from './backoff.ts'
import { sealToken } from './bound-token.ts'
import { HoldPolicy } from './hold-policy.ts'
import type { AccountRecord, AccountStore, NewBinding, SessionStatus, UpdateSink } from './ports.ts'
import { Session, type SessionCredentials } from './session.ts'

/** Many accounts open their polls spread over this time, the first one at once. */
const START_SPREAD_MS = 2_000
/** So many sessions begin at once behind the first screen, and the next so many after this time: main is for whoever clicks then. */
const START_PORTION = 5
const START_PAUSE_MS = 20
/** How long a sign-out waits for the server to hear of it. */
const FAREWELL_MS = 3_000

export interface SupervisorOptions {
  client: Pick<IlinkClient, 'getUpdates' | 'notifyStart' | 'notifyStop'>
  hosts: Pick<HostPolicy, 'fromBaseUrl'>
  store: AccountStore
  sink: UpdateSink
  vault: SecretVault
  leases: AccountLeases
  clock: Clock
  random: Random
  /** Leaves pooled HTTP connections behind; those in use may finish. */
  recycleConnections(): void
  events: EventSink
}

/** A confirmed sign-in: what to bind, and the token that opens it (P9). */
export interface Adoption extends NewBinding {
  token: string
}

/**
 * Owns every account's session: exactly one per account (P6). Whatever binds or unbinds an account
 * runs one at a time.
 */
export class AccountSupervisor {
  readonly #options: SupervisorOptions
  readonly #holds = new HoldPolicy()
  readonly #sessions = new Map<AccountId, Session>()
  /** Since when accounts without a session have been signed out. */
  readonly #signedOut = new Map<AccountId, SessionStatus>()
  #changes: Promise<unknown> = Promise.resolve()
  #isStopped = false

  constructor(options: SupervisorOptions) {
    this.#options = options
  }

  /**
   * Opens a session for every stored account that is not signed out. Starting twice is harmless.
   * @param mayBegin until then every account is known as connecting, and nothing is asked of the vault or the network;
   * afterwards the sessions begin a few at a time. Without it all begin at once.
   */
  start(mayBegin: Promise<unknown> | null = null): void {
    const { store, random } = this.#options
    const added: Session[] = []
    for (const record of store.list()) {
      if (record.signedOut) this.#markSignedOut(record.id)
      else {
        const delayMs = added.length === 0 ? 0 : randomBelow(START_SPREAD_MS, random)
        // who begins later has waited already
        const waitedMs = mayBegin === null ? 0 : Math.floor(added.length / START_PORTION) * START_PAUSE_MS
        const session = this.#add(record, Math.max(0, delayMs - waitedMs))
        if (session !== null) added.push(session)
      }
    }
    if (mayBegin === null) for (const session of added) this.#begin(session)
    else void mayBegin.then(() => this.#beginInPortions(added))
  }

  /** Ends all sessions at once, for quitting. Nothing is told to the servers. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await Promise.all([...this.#sessions.values()].map((session) => session.stop()))
    await this.#changes
  }

  /** Null for an account that does not exist. */
  status(id: AccountId): SessionStatus | null {
    return this.#sessions.get(id)?.status ?? this.#signedOut.get(id) ?? null
  }

  /** What opens the account, for sending; null while it is signed out or its token is not known. */
  credentials(id: AccountId): SessionCredentials | null {
    return this.#sessions.get(id)?.credentials ?? null
  }

  /** Whether a send may be tried now; never while the token is in doubt. */
  canSend(id: AccountId): boolean {
    return this.#sessions.get(id)?.canSend ?? false
  }

  /** Awaited before a send, so that it goes out with the newest context token (P7); at most 3 s. */
  async ensureFresh(id: AccountId): Promise<void> {
    await this.#sessions.get(id)?.ensureFresh()
  }

  /** A send of that binding was answered −14. What an older binding meets says nothing about this one. */
  reportStaleToken(id: AccountId, binding: number): void {
    const session = this.#sessions.get(id)
    if (session?.binding === binding) session.reportStaleToken()
  }

  /** Aborts the open poll and polls anew at once. Throws `not-found` or, signed out, `not-possible-now`. */
  reconnect(id: AccountId): void {
    const session = this.#sessions.get(id)
    if (session === undefined) throw this.#refusal(id)
    session.reconnect()
  }

  /** The computer goes to sleep (P16). */
  suspend(): void {
    for (const session of this.#sessions.values()) session.suspend()
  }

  /** The computer woke, or its network changed: every poll is opened anew, spread over 2 s (P16). */
  resume(): void {
    this.#options.recycleConnections()
    let delayMs = 0
    for (const session of this.#sessions.values()) {
      session.resume(delayMs)
      delayMs = randomBelow(START_SPREAD_MS, this.#options.random)
    }
  }

  /**
   * Binds a confirmed sign-in and opens its session. The same WeChat owner or the same bot heals the
   * row that is there; `wanted` is healed if nothing shows that somebody else has scanned; anything
   * else becomes a new account. The old poller has ended before anything is written (P6).
   * @returns the account's id.
   * @throws AppError of the vault or the store; the account then goes on as before.
   */
  adopt(wanted: AccountId | null, adoption: Adoption): Promise<AccountId> {
    return this.#exclusively(async () => {
      const { token, ...scanned } = adoption
      const held = this.#rowFor(wanted, scanned)
      const binding = { ...scanned, ownerUserId: scanned.ownerUserId ?? held?.ownerUserId ?? null }
      const record =
        held === null ? await this.#bindNew(binding, token) : await this.#rebind(held, binding, token)
      this.#signedOut.delete(record.id)
      this.#openBound(record, 0)
      return record.id
    })
  }

  /**
   * Binds credentials that another program holds as a new account; `restore` runs in its transaction
   * and writes what that program knew. Null, and nothing changed, when the owner or bot is here already.
   * @throws AppError of the vault or the store; when the vault fails, the account is here and needs a sign-in.
   */
  adoptNew(adoption: Adoption, restore: (bound: AccountRecord) => void): Promise<AccountId | null> {
    return this.#exclusively(async () => {
      const { random } = this.#options
      const { token, ...binding } = adoption
      if (this.#rowFor(null, binding) !== null) return null
      const startDelayMs = this.#sessions.size === 0 ? 0 : randomBelow(START_SPREAD_MS, random)
      const record = await this.#bindNew(binding, token, restore)
      this.#openBound(record, startDelayMs)
      return record.id
    })
  }

  /** Ends the session, tells the server and deletes the token; the history stays. Twice is harmless. */
  signOut(id: AccountId): Promise<void> {
    return this.#exclusively(() => this.#signOut(id))
  }

  /** Signs every account out at the same time: a server that does not answer is waited for once. Throws what the first of them did. */
  signOutAll(): Promise<void> {
    return this.#exclusively(async () => {
      const bound = this.#options.store.list().filter(({ signedOut }) => !signedOut)
      const ends = await Promise.allSettled(bound.map(({ id }) => this.#signOut(id)))
      for (const end of ends) if (end.status === 'rejected') throw end.reason
    })
  }

  /** Signs out; `write` then takes the account out of every list. */
  remove(id: AccountId, write: () => void): Promise<void> {
    return this.#exclusively(async () => {
      await this.#leave(id, write)
      this.#signedOut.delete(id)
    })
  }

  async #signOut(id: AccountId): Promise<void> {
    await this.#leave(id, () => this.#options.store.setSignedOut(id))
    const status = this.#markSignedOut(id)
    this.#options.events.raise({ kind: 'session-changed', accountId: id, status })
  }

  /**
   * Ends the session, tells the server if it can be told, deletes the token and writes that it is gone.
   * When that fails, the account opens again with whatever is left of it.
   */
  async #leave(id: AccountId, write: () => void): Promise<void> {
    const { client, clock, store, vault } = this.#options
    const record = store.get(id)
    if (record === null) throw new AppError('not-found')
    const session = this.#sessions.get(id)
    // one that was to begin later is told of all the same
    session?.start()
    const account = (await session?.credentialsWhenOpened()) ?? null
    await session?.stop()
    this.#sessions.delete(id)
    if (account !== null) {
      const farewell = new AbortController()
      const told = client.notifyStop({ account, signal: farewell.signal }).catch(() => undefined)
      await within(clock, FAREWELL_MS, told, undefined)
      farewell.abort()
    }
    try {
      await vault.delete(id)
      write()
    } catch (error) {
      if (!record.signedOut) this.#open(store.get(id) ?? record, 0)
      throw error
    }
  }

  #rowFor(wanted: AccountId | null, scanned: NewBinding): AccountRecord | null {
    const { store } = this.#options
    const sameOwner = scanned.ownerUserId === null ? null : store.findByOwner(scanned.ownerUserId)
    const same = sameOwner ?? store.findByBot(scanned.botId)
    if (same !== null || wanted === null) return same
    const row = store.get(wanted)
    const isSomebodyElse =
      row !== null &&
      row.ownerUserId !== null &&
      scanned.ownerUserId !== null &&
      row.ownerUserId !== scanned.ownerUserId
    return isSomebodyElse ? null : row
  }

  async #bindNew(
    binding: NewBinding,
    token: string,
    restore?: (bound: AccountRecord) => void,
  ): Promise<AccountRecord> {
    const { store, vault } = this.#options
    if (vault.protection() === 'ask') throw new AppError('vault-refused')
    const record = store.bind(null, binding, restore)
    try {
      await vault.set(record.id, sealToken(record.binding, token))
    } catch (error) {
      // the row is there now and has to say that it needs somebody to scan again
      this.#openBound(record, 0)
      throw error
    }
    return record
  }

  async #rebind(held: AccountRecord, binding: NewBinding, token: string): Promise<AccountRecord> {
    const { store, vault } = this.#options
    await this.#sessions.get(held.id)?.stop()
    this.#sessions.delete(held.id)
    try {
      await vault.set(held.id, sealToken(held.binding + 1, token))
      return store.bind(held.id, binding)
    } catch (error) {
      const unchanged = store.get(held.id)
      if (unchanged !== null && !unchanged.signedOut) this.#open(unchanged, 0)
      throw error
    }
  }

  /** Opens the session of an account that has just been bound, and tells of both. */
  #openBound({ id }: AccountRecord, startDelayMs: number): void {
    const { store, events } = this.#options
    const record = store.get(id)
    if (record !== null) this.#open(record, startDelayMs)
    events.raise({ kind: 'account-bound', accountId: id })
  }

  /** Opens the account's session unless it has one. */
  #open(record: AccountRecord, startDelayMs: number): void {
    const session = this.#add(record, startDelayMs)
    if (session !== null) this.#begin(session)
  }

  /** Adds a session that has yet to begin; null where the account has one. */
  #add(record: AccountRecord, startDelayMs: number): Session | null {
    if (this.#isStopped || this.#sessions.has(record.id)) return null
    const { events } = this.#options
    const tell = (status: SessionStatus) =>
      events.raise({ kind: 'session-changed', accountId: record.id, status })
    const session = new Session({
      ...this.#options,
      holds: this.#holds,
      record,
      startDelayMs,
      onStatus: tell,
      onPoll: (how) => events.raise({ kind: 'poll-ended', accountId: record.id, how }),
    })
    this.#sessions.set(record.id, session)
    return session
  }

  #begin(session: Session): void {
    const accountId = session.account
    if (this.#sessions.get(accountId) !== session) return
    this.#options.events.raise({ kind: 'session-changed', accountId, status: session.status })
    session.start()
  }

  /** Those that were ended or begun meanwhile are left out. */
  async #beginInPortions(sessions: readonly Session[]): Promise<void> {
    for (const [index, session] of sessions.entries()) {
      if (this.#isStopped) return
      this.#begin(session)
      if (index % START_PORTION === START_PORTION - 1) await this.#pause(START_PAUSE_MS)
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#options.clock.setTimeout(ms, resolve))
  }

  #markSignedOut(id: AccountId): SessionStatus {
    const status: SessionStatus = { state: 'signed-out', since: this.#options.clock.now(), reason: null }
    this.#signedOut.set(id, status)
    return status
  }

  #refusal(id: AccountId): AppError {
    return new AppError(this.#signedOut.has(id) ? 'not-possible-now' : 'not-found')
  }

  #exclusively<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#changes.then(() => {
      if (this.#isStopped) throw new AppError('not-possible-now')
      return change()
    })
    this.#changes = result.catch(() => undefined)
    return result
  }
}
