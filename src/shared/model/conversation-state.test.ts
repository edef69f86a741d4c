import { describe, expect, it } from 'vitest'
import type { ConversationSummary } from './conversation.ts'
import {
  belongsTo,
  CONVERSATION_FILTERS,
  conversationState,
  countByFilter,
  isUnread,
  needsReply,
} from './conversation-state.ts'
import { AccountId, ConversationId } from './ids.ts'
import { WINDOW_MS } from './reply-window.ts'
import { WallTimeSchema } from './wall-time-schema.ts'

const NOW = 1_790_000_000_000
const TOMORROW = WallTimeSchema.parse('2026-09-22T09:00')

/** A conversation in which the contact wrote last, an hour ago. */
function conversation(over: Partial<ConversationSummary> = {}): ConversationSummary {
  return {
    id: ConversationId.parse(1),
    accountId: AccountId.parse('00000000-0000-4000-8000-000000000001'),
    contactUserId: 'somebody@im.wechat',
    last: {
      at: NOW,
      sender: null,
      direction: 'in',
      part: { kind: 'text', text: 'hi' },
      sendState: null,
      isResolved: false,
    },
    ...{ contactAlias: null, isExcluded: false, unread: 0, failed: 0, unconfirmed: 0, draft: '' },
    ...{
      wroteBefore: false,
      waiting: 0,
      unsent: 0,
      waitingOffered: false,
      activitySeq: 1,
      lastInboundSeq: 1,
    },
    ...{ lastInboundAt: NOW - 3_600_000, sentSinceInbound: 0, refusedSinceInbound: false },
    ...{ isUnanswered: true, hasWritten: true, triage: null },
    ...{ isPinned: false, isMuted: false, isMarkedUnread: false },
    ...over,
  }
}

const CLOSED = { lastInboundAt: NOW - WINDOW_MS }
const CLOSING = { lastInboundAt: NOW - WINDOW_MS + 3_600_000 }
const DONE = { triage: { kind: 'done' } } as const
const SNOOZED = { triage: { kind: 'snoozed', until: TOMORROW } } as const
const ANSWERED = { isUnanswered: false }
const GROUP = { contactUserId: 'group:g', lastInboundAt: null }

/** The filters that show it, beside All. */
function shownIn(over: Partial<ConversationSummary>): string {
  return CONVERSATION_FILTERS.filter((filter) => belongsTo(filter, conversation(over), NOW))
    .filter((filter) => filter !== 'all')
    .join(' ')
}

describe('where a conversation stands', () => {
  it.each([
    ['needs-reply', {}],
    ['needs-reply', { refusedSinceInbound: true }],
    ['needs-reply', { lastInboundAt: null, wroteBefore: true }],
    ['expired', CLOSED],
    ['expired', { ...CLOSED, refusedSinceInbound: true }],
    ['answered', ANSWERED],
    ['answered', { ...ANSWERED, ...CLOSED }],
    ['quiet', { hasWritten: false, isUnanswered: false, lastInboundAt: null }],
    ['quiet', GROUP],
    ['done', DONE],
    ['done', { ...DONE, ...CLOSED }],
    ['snoozed', SNOOZED],
    ['snoozed', { triage: { kind: 'snoozed', until: null } }],
  ] as const)('%s: %o', (state, over) => {
    expect(conversationState(conversation(over), NOW)).toBe(state)
  })

  it('needs a reply exactly where its state says so, and once it has expired', () => {
    for (const over of [{}, CLOSED, ANSWERED, GROUP, DONE, SNOOZED]) {
      const one = conversation(over)
      expect(needsReply(one)).toBe(['needs-reply', 'expired'].includes(conversationState(one, NOW)))
    }
  })
})

describe('which filters show it', () => {
  it.each([
    ['open needs-reply', {}],
    ['open needs-reply', CLOSED],
    ['open unread needs-reply', { unread: 2 }],
    ['open unread', { ...ANSWERED, isMarkedUnread: true }],
    ['open needs-reply closing', CLOSING],
    ['open', ANSWERED],
    ['open unread', { ...GROUP, unread: 1 }],
    ['done', { ...DONE, ...CLOSING, unread: 3 }],
    ['closing snoozed', { ...SNOOZED, ...CLOSING, unread: 3 }],
    ['', { last: null, lastInboundAt: null, ...ANSWERED, hasWritten: false }],
    ['open', { last: null, lastInboundAt: null, ...ANSWERED, hasWritten: false, draft: 'Dear' }],
    ['failed done', { ...DONE, failed: 1 }],
    ['open unconfirmed', { ...ANSWERED, unconfirmed: 1 }],
    ['failed unconfirmed snoozed', { ...SNOOZED, failed: 1, unconfirmed: 1 }],
  ])('%s: %o', (filters, over) => {
    expect(shownIn(over)).toBe(filters)
  })

  it('counts them', () => {
    const counts = countByFilter([{}, DONE, SNOOZED, { unread: 1, ...ANSWERED }].map(conversation), NOW)
    expect(counts).toEqual({
      ...{ open: 2, unread: 1, 'needs-reply': 1, closing: 0, failed: 0, unconfirmed: 0 },
      ...{ snoozed: 1, done: 1, all: 4 },
    })
  })

  it('what is muted is unread all the same', () => {
    expect(isUnread(conversation({ unread: 1, isMuted: true }))).toBe(true)
  })
})
