import type { MessageId } from '#shared/model/ids.ts'
import type { Message } from '#shared/model/message.ts'
import { startOfDay } from '../../formatting/format.ts'

/** Messages of one side within this time belong together. */
const GROUP_MS = 3 * 60_000

/** Where a message stands among its neighbours. */
export interface Placing {
  startsDay: boolean
  /** The unread line stands above it. */
  startsUnread: boolean
  startsGroup: boolean
  endsGroup: boolean
}

function together(earlier: Message, later: Message, unreadFrom: MessageId | null): boolean {
  return (
    earlier.direction === later.direction &&
    earlier.sender?.userId === later.sender?.userId &&
    Math.abs(later.at - earlier.at) < GROUP_MS &&
    later.id !== unreadFrom &&
    startOfDay(earlier.at) === startOfDay(later.at)
  )
}

export function placingOf(
  message: Message,
  previous: Message | undefined,
  next: Message | undefined,
  unreadFrom: MessageId | null,
): Placing {
  return {
    startsDay: !previous || startOfDay(previous.at) !== startOfDay(message.at),
    startsUnread: message.id === unreadFrom,
    startsGroup: !previous || !together(previous, message, unreadFrom),
    endsGroup: !next || !together(message, next, unreadFrom),
  }
}

/**
 * The first of the last `unread` messages that the contact wrote, of those that are loaded; null when none is. `missing`
 * is how many of them are not loaded.
 */
export function firstUnread(
  messages: readonly Message[],
  unread: number,
): { id: MessageId | null; missing: number } {
  let left = unread
  let first: MessageId | null = null
  for (let index = messages.length - 1; index >= 0 && left > 0; index -= 1) {
    const message = messages[index]
    if (message?.direction !== 'in') continue
    first = message.id
    left -= 1
  }
  return { id: first, missing: left }
}

/** The loaded message that was stored last: what is read is counted by arrival, not by the shown order. */
export function lastStored(messages: readonly Message[]): MessageId | null {
  let last: MessageId | null = null
  for (const { id } of messages) if (last === null || id > last) last = id
  return last
}
