import type { EventSink } from '#core/events/event-bus.ts'
import type { IlinkClient } from '#core/ilink/client.ts'
import type { HostPolicy } from '#core/ilink/hosts.ts'
import { MAX_LOCAL_TOKENS } from '#core/ilink/protocol.ts'
import type { Clock, Random, SecretVault } from '#core/ports.ts'
import { AppError } from '#shared/errors.ts'
import { type AccountId, SignInId } from '#shared/model/ids.ts'
import type { SignIn } from '#shared/model/sign-in.ts'
import { unreachable } from '#shared/unreachable.ts'
import { openToken } from './bound-token.ts'
import type { AccountRecord, AccountStore } from './ports.ts'
import { SignInAttempt } from './sign-in-attempt.ts'
import type { AccountSupervisor } from './supervisor.ts'

export interface SignInsOptions {
  client: Pick<IlinkClient, 'getQrCode' | 'getQrStatus'>
  hosts: Pick<HostPolicy, 'apiBase' | 'fromBaseUrl' | 'fromRedirectHost'>
  supervisor: Pick<AccountSupervisor, 'adopt' | 'status'>
  store: Pick<AccountStore, 'list' | 'get'>
  vault: Pick<SecretVault, 'get' | 'protection'>
  clock: Clock
  random: Random
  events: EventSink
}

/** The sign-in codes on screen: several at once, each an attempt of its own. */
export class SignIns {
  readonly #options: SignInsOptions
  readonly #attempts = new Map<SignInId, SignInAttempt>()

  constructor(options: SignInsOptions) {
    this.#options = options
  }

  /** In the order of their numbers. */
  list(): SignIn[] {
    return [...this.#attempts.values()].map(({ signIn }) => signIn)
  }

  /**
   * Puts a new code on screen; with an account it signs that one in again.
   * Throws `vault-refused` while nobody has agreed to how tokens would be kept (P9), `not-found` for
   * an account that does not exist.
   */
  start(request: { label: string | null; accountId: AccountId | null }): SignInId {
    const { vault, store, random } = this.#options
    if (vault.protection() === 'ask') throw new AppError('vault-refused')
    if (request.accountId !== null && store.get(request.accountId) === null) throw new AppError('not-found')
    const id = SignInId.parse(random.uuid())
    const number = Math.max(0, ...this.list().map((signIn) => signIn.number)) + 1
    this.#run({ id, number, ...request })
    return id
  }

  /** Says whose code it is, whatever became of it. */
  setLabel(id: SignInId, label: string | null): void {
    this.#find(id).setLabel(label)
  }

  /** Starts an attempt again, or replaces its code. Throws `not-possible-now` once it is signed in. */
  newCode(id: SignInId): void {
    const attempt = this.#find(id)
    const { number, label, status } = attempt.signIn
    if (status === 'signed-in') throw new AppError('not-possible-now')
    attempt.abort()
    this.#run({ id, number, label, accountId: attempt.wanted })
  }

  /** The digits that the phone shows. Throws `not-possible-now` unless they were asked for. */
  submitCode(id: SignInId, code: string): void {
    const attempt = this.#find(id)
    if (!attempt.isAskingForCode) throw new AppError('not-possible-now')
    attempt.enterCode(code.trim())
  }

  /** Takes a code off the screen and aborts its poll; what is signed in stays. Twice is harmless. */
  dismiss(id: SignInId): void {
    const attempt = this.#attempts.get(id)
    if (attempt === undefined) return
    attempt.abort()
    this.#attempts.delete(id)
    this.#options.events.raise({ kind: 'sign-in-removed', signInId: id })
  }

  /** The way to the server is another: what waits after a failure waits no longer. */
  tryNow(): void {
    for (const attempt of this.#attempts.values()) attempt.tryNow()
  }

  /** Aborts everything, for quitting. */
  stop(): void {
    for (const attempt of this.#attempts.values()) attempt.abort()
  }

  #find(id: SignInId): SignInAttempt {
    const attempt = this.#attempts.get(id)
    if (attempt === undefined) throw new AppError('not-found')
    return attempt
  }

  #run(about: Pick<SignIn, 'id' | 'number' | 'label' | 'accountId'>): void {
    const { supervisor, events } = this.#options
    const tell = (signIn: SignIn) => events.raise({ kind: 'sign-in-changed', signIn })
    const attempt: SignInAttempt = new SignInAttempt({
      ...this.#options,
      ...about,
      heldTokens: () => this.#heldTokens(),
      adopt: (adoption) => supervisor.adopt(about.accountId, adoption),
      onChange: (signIn) => {
        if (this.#attempts.get(about.id) === attempt) tell(signIn)
      },
      onUnknownStatus: (name) => events.raise({ kind: 'sign-in-status-unknown', name }),
    })
    this.#attempts.set(about.id, attempt)
    tell(attempt.signIn)
    void attempt.run()
  }

  /**
   * Tokens of the accounts we hold, newest first, by which the server tells a person who is connected
   * already (fact sheet 2.1). Tokens in doubt are left out, so that scanning gives fresh credentials;
   * so are those of accounts that live on another host than the code's, since a token goes only to its
   * account's own host (P10).
   */
  async #heldTokens(): Promise<{ tokens: string[]; onlyAccount: AccountId | null }> {
    const { store, vault } = this.#options
    const held: { id: AccountId; token: string }[] = []
    const rows = store.list().filter((row) => this.#isGood(row))
    for (const { id, binding } of rows.sort((one, other) => other.number - one.number)) {
      if (held.length === MAX_LOCAL_TOKENS) break
      const token = openToken(await vault.get(id).catch(() => null), binding)
      if (token !== null) held.push({ id, token })
    }
    const [only, ...others] = held
    return {
      tokens: held.map(({ token }) => token),
      onlyAccount: only !== undefined && others.length === 0 ? only.id : null,
    }
  }

  #isGood(row: AccountRecord): boolean {
    if (row.signedOut || !this.#livesWithCodes(row)) return false
    const state = this.#options.supervisor.status(row.id)?.state
    switch (state) {
      case 'connecting':
      case 'online':
      case 'reconnecting':
        return true
      case 'offline':
      case 'checking':
      case 'needs-sign-in':
      case 'signed-out':
      case undefined:
        return false
      default:
        return unreachable(state)
    }
  }

  #livesWithCodes(row: AccountRecord): boolean {
    const { hosts } = this.#options
    const base = hosts.fromBaseUrl(row.baseUrl)
    return base.ok && new URL(base.url).origin === new URL(hosts.apiBase).origin
  }
}
