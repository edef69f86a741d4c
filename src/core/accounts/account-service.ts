import type { EventSink } from '#core/events/event-bus.ts'
import type { Media } from '#core/media/media.ts'
import type { Outbox } from '#core/outbox/outbox.ts'
import type { Proposals } from '#core/programs/proposals.ts'
import type { AccountRepository } from '#core/storage/account-repository.ts'
import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { Database } from '#core/storage/database.ts'
import { AppError } from '#shared/errors.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { HistoryEraser } from './history-eraser.ts'
import type { AccountSupervisor, Adoption } from './supervisor.ts'

export interface AccountServiceDeps {
  stores: { database: Database; accounts: AccountRepository; conversations: ConversationRepository }
  supervisor: Pick<AccountSupervisor, 'adopt' | 'reconnect' | 'remove' | 'signOut' | 'signOutAll'>
  outbox: Pick<Outbox, 'cancelAccount'>
  proposals: Pick<Proposals, 'removeOfAccount'>
  media: Pick<Media, 'forgetAccount'>
  eraser: Pick<HistoryEraser, 'wake'>
  events: EventSink
}

/** What adopted credentials and the people behind them are called. */
export interface AdoptedNames {
  alias: string | null
  contacts: readonly { userId: string; alias: string }[]
}

/** What the operator does with accounts that are here. */
export class AccountService {
  readonly #deps: AccountServiceDeps

  constructor(deps: AccountServiceDeps) {
    this.#deps = deps
  }

  /** Blank for none. @throws AppError `not-found` */
  setAlias(id: AccountId, alias: string): void {
    this.#change(id, (accounts) => accounts.setAlias(id, alias === '' ? null : alias))
  }

  /** @throws AppError `not-found` */
  setColour(id: AccountId, colour: number): void {
    this.#change(id, (accounts) => accounts.setColour(id, colour))
  }

  /** Blank for none; all of them or none. @throws AppError `not-found` */
  setGroup(ids: readonly AccountId[], group: string): void {
    const { stores, events } = this.#deps
    const { database, accounts } = stores
    if (ids.some((id) => accounts.get(id) === null)) throw new AppError('not-found')
    database.transaction(() => {
      for (const id of ids) accounts.setGroup(id, group === '' ? null : group)
      events.raise({ kind: 'accounts-changed', accountIds: [...ids] })
    })
  }

  /** @throws AppError `not-found` */
  setDefault(id: AccountId): void {
    this.#change(id, (accounts) => accounts.setDefault(id), this.#all())
  }

  /** Moves an account to a place in the operator's order, 0 being the first. @throws AppError `not-found` */
  move(id: AccountId, index: number): void {
    this.#change(id, (accounts) => accounts.move(id, index), this.#all())
  }

  /** Polls anew at once. @throws AppError `not-found`, `not-possible-now` while signed out */
  reconnect(id: AccountId): void {
    const { supervisor, events } = this.#deps
    supervisor.reconnect(id)
    events.raise({ kind: 'account-reconnected', accountId: id })
  }

  /** Ends the session, tells the server and deletes the token; the history stays. */
  signOut(id: AccountId): Promise<void> {
    return this.#deps.supervisor.signOut(id)
  }

  /** The same for every account. */
  signOutAll(): Promise<void> {
    return this.#deps.supervisor.signOutAll()
  }

  /**
   * Signs out and takes the account out of every list, with everything that would still be sent or fetched for
   * it. @throws AppError `not-found`
   */
  async remove(id: AccountId, history: 'keep' | 'delete'): Promise<void> {
    const { stores, supervisor, outbox, proposals, media, eraser, events } = this.#deps
    const { database, accounts, conversations } = stores
    await supervisor.remove(id, () =>
      database.transaction(() => {
        // not before: leaving takes a while, in which something may be queued
        outbox.cancelAccount(id)
        proposals.removeOfAccount(id)
        const conversationIds = conversations.idsOfAccount(id)
        accounts.remove(id, history)
        events.raise({ kind: 'account-removed', accountId: id, conversationIds })
      }),
    )
    media.forgetAccount(id)
    void eraser.wake()
  }

  /** Binds credentials that came from elsewhere than a scanned code. */
  async adopt(adoption: Adoption, { alias, contacts }: AdoptedNames): Promise<AccountId> {
    const { stores, supervisor, events } = this.#deps
    const { database, accounts, conversations } = stores
    const id = await supervisor.adopt(null, adoption)
    database.transaction(() => {
      if (alias !== null) accounts.setAlias(id, alias)
      for (const contact of contacts) conversations.setContactAlias(contact.userId, contact.alias)
      events.raise({ kind: 'accounts-changed', accountIds: [id] })
      events.raise({ kind: 'conversations-changed', conversationIds: conversations.idsOfAccount(id) })
    })
    return id
  }

  #all(): AccountId[] {
    return this.#deps.stores.accounts.list().map(({ id }) => id)
  }

  #change(id: AccountId, write: (accounts: AccountRepository) => void, accountIds = [id]): void {
    const { stores, events } = this.#deps
    const { database, accounts } = stores
    if (accounts.get(id) === null) throw new AppError('not-found')
    database.transaction(() => {
      write(accounts)
      events.raise({ kind: 'accounts-changed', accountIds })
    })
  }
}
