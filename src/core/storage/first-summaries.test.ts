import { describe, expect, it } from 'vitest'
import { createTestInbox, inboundText, outboundText, START } from '#core/inbox/testing.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { countByFilter } from '#shared/model/conversation-state.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { ProgramId, ProposalId } from '#shared/model/program.ts'
import { fromConversationsText } from '#shared/model/snapshot-text.ts'

const COUNT = 700
const HOUR_MS = 3_600_000
const NOW = START + 30 * HOUR_MS

/** Many conversations of two accounts, most of them answered and read, a few of every other kind. */
function world() {
  const inbox = createTestInbox()
  const { accountId, accounts, bindAccount, conversations, database, receive } = inbox
  const second = bindAccount('second@im.bot')
  const gone = bindAccount('gone@im.bot')
  const userOf = (n: number) => `o9cq80_SynthUser${String(n).padStart(6, '0')}@im.wechat`
  const accountOf = (n: number) => (n % 5 === 0 ? gone : n % 2 === 0 ? second : accountId)
  for (let n = 1; n <= COUNT; n += 1) {
    const message = { text: 'text', id: String(n), from: userOf(n) }
    receive({ messages: [n % 3 === 0 ? inboundText(message) : outboundText(message)] }, accountOf(n))
  }
  accounts.remove(gone, 'keep')
  const set = (id: ConversationId, values: string) =>
    database.sql(`UPDATE conversations SET ${values} WHERE id = ?`).run(id)
  return { ...inbox, all: () => conversations.summaries(), set }
}

/** Newest first, what is pinned above. */
const inOrder = (conversations: readonly ConversationSummary[]) =>
  conversations
    .filter(({ triage }) => triage === null)
    .toSorted((a, b) => Number(b.isPinned) - Number(a.isPinned) || b.activitySeq - a.activitySeq)
    .map(({ id }) => id)

describe('the conversations of a first screen', () => {
  it('P18: have the newest on top and every one that any count is about, but for how many there are', () => {
    const { all, conversations, database, set } = world()
    // all read and answered, long ago, but for one in forty, each in one of these ways
    const ways = [
      'unread = 2',
      'marked_unread = 1',
      'pinned = 1',
      'wrote_seq = 9999',
      `last_inbound_at = ${NOW - 23 * HOUR_MS}`,
      "triage = 'snoozed', triage_seq = 1",
      "draft = 'not sent'",
      'raised_seq = 99999',
      "triage = 'done', triage_seq = 1, unread = 3",
    ]
    for (const [index, { id }] of all().entries()) {
      set(id, `unread = 0, answered_seq = wrote_seq, last_inbound_at = ${NOW - 29 * HOUR_MS}`)
      const way = index % 40 === 0 ? ways[(index / 40) % ways.length] : undefined
      if (way !== undefined) set(id, way)
    }
    for (const [state, first] of [
      ['refused', 3],
      ['unconfirmed', 7],
      ['waiting-for-contact', 11],
    ] as const)
      database.sql('UPDATE messages SET send_state = ? WHERE id IN (?, ?)').run(state, first, first + 13)

    const first = conversations.firstSummaries(NOW)
    const whole = all()
    expect(first.length).toBeLessThan(whole.length / 2)
    expect(inOrder(first).slice(0, 100)).toEqual(inOrder(whole).slice(0, 100))
    const { open: _, done: __, all: ___, ...counts } = countByFilter(whole, NOW)
    expect(countByFilter(first, NOW)).toMatchObject(counts)
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0)
    const sumOf = (some: readonly ConversationSummary[]) =>
      some.reduce((sum, { failed, unconfirmed, unsent }) => sum + failed + unconfirmed + unsent, 0)
    expect(sumOf(first)).toBe(sumOf(whole))
  })

  it('P18: have whom a program wants to have written to, until that is decided', () => {
    const { all, conversations, set, stores } = world()
    for (const { id } of all()) set(id, 'unread = 0, answered_seq = wrote_seq')
    const [quiet] = all().toSorted((a, b) => a.activitySeq - b.activitySeq)
    if (quiet === undefined) throw new Error('there is nobody')
    const isThere = () => conversations.firstSummaries(NOW).some(({ id }) => id === quiet.id)
    const id = ProposalId.parse('0b9a4b8e-6d3f-4c55-9a3e-2f6c1f0e7d11')
    const asked = {
      kind: 'send',
      state: 'waiting',
      text: 'text',
      files: [],
      key: null,
      createdAt: NOW,
    } as const
    const program = { programId: ProgramId.parse(1), programName: 'one' }
    expect(isThere()).toBe(false)
    stores.proposals.add({ id, conversationId: quiet.id, ...program, ...asked })
    expect(isThere()).toBe(true)
    stores.proposals.settle(id, 'declined')
    expect(isThere()).toBe(false)
  })

  it('are followed by all, a portion at a time, in the order of their ids', () => {
    const { all, conversations } = world()
    const read: ConversationSummary[] = []
    const portions: number[] = []
    let after: ConversationId | null = null
    do {
      const { text, last }: ReturnType<typeof conversations.portion> = conversations.portion(after)
      const some = fromConversationsText(text)
      portions.push(some.length)
      read.push(...some)
      after = last
    } while (after !== null)
    expect(portions).toEqual([250, 250, 60])
    expect(read).toEqual(all().toSorted((a, b) => a.id - b.id))
  })
})
