import { describe, expect, it } from 'vitest'
import { aConversation, accountId, conversationId, NOW } from '../../test-support/samples.ts'
import { type InboxView, inboxOrder } from './order.ts'

const HOUR = 3_600_000
const view: InboxView = { accountId: null, filter: 'all', sort: 'recent', open: null }
const conversations = [
  aConversation(1, { activitySeq: 10, lastInboundAt: NOW - 23 * HOUR, unread: 1 }),
  aConversation(2, { activitySeq: 40, lastInboundAt: NOW - 2 * HOUR, failed: 1 }),
  aConversation(3, { activitySeq: 30, lastInboundAt: NOW - 30 * HOUR, accountId: accountId(2) }),
  aConversation(4, { activitySeq: 20, lastInboundAt: null }),
  aConversation(5, { activitySeq: 0, lastInboundSeq: null, lastInboundAt: null, last: null }),
]
const order = (over: Partial<InboxView>) => inboxOrder(conversations, { ...view, ...over }, NOW)

describe('inboxOrder', () => {
  it('shows the newest first, of all accounts or of one, and where nothing was said last', () => {
    expect(order({})).toEqual([2, 3, 4, 1, 5])
    expect(order({ accountId: accountId(2) })).toEqual([3])
  })

  it('filters by unread, closing soon and failed', () => {
    expect(order({ filter: 'unread' })).toEqual([1])
    expect(order({ filter: 'closing' })).toEqual([1])
    expect(order({ filter: 'failed' })).toEqual([2])
  })

  it('keeps the open conversation in view, whatever the filter says', () => {
    expect(order({ filter: 'unread', open: conversationId(3) })).toEqual([3, 1])
  })

  it('sorts by the next window to close, with what is not open behind', () => {
    expect(order({ sort: 'closing' })).toEqual([1, 2, 3, 4, 5])
  })
})
