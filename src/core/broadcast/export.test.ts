import { describe, expect, it } from 'vitest'
import { csvCell } from '#core/csv.ts'
import { accepted, REFUSED } from '#core/outbox/testing.ts'
import { createTranslator } from '#shared/i18n/translate.ts'
import { createTestBroadcasts } from './testing.ts'

const text = createTranslator('zh-CN')
const ACCEPTED = text('message.state.accepted')
const REFUSED_WORD = text('message.state.refused')
const STALE = text('message.reason.stale-context')

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
    expect(await app.broadcasts.export(id)).toBe(true)
    const [{ name, text: csv } = { name: '', text: '' }] = app.saved
    expect(name).toMatch(/^linkboard-broadcast-1-\d{4}-\d\d-\d\d\.csv$/)
    expect(csv.startsWith('\ufeff"联系人",')).toBe(true)
    const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`
    const lines = csv.split('\r\n')
    expect(lines[1]).toMatch(
      new RegExp(
        `^"'=老王, ""工作室""","aaaaaa@im.wechat","账号 1","${ACCEPTED}","","${ACCEPTED}","${time}",""$`,
        'u',
      ),
    )
    expect(lines[2]).toMatch(
      new RegExp(`^"联系人 bbbbbb",.*,"${REFUSED_WORD}","${STALE}","${REFUSED_WORD}","${time}",""$`, 'u'),
    )
    expect(lines[3]).toMatch(
      new RegExp(
        `^"联系人 closed",.*,"${text('broadcasts.recipient.skipped')}","${text('broadcasts.skip.window-closed')}","","",""$`,
        'u',
      ),
    )
    expect(lines.slice(4)).toEqual([''])
  })
})
