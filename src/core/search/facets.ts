import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { PartKind } from '#shared/model/message.ts'

/** What a message can be filtered by, as far as the index knows it. */
export interface Facets {
  accountId: AccountId
  conversationId: ConversationId
  direction: 'in' | 'out'
  kinds: readonly PartKind[]
  at: number
}

/*
 * Facets are tokens of one character each, from the areas for private use, which no text is searched for. Some share
 * one: they narrow down what is read from the database, which decides.
 */
const DIRECTIONS = { in: '\ue001', out: '\ue002' } as const
const KINDS: Readonly<Record<PartKind, string>> = {
  text: '\ue010',
  image: '\ue011',
  video: '\ue012',
  voice: '\ue013',
  file: '\ue014',
  progress: '\ue015',
  unsupported: '\ue016',
  unreadable: '\ue017',
}
const FIRST_TIME = 0xe100
const TIMES = 0x1700
/** 24.9 days. */
const TIME_MS = 2 ** 31
const FIRST_ACCOUNT = 0xf0000
const FIRST_CONVERSATION = 0x100000
const PLANE = 0xfffe
/** A longer span of time is not worth its tokens. */
const MAX_TIMES = 80

/** Stands between the parts of a message, so that no term is found across them. */
export const PART_BREAK = '\ue000'

const timeToken = (step: number) => String.fromCodePoint(FIRST_TIME + (((step % TIMES) + TIMES) % TIMES))
const accountToken = (id: AccountId) =>
  String.fromCodePoint(FIRST_ACCOUNT + (Number.parseInt(id.slice(0, 8), 16) % PLANE))
const conversationToken = (id: ConversationId) => String.fromCodePoint(FIRST_CONVERSATION + (id % PLANE))

/** The tokens of a message. */
export function facetTokens(facets: Facets): string {
  return [
    DIRECTIONS[facets.direction],
    ...facets.kinds.map((kind) => KINDS[kind]),
    accountToken(facets.accountId),
    conversationToken(facets.conversationId),
    timeToken(Math.floor(facets.at / TIME_MS)),
  ].join(' ')
}

/** What to look for only in; what is absent does not matter. Times in Unix ms, `to` not included. */
export interface FacetFilter {
  accountId?: AccountId | undefined
  conversationIds?: readonly ConversationId[] | undefined
  direction?: 'in' | 'out' | undefined
  kinds?: readonly PartKind[] | undefined
  from?: number | undefined
  to?: number | undefined
}

/** For each part of the filter the tokens of which a message has one; empty when nothing narrows it down. */
export function filterTokens(filter: FacetFilter): string[][] {
  const groups: string[][] = []
  if (filter.direction !== undefined) groups.push([DIRECTIONS[filter.direction]])
  if (filter.kinds !== undefined) groups.push(filter.kinds.map((kind) => KINDS[kind]))
  if (filter.accountId !== undefined) groups.push([accountToken(filter.accountId)])
  if (filter.conversationIds !== undefined) groups.push(filter.conversationIds.map(conversationToken))
  const { from, to } = filter
  if (from !== undefined && to !== undefined) {
    const [first, last] = [Math.floor(from / TIME_MS), Math.floor(to / TIME_MS)]
    const steps = Math.max(0, last - first + 1)
    if (steps <= MAX_TIMES) groups.push(Array.from({ length: steps }, (_, index) => timeToken(first + index)))
  }
  return groups
}

/** The tokens that every message has one of. */
export const ANY_MESSAGE = Object.values(DIRECTIONS)
