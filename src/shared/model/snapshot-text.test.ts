import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Snapshot } from './changes.ts'
import type { ConversationSummary } from './conversation.ts'
import {
  conversationsText,
  conversationText,
  fromConversationsText,
  fromSnapshotText,
  snapshotText,
} from './snapshot-text.ts'

/** Every member has a value of its own, so that none can stand in the place of another. */
const CONVERSATION = {
  id: 1,
  accountId: '2',
  contactUserId: '3',
  contactAlias: '4',
  isExcluded: 5,
  last: { at: 6, direction: '7', sender: '8', part: { kind: '9' }, sendState: '10', isResolved: 11 },
  unread: 12,
  failed: 13,
  unconfirmed: 14,
  wroteBefore: 15,
  waiting: 16,
  unsent: 17,
  waitingOffered: 18,
  draft: '19',
  activitySeq: 20,
  lastInboundSeq: 21,
  lastInboundAt: 22,
  sentSinceInbound: 23,
  refusedSinceInbound: 24,
  isUnanswered: 25,
  hasWritten: 26,
  triage: { kind: '27' },
  isPinned: 28,
  isMuted: 29,
  isMarkedUnread: 30,
} satisfies Record<keyof ConversationSummary, unknown> as unknown as ConversationSummary

const REST = { revision: 7, contacts: [{ note: '"],[' }] } as unknown as Snapshot

describe('a snapshot as a text', () => {
  it('says every member of a conversation', () => {
    const { conversations } = fromSnapshotText(
      snapshotText(REST, [conversationText(CONVERSATION)], true),
    ).snapshot
    expect(conversations).toEqual([CONVERSATION])
  })

  it('says the same with whatever people wrote, and with nothing at all', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (drafts) => {
        const conversations = drafts.map((draft) => ({ ...CONVERSATION, draft, last: null }))
        const text = snapshotText(REST, conversations.map(conversationText), false)
        expect(fromSnapshotText(text)).toEqual({ snapshot: { ...REST, conversations }, isWhole: false })
        expect(fromConversationsText(conversationsText(conversations))).toEqual(conversations)
      }),
    )
  })
})
