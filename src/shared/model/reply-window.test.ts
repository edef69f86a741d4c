import { describe, expect, it } from 'vitest'
import {
  isClosingSoon,
  messagesLeft,
  QUOTA,
  type ReplyEvidence,
  WINDOW_MS,
  windowAt,
  windowMinutes,
} from './reply-window.ts'

const WRITTEN_AT = 1_790_000_000_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE

function evidence(change: Partial<ReplyEvidence> = {}): ReplyEvidence {
  return { lastInboundAt: WRITTEN_AT, sentSinceInbound: 0, refusedSinceInbound: false, ...change }
}

/** Everything the two meters say, this long after the contact's message. */
function metersAfter(ms: number, change: Partial<ReplyEvidence> = {}) {
  const now = WRITTEN_AT + ms
  const given = evidence(change)
  return {
    kind: windowAt(given, now).kind,
    minutes: windowMinutes(given, now),
    left: messagesLeft(given, now),
    soon: isClosingSoon(given, now),
  }
}

describe('the reply window', () => {
  it.each([
    [0, 'open', 1440, false],
    [1, 'open', 1440, false],
    [MINUTE, 'open', 1439, false],
    [22 * HOUR, 'open', 120, false],
    [22 * HOUR + 1, 'open', 120, true],
    [WINDOW_MS - MINUTE, 'open', 1, true],
    [WINDOW_MS - 1, 'open', 1, true],
    [WINDOW_MS, 'closed', 0, false],
    [WINDOW_MS + 1, 'closed', 0, false],
    [400 * 24 * HOUR, 'closed', 0, false],
  ])('%i ms after the message', (ms, kind, minutes, soon) => {
    expect(metersAfter(ms)).toEqual({ kind, minutes, left: kind === 'open' ? QUOTA : 0, soon })
  })

  it('is never longer than a day, also after the clock went back', () => {
    expect(metersAfter(-5 * HOUR)).toEqual({ kind: 'open', minutes: 1440, left: 10, soon: false })
  })

  it('grows urgent under two hours and again under half an hour', () => {
    const urgencyAt = (ms: number) => {
      const state = windowAt(evidence(), WRITTEN_AT + ms)
      return state.kind === 'open' ? state.urgency : state.kind
    }
    expect(urgencyAt(22 * HOUR)).toBe('calm')
    expect(urgencyAt(22 * HOUR + 1)).toBe('soon')
    expect(urgencyAt(WINDOW_MS - 30 * MINUTE)).toBe('soon')
    expect(urgencyAt(WINDOW_MS - 30 * MINUTE + 1)).toBe('now')
  })

  it('does not exist before the contact has written', () => {
    const given = { lastInboundAt: null, sentSinceInbound: 3 }
    expect(metersAfter(0, given)).toEqual({ kind: 'never-written', minutes: 0, left: 0, soon: false })
  })

  it('P5: is overridden by a refusal, as long as it would be open', () => {
    const given = { refusedSinceInbound: true }
    expect(metersAfter(HOUR, given)).toEqual({ kind: 'refused', minutes: 0, left: 0, soon: false })
    expect(metersAfter(WINDOW_MS, given).kind).toBe('closed')
  })
})

it.each([
  [0, 10],
  [9, 1],
  [10, 0],
  [25, 0],
])('after %i sends %i messages are left', (sentSinceInbound, left) => {
  expect(metersAfter(HOUR, { sentSinceInbound }).left).toBe(left)
})
