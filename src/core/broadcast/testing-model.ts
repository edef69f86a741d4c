import type { RecipientState } from '#shared/model/broadcast.ts'
import type { BroadcastId, MessageId } from '#shared/model/ids.ts'
import { unreachable } from '#shared/unreachable.ts'

/** What became of a message as far as a person could know who saw only the wire and the operator. */
export type Fate = 'none' | 'accepted' | 'unconfirmed' | 'refused'

/** One item of a run for one person. */
export interface ItemKey {
  run: BroadcastId
  person: string
  item: number
}

/** What an operator sees of a recipient when nothing of theirs is to come or on its way. */
export type ShownFate = 'accepted' | 'unconfirmed' | 'refused' | 'unsent'

const nameOf = ({ run, person, item }: ItemKey) => `${run}/${person}/${item}`

/**
 * P13 in its smallest form: for each person and item the messages that went over the wire and what became of
 * them. It knows neither ledger nor outbox, and objects to a send that nobody may make.
 */
export class AttemptModel {
  readonly #messages = new Map<MessageId, { key: string; fate: Fate }>()
  /** Client ids that left and may have arrived. */
  readonly #left = new Map<string, MessageId>()
  readonly #requests = new Map<string, number>()
  /** Items of which one more may leave although one may have arrived. */
  readonly #unconfirmedToo = new Set<string>()
  /** Items that the operator has dealt with. */
  readonly #resolved = new Set<string>()

  /** What is known of an item from all its messages: the best of them, as a person would take it. */
  fateOf(key: ItemKey): Fate {
    const name = nameOf(key)
    const fates = [...this.#messages.values()]
      .filter((message) => message.key === name)
      .map(({ fate }) => fate)
    return (['accepted', 'unconfirmed', 'refused'] as const).find((fate) => fates.includes(fate)) ?? 'none'
  }

  /** The worst of a person's items. */
  shown(run: BroadcastId, person: string, items: number): ShownFate {
    const fates = Array.from({ length: items }, (_, item) => this.fateOf({ run, person, item }))
    if (fates.includes('refused')) return 'refused'
    if (fates.includes('unconfirmed')) return 'unconfirmed'
    return fates.every((fate) => fate === 'accepted') ? 'accepted' : 'unsent'
  }

  /** The operator asked for a retry of what failed. */
  retry(keys: readonly ItemKey[], unconfirmedToo: boolean): void {
    for (const key of keys) {
      const fate = this.fateOf(key)
      if (fate === 'accepted' || (fate === 'unconfirmed' && !unconfirmedToo)) continue
      const name = nameOf(key)
      this.#requests.set(name, (this.#requests.get(name) ?? 0) + 1)
      if (unconfirmedToo) this.#unconfirmedToo.add(name)
    }
  }

  resolve(key: ItemKey): void {
    this.#resolved.add(nameOf(key))
  }

  isResolved(key: ItemKey): boolean {
    return this.#resolved.has(nameOf(key))
  }

  /** A message of a run begins to leave. @throws Error when it must not */
  begin(key: ItemKey, id: MessageId, clientId: string, by: 'run' | 'hand'): void {
    const name = nameOf(key)
    if (this.#left.has(clientId)) throw new Error(`${name}: one attempt left twice`)
    if (this.fateOf(key) === 'accepted') throw new Error(`${name}: sent though it was accepted`)
    const isNew = !this.#messages.has(id)
    if (by === 'run') {
      if (this.#resolved.has(name)) throw new Error(`${name}: sent though the operator has dealt with it`)
      if (this.fateOf(key) === 'unconfirmed' && isNew && !this.#unconfirmedToo.delete(name))
        throw new Error(`${name}: an unconfirmed one was sent again unasked`)
    }
    this.#left.set(clientId, id)
    if (!isNew) return
    this.#messages.set(id, { key: name, fate: 'none' })
    const count = [...this.#messages.values()].filter((message) => message.key === name).length
    if (count > 1 + (this.#requests.get(name) ?? 0))
      throw new Error(`${name}: more messages than were asked for`)
  }

  /** It turned out not to have left, and goes out later as the same message. */
  notLeft(clientId: string): void {
    this.#left.delete(clientId)
  }

  /** What became of a message; one whose upload failed has not left before. */
  settle(key: ItemKey, id: MessageId, fate: Fate): void {
    this.#messages.set(id, { key: nameOf(key), fate })
  }

  /** Messages of a run of which nobody knows whether they arrived. */
  unconfirmed(): MessageId[] {
    return [...this.#messages].flatMap(([id, { fate }]) => (fate === 'unconfirmed' ? [id] : []))
  }

  /** The server turns out to have it, or the operator took it back. */
  change(id: MessageId, fate: Fate): void {
    const message = this.#messages.get(id)
    if (message !== undefined) message.fate = fate
  }
}

/** What a state of the ledger says of somebody for whom nothing is to come; null while something is. */
export function shownFateOf(state: RecipientState): ShownFate | null {
  switch (state) {
    case 'queued':
    case 'sending':
      return null
    case 'skipped':
    case 'cancelled':
      return 'unsent'
    case 'accepted':
    case 'unconfirmed':
    case 'refused':
      return state
    default:
      return unreachable(state)
  }
}
