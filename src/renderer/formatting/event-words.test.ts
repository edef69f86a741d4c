import { describe, expect, it } from 'vitest'
import type { AccountEvent } from '#shared/model/diagnostics.ts'
import { messageId } from '../test-support/samples.ts'
import { createTranslations } from '../test-support/translations.ts'
import { eventWords } from './event-words.ts'
import { createFormats } from './format.ts'

const SINCE = new Date(2026, 2, 4, 9, 5).getTime()
const SEND = { kind: 'send', id: messageId(12), reason: null, serverId: null, serverWords: null } as const

const CASES: [AccountEvent, string, string][] = [
  [{ kind: 'state', state: 'online', reason: null }, 'Online', '在线'],
  [
    { kind: 'polls', since: SINCE, answered: 98, unanswered: 1, failed: 1, longestGapMs: 35_000 },
    '100 polls since 09:05: 98 answered, 1 failed, longest gap 35 s',
    '09:05 以来轮询 100 次：98 次有回应，1 次失败，最长间隔 35 秒',
  ],
  [
    { kind: 'gap', ms: 7_500_000 },
    'The server answered again after 2 h 5 m',
    '过了 2 小时 5 分，服务器才再次回应',
  ],
  [{ kind: 'gap', ms: 180_000 }, 'The server answered again after 3 m', '过了 3 分钟，服务器才再次回应'],
  [{ kind: 'stale-token' }, 'The server called the sign-in stale (−14)', '服务器说登录已失效（−14）'],
  [
    { ...SEND, state: 'accepted', serverId: '7459276540318463233' },
    'Message 12: Accepted · number 7459276540318463233 at the server',
    '消息 12：已提交 · 服务器编号 7459276540318463233',
  ],
  [
    { kind: 'resolved', id: messageId(12), resolution: 'discarded' },
    'Message 12: Discarded',
    '消息 12：已决定不发',
  ],
  [{ kind: 'unreadable', count: 2 }, '2 messages could not be read', '2 条消息无法读取'],
]

describe('an event in words', () => {
  it.each(CASES)('%j', (event, english, chinese) => {
    expect(eventWords(event, createTranslations('en').t, createFormats('en'))).toBe(english)
    expect(eventWords(event, createTranslations('zh-CN').t, createFormats('zh-CN'))).toBe(chinese)
  })

  it('says why a state or a send is as it is, and what the server said', () => {
    const { t } = createTranslations('en')
    const formats = createFormats('en')
    expect(eventWords({ kind: 'state', state: 'offline', reason: 'host-not-allowed' }, t, formats)).toMatch(
      /^Offline: Its server is not allowed/,
    )
    const refused = {
      ...SEND,
      state: 'refused',
      reason: 'quota-used',
      serverWords: 'prepare failed',
    } as const
    expect(eventWords(refused, t, formats)).toMatch(
      /^Message 12: Refused · The roughly ten replies .* · the server said “prepare failed”$/,
    )
  })
})
