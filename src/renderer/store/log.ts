import type { MessageId } from '#shared/model/ids.ts'
import { compareMessages, type Message } from '#shared/model/message.ts'

/** One page of history as `messages.page` answers it. */
export interface Page {
  messages: readonly Message[]
  hasOlder: boolean
  hasNewer: boolean
}

/** A gapless stretch of one conversation's history, ascending. */
export interface Log {
  messages: readonly Message[]
  hasOlder: boolean
  hasNewer: boolean
  /** Counts replacements of the whole stretch, so the view knows when to place itself anew; 0 = none yet. */
  stretch: number
}

/** A log whose first page is still on its way; what changes meanwhile is kept for it. */
export const PENDING_LOG: Log = {
  messages: [],
  hasOlder: true,
  hasNewer: false,
  stretch: 0,
}

/** Replaces the loaded stretch by a page; messages that the old one held are newer than the page's. */
export function startAt(log: Log, page: Page): Log {
  const held = new Map(log.messages.map((message) => [message.id, message]))
  const messages = page.messages.map((message) => held.get(message.id) ?? message)
  const last = messages.at(-1)
  const arrived = log.stretch === 0 || !log.hasNewer ? log.messages : []
  const beyond = page.hasNewer
    ? []
    : arrived.filter((message) => last === undefined || compareMessages(message, last) > 0)
  return {
    messages: [...messages, ...beyond],
    hasOlder: page.hasOlder,
    hasNewer: page.hasNewer,
    stretch: log.stretch + 1,
  }
}

/** Where `message` stands or belongs: the first index whose message does not sort before it. */
function lowerBound(messages: readonly Message[], message: Message): number {
  let low = 0
  let high = messages.length
  while (low < high) {
    const middle = (low + high) >> 1
    const other = messages[middle]
    if (other && compareMessages(other, message) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Puts a new or changed message where it sorts. One that lies beyond an end which is not loaded
 * stays out: the page that covers it will bring it.
 */
export function putMessage(log: Log, message: Message): Log {
  const known = log.messages.findLastIndex((one) => one.id === message.id)
  const rest = known === -1 ? log.messages : log.messages.toSpliced(known, 1)
  const index = lowerBound(rest, message)
  if (known === -1) {
    if (index === rest.length && log.hasNewer) return log
    if (index === 0 && log.hasOlder && rest.length > 0) return log
  }
  return { ...log, messages: rest.toSpliced(index, 0, message) }
}

/** Takes a message out that is here no more. */
export function removeMessage(log: Log, id: MessageId): Log {
  return { ...log, messages: log.messages.filter((message) => message.id !== id) }
}

/** Messages of a page that the log does not hold; what it holds was kept up to date by changes. */
function unknown(log: Log, page: Page): Message[] {
  const known = new Set<MessageId>(log.messages.map((message) => message.id))
  return page.messages.filter((message) => !known.has(message.id))
}

/**
 * So many messages of a stretch stay loaded while it grows: whoever reads through a hundred thousand must not pay for all
 * of them at each page. Far more than is seen or drawn at once.
 */
export const MOST_LOADED = 1_200

/** What calls for the operator, or will leave yet, stands in other places than the log too, and stays loaded. */
function isSettled({ sending }: Message): boolean {
  return sending === null || sending.state === 'accepted' || sending.resolution !== null
}

/** Adds the page that ends where the log begins; what lies too far behind makes room. */
export function addOlder(log: Log, page: Page): Log {
  const messages = [...unknown(log, page), ...log.messages]
  const grown = { ...log, messages, hasOlder: page.hasOlder }
  const canGo = messages.length > MOST_LOADED && messages.slice(MOST_LOADED).every(isSettled)
  return canGo ? { ...grown, messages: messages.slice(0, MOST_LOADED), hasNewer: true } : grown
}

/** Adds the page that begins where the log ends; what lies too far before it makes room. */
export function addNewer(log: Log, page: Page): Log {
  const messages = [...log.messages, ...unknown(log, page)].sort(compareMessages)
  const grown = { ...log, messages, hasNewer: page.hasNewer }
  const surplus = messages.length - MOST_LOADED
  const canGo = surplus > 0 && messages.slice(0, surplus).every(isSettled)
  return canGo ? { ...grown, messages: messages.slice(surplus), hasOlder: true } : grown
}
