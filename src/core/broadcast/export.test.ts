import { describe, expect, it } from 'vitest'
import { accepted, REFUSED } from '#core/outbox/testing.ts'
import { csvCell } from './export.ts'
import { createTestBroadcasts } from './testing.ts'

const WORDS = {
  columns: {
    contact: '联系人',
    contactId: 'ID',
    account: '账号',
    state: '状态',
    reason: '原因',
    messages: '消息',
    settledAt: '时间',
    answeredAt: '回复',
  },
  states: { accepted: '已接收', refused: '被拒绝', skipped: '已跳过' },
  skips: { 'window-closed': '窗口已关闭' },
  itemStates: { accepted: '已接收', refused: '被拒绝', queued: '排队' },
  itemReasons: { 'stale-context': '会话过期' },
  accountNumbered: '账号 {number}',
  contactUnnamed: '联系人 {id}',
}

describe('a cell', () => {
  it.each([
    ['plain', '"plain"'],
    ['=1+1', `"'=1+1"`],
    ['+49', `"'+49"`],
    ['-2', `"'-2"`],
    ['@cmd', `"'@cmd"`],
    ['\t=1', `"'\t=1"`],
    ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
    ['＝1', `"'＝1"`],
    ['x;=1', '"x;=1"'],
    ['a,b', '"a,b"'],
    ['line\nbreak', '"line\nbreak"'],
  ])('%j', (value, cell) => {
    expect(csvCell(value)).toBe(cell)
  })
})

describe('the exported ledger', () => {
  it('is UTF-8 with a mark, one line per person, in the words of the interface', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['bbbbbb', 'aaaaaa'])
    app.contacts(app.accountId, ['closed'], { hoursAgo: 30 })
    app.conversations.setContactAlias('aaaaaa@im.wechat', '=老王, "工作室"')
    const id = await app.start()
    await app.untilSends(1)
    await app.session.last.answer(accepted('77'))
    await app.untilSends(2)
    await app.session.last.answer(REFUSED)
    expect(await app.broadcasts.export(id, WORDS)).toBe(true)
    const [{ name, text } = { name: '', text: '' }] = app.saved
    expect(name).toMatch(/^linkboard-broadcast-1-\d{4}-\d\d-\d\d\.csv$/)
    expect(text.startsWith('\ufeff"联系人","ID","账号",')).toBe(true)
    const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`
    const lines = text.split('\r\n')
    expect(lines[1]).toMatch(
      new RegExp(`^"'=老王, ""工作室""","aaaaaa@im.wechat","账号 1","已接收","","已接收","${time}",""$`, 'u'),
    )
    expect(lines[2]).toMatch(
      new RegExp(`^"联系人 bbbbbb",.*,"被拒绝","会话过期","被拒绝","${time}",""$`, 'u'),
    )
    expect(lines[3]).toMatch(/^"联系人 closed",.*,"已跳过","窗口已关闭","","",""$/u)
    expect(lines.slice(4)).toEqual([''])
  })
})
