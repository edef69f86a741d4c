import { describe, expect, it } from 'vitest'
import { createTestInbox } from '#core/inbox/testing.ts'
import { createInProcessReads } from '#core/reads/in-process-reads.ts'
import type { ConversationId } from '#shared/model/ids.ts'

/** People by their names, over one account that has a name itself. */
function people(names: readonly string[]) {
  const inbox = createTestInbox()
  const reads = createInProcessReads(inbox.database)
  const ids = names.map((name, n) => {
    const user = `wxid_${n}@im.wechat`
    const id = inbox.conversationWith(user)
    if (name !== '') inbox.conversations.setContactAlias(user, name)
    return id
  })
  async function find(text: string): Promise<(string | ConversationId)[]> {
    const found = await reads.run('search-people', { text, accountId: null, limit: 50 })
    return found.map((id) => names[ids.indexOf(id)] ?? id)
  }
  return { inbox, find, reads }
}

describe('people are found', () => {
  const NAMES = ['张伟', '張偉明', '重庆火锅', 'Zoe Wang', '李 Zhang', 'ＡＢＣ Trading', '']

  it.each([
    ['张', ['张伟', '張偉明']],
    ['張偉', ['张伟', '張偉明']],
    ['zhang', ['张伟', '張偉明', '李 Zhang']],
    ['zhangwei', ['张伟', '張偉明']],
    ['zhang wei', ['张伟', '張偉明']],
    ['zw', ['张伟', '張偉明']],
    ['zwm', ['張偉明']],
    ['cqhg', ['重庆火锅']],
    ['chongq', ['重庆火锅']],
    ['wang zoe', ['Zoe Wang']],
    ['abc', ['ＡＢＣ Trading']],
    ['火锅 重', ['重庆火锅']],
    ['xyz', []],
    ['  ', []],
    ['！', []],
  ])('by %s', async (typed, expected) => {
    expect((await people(NAMES).find(typed)).toSorted()).toEqual(expected.toSorted())
  })

  it('by the end of an id where they have no name, and by what their account is called', async () => {
    const { inbox, find } = people(NAMES)
    expect(await find('联系人 wxid_6')).toEqual([''])
    inbox.accounts.setAlias(inbox.accountId, '门店')
    expect(await find('mendian')).toEqual([])
    expect(await find('门店 zoe')).toEqual(['Zoe Wang'])
  })

  it('by their tags and what was noted of them', async () => {
    const { inbox, find } = people(['甲', '乙'])
    inbox.database.sql("UPDATE contacts SET note = 'Prefers 順豐, calls at noon' WHERE alias = '乙'").run()
    inbox.database
      .sql("INSERT INTO contact_tags (user_id, place, tag) VALUES ('wxid_0@im.wechat', 0, '老客戶')")
      .run()
    expect(await find('老客户')).toEqual(['甲'])
    expect(await find('顺丰')).toEqual(['乙'])
    expect(await find('noon 乙')).toEqual(['乙'])
    expect(await find('noon 甲')).toEqual([])
  })

  it('the one who wrote last first, and of one account alone where it is asked for', async () => {
    const { inbox, find, reads } = people(['甲一', '甲二'])
    const other = inbox.bindAccount('other@im.bot')
    inbox.conversationWith('wxid_1@im.wechat', other)
    inbox.database
      .sql('UPDATE conversations SET last_message_id = 5 WHERE contact_user_id = ? AND account_id = ?')
      .run('wxid_1@im.wechat', inbox.accountId)
    expect((await find('甲'))[0]).toBe('甲二')
    expect(await reads.run('search-people', { text: '甲', accountId: other, limit: 9 })).toHaveLength(1)
  })
})
