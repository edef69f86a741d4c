import { describe, expect, it } from 'vitest'
import { IlinkServerError } from '#core/ilink/errors.ts'
import type { SendTarget } from '#core/storage/conversation-repository.ts'
import { TestClock } from '#core/testing/clock.ts'
import { settle } from '#core/testing/settle.ts'
import { AccountId, ConversationId } from '#shared/model/ids.ts'
import { TypingIndicator } from './typing-indicator.ts'

const CONVERSATION = ConversationId.parse(1)
const ACCOUNT = AccountId.parse('10000000-0000-4000-8000-000000000001')

function build(changes: Partial<SendTarget> = {}) {
  const clock = new TestClock()
  const calls: string[] = []
  const state = { refuse: false, canSend: true, tickets: 0 }
  const target: SendTarget = {
    id: CONVERSATION,
    accountId: ACCOUNT,
    contactUserId: 'User@im.wechat',
    contextToken: 'context',
    lastInboundAt: clock.now(),
    sentSinceInbound: 0,
    refusedSinceInbound: false,
    ...changes,
  }
  const indicator = new TypingIndicator({
    clock,
    isWanted: () => true,
    conversations: { target: () => target },
    credentials: () =>
      state.canSend ? { baseUrl: 'https://a.weixin.qq.com', token: 'token', binding: 1 } : null,
    client: {
      async getConfig({ userId, contextToken }) {
        calls.push(`config ${userId} ${contextToken}`)
        if (state.refuse)
          throw new IlinkServerError({ endpoint: 'getconfig', ret: -4, errcode: null, errmsg: '' })
        state.tickets += 1
        return { typingTicket: `ticket-${state.tickets}` }
      },
      async sendTyping({ typingTicket, status }) {
        calls.push(`${status} ${typingTicket}`)
      },
    },
  })
  return { indicator, clock, calls, state }
}

describe('the typing indicator (fact sheet 5.5)', () => {
  it('is repeated every five seconds while the operator types, and taken back at the end', async () => {
    const { indicator, clock, calls } = build()
    indicator.note(CONVERSATION, true)
    await settle()
    expect(calls).toEqual(['config User@im.wechat context', 'typing ticket-1'])
    await clock.advance(4_000)
    indicator.note(CONVERSATION, true)
    await clock.advance(1_000)
    await settle()
    expect(calls.slice(2)).toEqual(['typing ticket-1'])
    indicator.note(CONVERSATION, false)
    await settle()
    expect(calls.slice(3)).toEqual(['cancel ticket-1'])
    await clock.advance(60_000)
    expect(calls).toHaveLength(4)
  })

  it('ends by itself when no key follows', async () => {
    const { indicator, clock, calls } = build()
    indicator.note(CONVERSATION, true)
    await clock.advance(5_000)
    await clock.advance(5_000)
    await settle()
    expect(calls.at(-1)).toBe('cancel ticket-1')
  })

  it.each([3_600_000, -72 * 3_600_000])(
    'P19: ends in time also where the clock is set by %i ms',
    async (setBy) => {
      const { indicator, clock, calls } = build()
      indicator.note(CONVERSATION, true)
      await clock.advance(4_000)
      indicator.note(CONVERSATION, true)
      clock.set(setBy)
      await clock.advance(1_000)
      expect(calls.filter((call) => call.startsWith('cancel'))).toEqual([])
      clock.set(-setBy)
      await clock.advance(10_000)
      expect(calls.at(-1)).toBe('cancel ticket-1')
    },
  )

  it('fetches a ticket older than ten minutes anew, or the indicator could stay on the phone', async () => {
    const { indicator, clock, calls } = build()
    indicator.note(CONVERSATION, true)
    indicator.note(CONVERSATION, false)
    await settle()
    await clock.advance(10 * 60_000)
    indicator.note(CONVERSATION, true)
    await settle()
    expect(calls.at(-1)).toBe('typing ticket-2')
    indicator.stop()
  })

  it('stays silent where a message could not go: closed window, never written, account not online', async () => {
    for (const changes of [
      { lastInboundAt: null },
      { lastInboundAt: -90_000_000 },
      { refusedSinceInbound: true },
    ]) {
      const { indicator, calls } = build(changes)
      indicator.note(CONVERSATION, true)
      await settle()
      expect(calls).toEqual([])
      indicator.stop()
    }
    const { indicator, calls, state } = build()
    state.canSend = false
    indicator.note(CONVERSATION, true)
    await settle()
    expect(calls).toEqual([])
    indicator.stop()
  })

  it('lets a refused ticket be: it is no error to show', async () => {
    const { indicator, calls, state } = build()
    state.refuse = true
    indicator.note(CONVERSATION, true)
    indicator.note(CONVERSATION, false)
    await settle()
    expect(calls.every((call) => call.startsWith('config'))).toBe(true)
  })
})
