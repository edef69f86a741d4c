import { unreachable } from '#shared/unreachable.ts'
import type { PollEvent } from '#simulator/index.ts'

/** Copies expected in a store, by text. */
export type Expected = Record<string, number>

/** An answer that had gone out whole and had not been followed by a poll when its client was killed. */
export interface InFlight {
  kill: number
  account: string
  contents: string[]
}

interface Account {
  expected: Map<string, number>
  /** Of the latest answer, until the next poll. */
  unfollowed: string[]
  behind: number
}

/** The text or file name by which a message on the wire is counted; the others are junk that a fault made. */
export function contentOf(message: unknown): string | null {
  const item = member(member(message, 'item_list'), 0)
  const content = member(member(item, 'text_item'), 'text') ?? member(member(item, 'file_item'), 'file_name')
  return typeof content === 'string' ? content : null
}

function member(value: unknown, name: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

/** What was offered to every account, and what was on its way when a client was killed. */
export class ExpectedDeliveries {
  readonly #accounts = new Map<string, Account>()
  readonly #inFlight: InFlight[] = []

  /** A message was written; one with a new id counts as another message. */
  offer(name: string, content: string): void {
    const { expected } = this.#of(name)
    expected.set(content, (expected.get(content) ?? 0) + 1)
  }

  /** Follows what goes on at polls. */
  note(event: PollEvent): void {
    const account = this.#of(event.account)
    switch (event.kind) {
      case 'polled':
        account.behind = event.behind
        account.unfollowed = []
        return
      case 'answered':
        account.unfollowed.push(...event.messages.map(contentOf).filter((content) => content !== null))
        return
      case 'copied':
        for (const copy of event.messages) {
          const content = contentOf(copy)
          if (content !== null) this.offer(event.account, content)
        }
        return
      default:
        unreachable(event)
    }
  }

  /** The clients have just been killed. */
  recordKill(kill: number): void {
    for (const [account, state] of this.#accounts) {
      if (state.unfollowed.length > 0) {
        this.#inFlight.push({ kill, account, contents: state.unfollowed })
        state.unfollowed = []
      }
    }
  }

  /** A fresh message is on its way to this account, so that its cursor moves once more. */
  expectAck(name: string): void {
    this.#of(name).behind = Number.POSITIVE_INFINITY
  }

  /** Whether every cursor covers everything. */
  get isSettled(): boolean {
    return [...this.#accounts.values()].every(({ behind }) => behind === 0)
  }

  get inFlight(): InFlight[] {
    return this.#inFlight
  }

  get expected(): Record<string, Expected> {
    return Object.fromEntries(
      [...this.#accounts].map(([name, { expected }]) => [name, Object.fromEntries(expected)]),
    )
  }

  #of(name: string): Account {
    const known = this.#accounts.get(name)
    if (known !== undefined) return known
    const fresh: Account = { expected: new Map(), unfollowed: [], behind: 0 }
    this.#accounts.set(name, fresh)
    return fresh
  }
}
