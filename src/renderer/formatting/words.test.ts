import { describe, expect, it, vi } from 'vitest'
import type { AccountState } from '#shared/model/account.ts'
import { WINDOW_MS, windowAt } from '#shared/model/reply-window.ts'
import { aConversation, aMessage, anAccount, aReply, NOW } from '../test-support/samples.ts'
import { createTranslations } from '../test-support/translations.ts'
import { createFormats } from './format.ts'
import { messageLabel, previewOf, sendAgainHelps } from './message-words.ts'
import { accountLabel, contactName, initials, shortName, titleInWords } from './names.ts'
import {
  fewLeft,
  quotaWords,
  shortWindowWords,
  shownMeters,
  shownWindow,
  windowWords,
} from './window-words.ts'

const { t } = createTranslations('en')
const chinese = createTranslations('zh-CN').t
const formats = createFormats('en')
const HOUR = 3_600_000

describe('names', () => {
  it('labels an account by alias or number, state, and conversations with something unread', () => {
    expect(accountLabel(anAccount(1, { alias: 'Studio' }), 0, t)).toBe('Studio, Online')
    expect(accountLabel(anAccount(3, { state: 'needs-sign-in' }), 2, t)).toBe(
      'Account 3, Needs sign-in, 2 unread',
    )
  })

  it('parts what is said of an account by commas, and names in a list as the language does', () => {
    const account = anAccount(3, { alias: '门店', state: 'needs-sign-in' })
    expect(accountLabel(account, 2, chinese)).toBe('门店，需重新登录，2 个未读')
    expect(['门店', '工作室'].join(chinese('list.comma'))).toBe('门店、工作室')
    expect(['Shop', 'Studio'].join(t('list.comma'))).toBe('Shop, Studio')
  })

  it('names a broadcast by its text with words for the placeholders', () => {
    expect(titleInWords('Hello {contact}, from {账号}', t)).toBe('Hello contact, from account')
    expect(titleInWords('{contact}您好', chinese)).toBe('联系人您好')
  })

  it('names a contact by its alias, by its own account, or by the end of its id', () => {
    const account = anAccount(1, { alias: 'Studio', ownerUserId: 'wx_Owner@im.wechat' })
    const conversation = aConversation(1, { contactUserId: 'wx_abcdefGH@im.wechat' })
    expect(contactName({ ...conversation, contactAlias: 'Li' }, account, t)).toBe('Li')
    expect(contactName({ ...conversation, contactUserId: 'wx_Owner@im.wechat' }, account, t)).toBe('Studio')
    expect(contactName({ ...conversation, contactUserId: 'wx_owner@im.wechat' }, account, t)).toBe(
      'Contact _owner',
    )
    expect(contactName(conversation, account, t)).toBe('Contact cdefGH')
  })

  it.each([
    ['老王', '老王'],
    ['王小明', '小明'],
    ['王', '王'],
    ['老王 (批发)', '老王'],
    ['李姐-工作室', '李姐'],
    ['A店老板娘', '板娘'],
    ['赵先生', '赵'],
    ['欧阳女士', '欧阳'],
    ['老师', '老师'],
    ['Marta Kowalczyk', 'MK'],
    ['zoë', 'Z'],
    ['门店 12', '12'],
    ['Account 7', '7'],
    ['138 0013 8000', '10'],
    ['2026', '2'],
    ['', ''],
  ])('stands for %s with %s', (name, letters) => {
    expect(initials(name)).toBe(letters)
  })

  it('cuts a name to a width, of which a Han character takes twice as much', () => {
    expect(shortName('林晓雯 Xiaowen, wholes')).toBe('林晓雯 Xiaowen, wholes')
    expect(shortName('林晓雯 Xiaowen, wholesale')).toBe('林晓雯 Xiaowen, wholes…')
    expect(shortName('杭州西湖区文三路工作室')).toBe('杭州西湖区文三路工作室')
    expect(shortName('杭州西湖区文三路工作室二楼')).toBe('杭州西湖区文三路工作室…')
  })
})

describe('window words', () => {
  const words = (agoMs: number) => {
    const evidence = { lastInboundAt: NOW - agoMs, sentSinceInbound: 4, refusedSinceInbound: false }
    return windowWords(windowAt(evidence, NOW), NOW, t, formats)
  }

  it('says hours, minutes, seconds, and since when it is closed', () => {
    expect(words(WINDOW_MS - 7 * HOUR - 12 * 60_000)).toBe('7 h 12 m')
    expect(words(WINDOW_MS - 38 * 60_000)).toBe('38 m')
    expect(words(WINDOW_MS - 45_000)).toBe('45 s')
    expect(words(WINDOW_MS + HOUR)).toBe('closed since 14:00')
    expect(words(WINDOW_MS + 24 * HOUR)).toBe('closed since yesterday 15:00')
    expect(words(WINDOW_MS - 7 * HOUR)).toBe('7 h')
  })

  it('has a short way of saying it for rows, which never promises more time than there is', () => {
    const short = (agoMs: number, language = t) => {
      const evidence = { lastInboundAt: NOW - agoMs, sentSinceInbound: 0, refusedSinceInbound: false }
      return shortWindowWords(windowAt(evidence, NOW), language)
    }
    expect(short(WINDOW_MS - 7 * HOUR - 59 * 60_000)).toBe('7 h')
    expect(short(WINDOW_MS - 7 * HOUR - 59 * 60_000, chinese)).toBe('7 小时')
    expect(short(WINDOW_MS - HOUR - 12 * 60_000)).toBe('1 h 12 m')
    expect(short(WINDOW_MS - 4 * 60_000)).toBe('4 m')
    expect(short(WINDOW_MS - 59_000)).toBe('59 s')
    expect(short(WINDOW_MS)).toBe('closed')
    expect(short(WINDOW_MS, chinese)).toBe('已到期')
  })

  it('counts the messages left in a row only when there are three or fewer, and a window to use them in', () => {
    const left = (sentSinceInbound: number, agoMs = HOUR) => {
      const evidence = { lastInboundAt: NOW - agoMs, sentSinceInbound, refusedSinceInbound: false }
      const window = windowAt(evidence, NOW)
      return fewLeft(window, shownMeters(window, evidence, NOW).left)
    }
    expect([left(6), left(7), left(10), left(12), left(10, WINDOW_MS)]).toEqual([null, 3, 0, 0, null])
  })

  it('says that nobody has written yet, and what the server refused', () => {
    const never = { lastInboundAt: null, sentSinceInbound: 0, refusedSinceInbound: false }
    expect(windowWords(windowAt(never, NOW), NOW, t, formats)).toBe('not written yet')
    expect(quotaWords(windowAt(never, NOW), 0, t)).toBe('not written yet')
    const refused = { lastInboundAt: NOW - HOUR, sentSinceInbound: 3, refusedSinceInbound: true }
    expect(windowWords(windowAt(refused, NOW), NOW, t, formats)).toBe('refused by the server')
    expect(quotaWords(windowAt(refused, NOW), 0, t)).toBe('0 left')
  })

  it.each<AccountState>(['needs-sign-in', 'signed-out'])(
    'says that nothing is worth anything before a sign-in (%s)',
    (state) => {
      const open = {
        lastInboundAt: NOW - HOUR,
        sentSinceInbound: 3,
        refusedSinceInbound: false,
        wroteBefore: false,
      }
      const window = shownWindow(open, state, NOW)
      const meters = shownMeters(window, open, NOW)
      expect(meters).toEqual({ left: 0, minutes: 0 })
      expect(windowWords(window, NOW, t, formats)).toBe('sign in to reply')
      expect(quotaWords(window, meters.left, t)).toBe('sign in to reply')
      expect(shownMeters(shownWindow(open, 'checking', NOW), open, NOW)).toEqual({ left: 7, minutes: 1380 })
    },
  )

  it('tells who wrote to a former sign-in from who never wrote', () => {
    const none = { lastInboundAt: null, sentSinceInbound: 0, refusedSinceInbound: false }
    const former = shownWindow({ ...none, wroteBefore: true }, 'online', NOW)
    expect(windowWords(former, NOW, t, formats)).toBe('not written since the new sign-in')
    const never = shownWindow({ ...none, wroteBefore: false }, 'online', NOW)
    expect(windowWords(never, NOW, t, formats)).toBe('not written yet')
  })
})

describe('message words', () => {
  const at = new Date(2026, 2, 4, 9, 41).getTime()

  it('labels messages by who, kind, time and state', () => {
    expect(messageLabel(aMessage(1, { at }), '老王', t, formats)).toBe('老王, Text, 09:41')
    const reply = aReply(
      2,
      { state: 'waiting-for-contact' },
      { at, parts: [{ kind: 'file', name: 'a.pdf', size: 1 }] },
    )
    expect(messageLabel(reply, '老王', t, formats)).toBe('You, File, 09:41, Waiting for contact')
    const unreadable = aMessage(3, { at, parts: [{ kind: 'unreadable' }] })
    expect(messageLabel(unreadable, 'Li', t, formats)).toBe('Li, Could not be read, 09:41')
    const elsewhere = aMessage(4, { at, direction: 'out', origin: 'elsewhere', parts: [] })
    expect(messageLabel(elsewhere, 'Li', t, formats)).toBe('You, Could not be read, 09:41')
  })

  it('previews every kind in one line', () => {
    const preview = (part: Parameters<typeof previewOf>[0]) => previewOf(part, t, formats)
    expect(preview({ kind: 'image', width: null, height: null, size: 3_355_443 })).toBe('[Image] 3.2 MB')
    expect(preview({ kind: 'video', size: 10, durationMs: 65_000 })).toBe('[Video] 1:05')
    expect(preview({ kind: 'voice', durationMs: 7_400, transcript: null })).toBe('[Voice] 0:07')
    expect(preview({ kind: 'voice', durationMs: 7_400, transcript: 'hi' })).toBe('[Voice] hi')
    expect(preview({ kind: 'file', name: 'a\u202efdp.exe', size: null })).toBe('[File] afdp.exe')
    expect(preview({ kind: 'unsupported', rawType: 9 })).toBe('[Unsupported]')
    expect(preview({ kind: 'text', text: 'one\n  two' })).toBe('one two')
    expect(previewOf({ kind: 'unreadable' }, chinese, formats)).toBe('[无法读取]')
  })

  it('P5: offers to send again only what can end differently', () => {
    const open = { lastInboundAt: NOW - HOUR, sentSinceInbound: 1, refusedSinceInbound: false }
    expect(sendAgainHelps('quota-used', open, NOW)).toBe(true)
    expect(sendAgainHelps('too-long', open, NOW)).toBe(false)
    expect(sendAgainHelps('quota-used', { ...open, refusedSinceInbound: true }, NOW)).toBe(false)
    expect(sendAgainHelps('window-closed', { ...open, lastInboundAt: NOW - WINDOW_MS }, NOW)).toBe(false)
  })
})

describe('formats', () => {
  it('shows times in lists by how far they are', () => {
    expect(formats.listTime(new Date(2026, 2, 4, 9, 5).getTime(), NOW)).toBe('09:05')
    expect(formats.listTime(new Date(2026, 2, 3, 22, 24).getTime(), NOW)).toBe('Yesterday 22:24')
    expect(createFormats('zh-CN').listTime(new Date(2026, 2, 3, 22, 24).getTime(), NOW)).toBe('昨天 22:24')
    expect(formats.since(new Date(2026, 2, 3, 22, 24).getTime(), NOW)).toBe('yesterday 22:24')
    expect(formats.listTime(new Date(2026, 1, 27, 9, 5).getTime(), NOW)).toBe('Fri 09:05')
    expect(formats.listTime(new Date(2026, 1, 1, 9, 5).getTime(), NOW)).toBe('Feb 1 09:05')
    expect(formats.listTime(new Date(2024, 1, 1, 9, 5).getTime(), NOW)).toBe('Feb 1, 2024')
    // A sender's clock may run ahead.
    expect(formats.listTime(new Date(2026, 2, 5, 9, 5).getTime(), NOW)).toBe('09:05')
    expect(createFormats('zh-CN').day(NOW, NOW)).toBe('今天')
  })

  it('finds the words of a minute once for all rows of a list', () => {
    const dozen = createFormats('en')
    const days = vi.spyOn(Date.prototype, 'getDate')
    const at = new Date(2026, 2, 4, 9, 5).getTime()
    const words = Array.from({ length: 12 }, (_, second) => dozen.listTime(at + second * 1000, NOW))
    const asked = days.mock.calls.length
    days.mockRestore()
    expect(new Set(words)).toEqual(new Set(['09:05']))
    // the day of the first row, and today
    expect(asked).toBe(2)
    expect(dozen.listTime(at + 60_000, NOW)).toBe('09:06')
    expect(dozen.listTime(at + 60_000, NOW + 86_400_000)).toBe('Yesterday 09:06')
  })

  it('shows sizes and lengths', () => {
    expect([formats.size(512), formats.size(1536), formats.size(104_857_600)]).toEqual([
      '512 B',
      '1.5 KB',
      '100 MB',
    ])
    expect([formats.duration(0), formats.duration(59_600), formats.duration(3_723_000)]).toEqual([
      '0:00',
      '1:00',
      '1:02:03',
    ])
  })
})
