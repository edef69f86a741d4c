import { describe, expect, it } from 'vitest'
import { aMessage, aReply, messageId, NOW } from '../../test-support/samples.ts'
import { firstUnread, placingOf } from './placing.ts'

const MINUTE = 60_000

describe('placingOf', () => {
  const first = aMessage(1, { at: NOW })
  const second = aMessage(2, { at: NOW + 2 * MINUTE })

  it('groups what one side writes within three minutes', () => {
    expect(placingOf(first, undefined, second, null)).toEqual({
      startsDay: true,
      startsUnread: false,
      startsGroup: true,
      endsGroup: false,
    })
    const late = aMessage(3, { at: NOW + 5 * MINUTE })
    expect(placingOf(second, first, late, null)).toMatchObject({ startsGroup: false, endsGroup: true })
    const answer = aReply(3, {}, { at: NOW + 2 * MINUTE + 1 })
    expect(placingOf(second, first, answer, null).endsGroup).toBe(true)
  })

  it('parts what different people of a group write', () => {
    const by = (userId: string) => ({ sender: { userId, alias: null } })
    const one = aMessage(1, { at: NOW, ...by('a') })
    expect(placingOf(one, undefined, aMessage(2, { at: NOW, ...by('a') }), null).endsGroup).toBe(false)
    expect(placingOf(one, undefined, aMessage(2, { at: NOW, ...by('b') }), null).endsGroup).toBe(true)
  })

  it('separates days and what is unread', () => {
    const tomorrow = aMessage(2, { at: NOW + 24 * 60 * MINUTE })
    expect(placingOf(tomorrow, first, undefined, null).startsDay).toBe(true)
    expect(placingOf(second, first, undefined, messageId(2))).toMatchObject({
      startsUnread: true,
      startsGroup: true,
    })
  })
})

describe('firstUnread', () => {
  it("counts back over the contact's messages only", () => {
    const messages = [aMessage(1), aMessage(2), aReply(3), aMessage(4)]
    expect(firstUnread(messages, 2)).toEqual({ id: 2, missing: 0 })
    expect(firstUnread(messages, 9)).toMatchObject({ id: 1 })
    expect(firstUnread(messages, 9).missing).toBeGreaterThan(0)
    expect(firstUnread([], 3)).toEqual({ id: null, missing: 3 })
  })
})
