import { toAccountSummary } from '#core/accounts/account-summary.ts'
import type { SessionStatus } from '#core/accounts/ports.ts'
import { messagesFree } from '#core/broadcast/eligibility.ts'
import { toMessageView } from '#core/inbox/quotes.ts'
import type { MediaViews } from '#core/media/views.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { StoredMessage } from '#core/storage/messages/message-reader.ts'
import type { StoredProgram } from '#core/storage/program-repository.ts'
import type { Route } from '#core/storage/route-repository.ts'
import type { Stores } from '#core/stores.ts'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ContactCard } from '#shared/model/contact.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { type AccountId, type ConversationId, MessageId } from '#shared/model/ids.ts'
import type { MediaId, MediaView } from '#shared/model/media.ts'
import type { Message } from '#shared/model/message.ts'
import { windowAt } from '#shared/model/reply-window.ts'
import { routesByContact } from '#shared/model/routing.ts'
import type { Programs } from './programs.ts'
import type { HistoryPortion, HistoryRequest } from './reads/history.ts'
import type { ListedConversations, ListRequest, ShownRequest } from './reads/listed.ts'
import { ToolError } from './tool-error.ts'

export interface ProgramViewDeps {
  stores: Pick<
    Stores,
    'accounts' | 'broadcasts' | 'contacts' | 'conversations' | 'media' | 'messages' | 'routes'
  >
  views: MediaViews
  /** For what could hold main. */
  reads: Pick<Reads, 'run'>
  statusOf(id: AccountId): SessionStatus
  /** Up to where programs have looked without saying so themselves. */
  cursors: Pick<Programs, 'cursorOf' | 'setCursor'>
}

/** An account as programs know it: WeiLink calls it a session. */
export interface SessionView extends AccountSummary {
  /** What it is called everywhere else: its alias, or its number. */
  name: string
  /** The bot's id at the server. */
  botId: string
}

/** A message as tools are given it. */
export interface SeenMessage extends Message {
  /**
   * What programs call it: the server's 64-bit id, as WeiLink does, of what contacts wrote; of everything else our own,
   * which it has from the moment it is queued.
   */
  name: string
  conversation: ConversationSummary
}

/**
 * What one program can see. Whatever belongs to an account that it may not know of is not there at all, for any tool
 * (mcp.md 3): this is the only way of tools to what is stored.
 */
export class ProgramView {
  readonly #program: StoredProgram
  readonly #deps: ProgramViewDeps

  constructor(program: StoredProgram, deps: ProgramViewDeps) {
    this.#program = program
    this.#deps = deps
  }

  allows(id: AccountId): boolean {
    const { accounts } = this.#program
    return accounts === null || accounts.includes(id)
  }

  /** In the operator's order. */
  sessions(): SessionView[] {
    const { stores, statusOf } = this.#deps
    return stores.accounts
      .list()
      .filter(({ id }) => this.allows(id))
      .map((account) => {
        const summary = toAccountSummary(account, statusOf(account.id))
        return { ...summary, name: account.alias ?? `Account ${account.number}`, botId: account.botId }
      })
  }

  session(id: AccountId): SessionView | null {
    return this.sessions().find((session) => session.id === id) ?? null
  }

  /** All sessions, or the one of this name; a blank name stands for all, as in WeiLink. @throws ToolError `no_such_session` */
  accountIdsOf(nameOrBotId: string): AccountId[] {
    return nameOrBotId === '' ? this.#accountIds() : [this.sessionNamed(nameOrBotId).id]
  }

  /** By what a person or WeiLink calls it. @throws ToolError `no_such_session` */
  sessionNamed(nameOrBotId: string): SessionView {
    const found = this.sessionCalled(nameOrBotId)
    if (found === null) throw new ToolError('no_such_session')
    return found
  }

  /** The same; null where there is none. One that is called like another's bot_id gets nothing that is meant for that. */
  sessionCalled(nameOrBotId: string): SessionView | null {
    const sessions = this.sessions()
    return (
      sessions.find(({ botId }) => botId === nameOrBotId) ??
      sessions.find(({ name }) => name === nameOrBotId) ??
      null
    )
  }

  /** Nothing leaves it until a person has scanned a code; whatever else is wrong with an account, it may send again by itself. */
  needsSignIn(id: AccountId): boolean {
    const state = this.session(id)?.state
    return state === undefined || state === 'needs-sign-in' || state === 'signed-out'
  }

  /** How many conversations of each session are unread; none where it is not named. */
  unread(): Promise<ReadonlyMap<AccountId, number>> {
    return this.#deps.reads.run('conversations-unread', null)
  }

  conversation(id: ConversationId): ConversationSummary | null {
    const found = this.#deps.stores.conversations.summary(id)
    return found === null || !this.allows(found.accountId) ? null : found
  }

  /** All conversations with a person, the one that a message would go through first (P8). */
  routesTo(userId: string): ConversationSummary[] {
    const { stores } = this.#deps
    const conversations = stores.conversations
      .idsOfContact(userId)
      .flatMap((id) => this.conversation(id) ?? [])
    const accounts = new Map(this.sessions().map((session) => [session.id, session]))
    return routesByContact(conversations, accounts).get(userId) ?? []
  }

  /**
   * The conversation that a message to a person goes through: of the session that is named, else the one that they
   * wrote to last. @throws ToolError `no_such_session`, `no_such_contact`
   */
  routeTo(userId: string, session: string | undefined): ConversationSummary {
    const accountId = session === undefined ? null : this.sessionNamed(session).id
    const route = this.routesTo(userId).find((one) => accountId === null || one.accountId === accountId)
    if (route === undefined) throw new ToolError('no_such_contact')
    return route
  }

  /** The way to somebody by this conversation; null for a group, too. */
  route(id: ConversationId): Route | null {
    const route = this.#deps.stores.routes.get(id)
    return route === null || !this.allows(route.accountId) ? null : route
  }

  /** How many messages can still go out, beside those that are on their way, and until when; null: not now. */
  room(id: ConversationId, now: number): { remaining: number; closesAt: number | null } {
    const route = this.route(id)
    return route === null ? { remaining: 0, closesAt: null } : roomOf(route, now)
  }

  card(userId: string): ContactCard {
    return this.#deps.stores.contacts.card(userId)
  }

  /** The conversations that a contact or a group has with these sessions. @throws ToolError `no_such_contact` */
  conversationsOf(userId: string, accountIds: readonly AccountId[]): ConversationId[] {
    const ids = this.#deps.stores.conversations.idsOfContact(userId).filter((id) => {
      const accountId = this.conversation(id)?.accountId
      return accountId !== undefined && accountIds.includes(accountId)
    })
    if (ids.length === 0) throw new ToolError('no_such_contact')
    return ids
  }

  /** A file of a message, wherever its bytes are; null for one that is not there. */
  media(id: MediaId): MediaView | null {
    const { stores, views } = this.#deps
    const attachment = stores.media.get(id)
    if (attachment === null || this.conversation(attachment.conversationId) === null) return null
    return views.of(attachment)
  }

  /** A page of conversations of these sessions. */
  listed(request: ListRequest): Promise<ListedConversations> {
    return this.#deps.reads.run('conversations-listed', request)
  }

  /** The conversations of these sessions that the Inbox's filter shows. */
  shown(request: ShownRequest): Promise<ConversationId[]> {
    return this.#deps.reads.run('conversations-shown', request)
  }

  /** A portion of the messages of these sessions. */
  messagesLike(request: HistoryRequest): Promise<HistoryPortion> {
    return this.#deps.reads.run('messages-like', request)
  }

  /** Those of these messages that are there. */
  messages(ids: readonly MessageId[]): SeenMessage[] {
    const { messages } = this.#deps.stores
    return this.#allSeen(ids.flatMap((id) => messages.get(id) ?? []))
  }

  /** Each conversation is looked at once, however many messages are of it. */
  #allSeen(stored: readonly StoredMessage[]): SeenMessage[] {
    const ids = new Set(stored.map(({ conversationId }) => conversationId))
    const conversations = new Map([...ids].map((id) => [id, this.conversation(id)]))
    return stored.flatMap((message) => {
      const conversation = conversations.get(message.conversationId) ?? null
      return conversation === null ? [] : this.#view(message, conversation)
    })
  }

  message(id: MessageId): SeenMessage | null {
    return this.#seen(this.#deps.stores.messages.get(id))
  }

  /** By what programs call it; of what several accounts received under one id, the newest. */
  messageNamed(name: string): SeenMessage | null {
    if (!/^\d{1,20}$/.test(name)) return null
    const { messages } = this.#deps.stores
    const received = messages.receivedAs(name, this.#accountIds())
    if (received !== null) return this.#seen(received)
    const id = MessageId.safeParse(Number(name))
    const own = id.success ? this.message(id.data) : null
    return own?.name === name ? own : null
  }

  #seen(stored: StoredMessage | null): SeenMessage | null {
    return stored === null ? null : (this.#allSeen([stored])[0] ?? null)
  }

  #view(stored: StoredMessage, conversation: ConversationSummary): SeenMessage {
    const { stores, views } = this.#deps
    const name = (stored.direction === 'in' && stored.serverId) || String(stored.id)
    return { ...toMessageView({ ...stores, views }, stored), name, conversation }
  }

  #accountIds(): AccountId[] {
    return this.sessions().map(({ id }) => id)
  }

  /**
   * What contacts wrote after that place of arrival, ascending, and the place up to which that is everything. Nothing of
   * it is taken from anybody. What is told to the program is `place`; `looked` may be further, and is kept.
   */
  async arrivedAfter(
    after: number,
    limit: number,
  ): Promise<{ messages: SeenMessage[]; place: number; looked: number }> {
    const request = { after, accountIds: this.#accountIds(), limit }
    const found = await this.#deps.reads.run('messages-arrived', request)
    return { ...found, messages: this.#allSeen(found.messages) }
  }

  /** Something has arrived, whoever it is for, since messages were looked at up to there. */
  hasArrivedSince(looked: number): boolean {
    return this.#deps.stores.messages.newestPlace() > looked
  }

  /** Up to where it has looked without saying so itself; it never goes back. */
  get cursor(): number {
    return this.#deps.cursors.cursorOf(this.#program.id)
  }

  set cursor(place: number) {
    this.#deps.cursors.setCursor(this.#program.id, place)
  }
}

/** How many messages can still go out by a route, beside those that are on their way, and until when; null: not now. */
export function roomOf(route: Route, now: number): { remaining: number; closesAt: number | null } {
  const window = windowAt(route, now)
  return { remaining: messagesFree(route, now), closesAt: window.kind === 'open' ? window.closesAt : null }
}
