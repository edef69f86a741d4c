import { describe, expect, it } from 'vitest'
import {
  fillQuickReply,
  gapsIn,
  QUICK_PLACEHOLDERS,
  quickValues,
  unknownPlaceholders,
} from './quick-reply-words.ts'

const AT = new Date(2026, 2, 4, 9, 5).getTime()

describe('what stands in a quick reply', () => {
  it('is filled in for one person, in the words of the language', () => {
    const names = { contact: '老王', account: 'Shop' }
    const text = '{contact}您好，{账号} {date}（{星期}）{time}'
    expect(fillQuickReply(text, quickValues(names, AT, 'zh-CN')).text).toBe(
      '老王您好，Shop 2026年3月4日（星期三）09:05',
    )
    expect(fillQuickReply('{日期}, {weekday}', quickValues(names, AT, 'en')).text).toBe(
      'March 4, 2026, Wednesday',
    )
  })

  it('stays where nothing is known, and is named by its place in the text that was filled in', () => {
    const values = quickValues({ contact: null, account: 'A shop' }, AT, 'en')
    const { text, gaps } = fillQuickReply('{account}: {contact}, no. {blank}', values)
    expect(text).toBe('A shop: {contact}, no. {blank}')
    expect(gaps.map(({ from, to }) => text.slice(from, to))).toEqual(['{contact}', '{blank}'])
    expect(gapsIn(text)).toEqual(gaps)
  })

  it('is written as a language writes it, if that is asked for, where nothing is known', () => {
    const values = quickValues({ contact: null, account: 'A shop' }, AT, 'zh-CN')
    const { text, gaps } = fillQuickReply(
      '{account}: {contact} {name}, {blank}',
      values,
      QUICK_PLACEHOLDERS['zh-CN'],
    )
    expect(text).toBe('A shop: {联系人} {name}, {填空}')
    expect(gaps.map(({ from, to }) => text.slice(from, to))).toEqual(['{联系人}', '{填空}'])
  })

  it('is never taken from a name', () => {
    const values = quickValues({ contact: '{time}', account: null }, AT, 'en')
    expect(fillQuickReply('Hi {contact}', values)).toEqual({ text: 'Hi {time}', gaps: [] })
  })

  it('is told apart from what only looks so', () => {
    expect(unknownPlaceholders('{name} {contact} ｛单号｝ {name} {} {填空} {a\nb}')).toEqual([
      '{name}',
      '｛单号｝',
    ])
  })
})
