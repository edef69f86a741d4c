import type { SessionCredentials } from '#core/accounts/session.ts'
import type { IlinkClient } from '#core/ilink/client.ts'
import type { Clock } from '#core/ports.ts'
import type { ConversationRepository, SendTarget } from '#core/storage/conversation-repository.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { windowAt } from '#shared/model/reply-window.ts'

/** While the operator types, "typing" is repeated this often (fact sheet 5.5). */
const REPEAT_MS = 5_000
/** Without a further key for this long the operator is taken to have stopped. */
const IDLE_MS = 8_000
/** An older ticket is fetched anew, or the indicator could stay on the phone (fact sheet 5.5). */
const TICKET_MS = 10 * 60_000

export interface TypingDeps {
  client: Pick<IlinkClient, 'getConfig' | 'sendTyping'>
  clock: Clock
  conversations: Pick<ConversationRepository, 'target'>
  /** Whether the operator wants contacts to be shown it. */
  isWanted(): boolean
  /** What opens the account now; null while it cannot send. */
  credentials(id: AccountId): SessionCredentials | null
}

interface Ticket {
  value: string
  /** Monotonic. */
  fetchedAt: number
  binding: number
}

/** One conversation in which the operator is typing. */
interface Activity {
  /** Monotonic. */
  lastKeyAt: number
  cancelTimer: () => void
  /** Calls go out one after another, so that a cancel cannot overtake what it cancels. */
  calls: Promise<void>
}

/**
 * Shows contacts that the operator is typing. It is a courtesy: whatever fails, fails silently, and
 * it never goes where a message could not.
 */
export class TypingIndicator {
  readonly #deps: TypingDeps
  readonly #tickets = new Map<ConversationId, Ticket>()
  readonly #activities = new Map<ConversationId, Activity>()

  constructor(deps: TypingDeps) {
    this.#deps = deps
  }

  /** The operator typed in a conversation, or is done there. */
  note(id: ConversationId, typing: boolean): void {
    if (!this.#deps.isWanted()) return
    const activity = this.#activities.get(id)
    if (!typing) {
      if (activity !== undefined) this.#end(id, activity)
      return
    }
    if (activity !== undefined) {
      activity.lastKeyAt = this.#deps.clock.monotonic()
      return
    }
    const begun: Activity = {
      lastKeyAt: this.#deps.clock.monotonic(),
      cancelTimer: () => {},
      calls: Promise.resolve(),
    }
    this.#activities.set(id, begun)
    this.#repeat(id, begun)
  }

  /** Ends everything without telling anybody, for quitting. */
  stop(): void {
    for (const activity of this.#activities.values()) activity.cancelTimer()
    this.#activities.clear()
  }

  #repeat(id: ConversationId, activity: Activity): void {
    const { clock } = this.#deps
    if (clock.monotonic() - activity.lastKeyAt >= IDLE_MS) {
      this.#end(id, activity)
      return
    }
    this.#tell(id, activity, 'typing')
    activity.cancelTimer = clock.setTimeout(REPEAT_MS, () => this.#repeat(id, activity))
  }

  #end(id: ConversationId, activity: Activity): void {
    activity.cancelTimer()
    this.#activities.delete(id)
    this.#tell(id, activity, 'cancel')
  }

  #tell(id: ConversationId, activity: Activity, status: 'typing' | 'cancel'): void {
    activity.calls = activity.calls.then(() => this.#call(id, status)).catch(() => undefined)
  }

  async #call(id: ConversationId, status: 'typing' | 'cancel'): Promise<void> {
    const { client, clock, conversations, credentials } = this.#deps
    const target = conversations.target(id)
    const account = target === null ? null : credentials(target.accountId)
    if (target === null || account === null || windowAt(target, clock.now()).kind !== 'open') return
    const ticket = await this.#ticket(target, account)
    if (ticket === null) return
    await client.sendTyping({ account, userId: target.contactUserId, typingTicket: ticket, status })
  }

  async #ticket(target: SendTarget, account: SessionCredentials): Promise<string | null> {
    const { client, clock } = this.#deps
    const held = this.#tickets.get(target.id)
    const now = clock.monotonic()
    if (held !== undefined && held.binding === account.binding && now - held.fetchedAt < TICKET_MS)
      return held.value
    const { contactUserId: userId, contextToken } = target
    const { typingTicket } = await client.getConfig({ account, userId, contextToken })
    if (typingTicket === null) return null
    this.#tickets.set(target.id, { value: typingTicket, fetchedAt: now, binding: account.binding })
    return typingTicket
  }
}
