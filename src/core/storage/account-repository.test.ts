import { describe, expect, it } from 'vitest'
import { testRandom } from '#core/testing/random.ts'
import { ACCOUNT_COLOURS } from '#shared/model/account.ts'
import { AccountId } from '#shared/model/ids.ts'
import { AccountRepository } from './account-repository.ts'
import { ConversationRepository } from './conversation-repository.ts'
import { Database } from './database.ts'

const NOW = 1_790_000_000_000
const UNKNOWN = AccountId.parse('90000000-0000-4000-8000-000000000000')

function createAccounts() {
  const database = new Database(':memory:')
  const accounts = new AccountRepository(database, testRandom())
  const bind = (botId: string, ownerUserId: string | null = null) =>
    accounts.bind(null, { botId, baseUrl: 'https://x.test', ownerUserId })
  return { accounts, bind, conversations: new ConversationRepository(database), database }
}

describe('accounts', () => {
  it('are numbered, coloured in turn, and the first is the default', () => {
    const { accounts, bind } = createAccounts()
    for (let n = 0; n <= ACCOUNT_COLOURS; n += 1) bind(`bot-${n}`)
    const list = accounts.list()
    expect(list.map(({ number }) => number)).toEqual(list.map((_, index) => index + 1))
    expect(list.map(({ isDefault }) => isDefault)).toEqual(list.map((_, index) => index === 0))
    expect(list.map(({ colour }) => colour)).toEqual(list.map((_, index) => index % ACCOUNT_COLOURS))
  })

  it('have one default at a time', () => {
    const { accounts, bind } = createAccounts()
    const [first, second] = [bind('a'), bind('b')]
    accounts.setDefault(second.id)
    expect(accounts.list().map(({ isDefault }) => isDefault)).toEqual([false, true])
    accounts.setDefault(first.id)
    expect(accounts.list().map(({ isDefault }) => isDefault)).toEqual([true, false])
  })

  it('keep their row, name and colour through a new binding, which rises and clears the muted warning', () => {
    const { accounts, bind } = createAccounts()
    const { id } = bind('old', 'owner')
    accounts.setAlias(id, '王')
    accounts.setColour(id, 7)
    accounts.setGroup(id, '门店')
    accounts.setSignedOut(id)
    for (let n = 0; n < 3; n += 1) accounts.recordOutcome(id, false)
    expect(accounts.get(id)).toMatchObject({ signedOut: true, unconfirmedRun: 3 })
    const again = accounts.bind(id, { botId: 'new', baseUrl: 'https://y.test', ownerUserId: 'owner' })
    expect(again).toMatchObject({
      id,
      number: 1,
      alias: '王',
      colour: 7,
      group: '门店',
      botId: 'new',
      baseUrl: 'https://y.test',
      binding: 2,
      signedOut: false,
      unconfirmedRun: 0,
      isDefault: true,
    })
    expect(accounts.list()).toHaveLength(1)
  })

  it('have their owner as a contact from sign-in on, once', () => {
    const { accounts, bind, conversations } = createAccounts()
    const { id } = bind('a', 'owner')
    accounts.bind(id, { botId: 'b', baseUrl: 'https://x.test', ownerUserId: 'owner' })
    expect(conversations.idsOfAccount(id)).toHaveLength(1)
    expect(conversations.idsOfContact('owner')).toEqual(conversations.idsOfAccount(id))
  })

  it('are found by owner and by bot, whose ids are case-sensitive', () => {
    const { accounts, bind } = createAccounts()
    const { id } = bind('Bot@im.bot', 'Owner@im.wechat')
    expect(accounts.findByOwner('Owner@im.wechat')?.id).toBe(id)
    expect(accounts.findByOwner('owner@im.wechat')).toBeNull()
    expect(accounts.findByBot('Bot@im.bot')?.id).toBe(id)
    expect(accounts.findByBot('bot@im.bot')).toBeNull()
    expect(accounts.get(UNKNOWN)).toBeNull()
  })

  it('that do not exist cannot be bound anew', () => {
    const { accounts } = createAccounts()
    expect(() => accounts.bind(UNKNOWN, { botId: 'a', baseUrl: 'x', ownerUserId: 'o' })).toThrow()
    expect(accounts.list()).toEqual([])
  })

  it('show their last contact at once, and keep it from the next flush on', () => {
    const { accounts, bind, database } = createAccounts()
    const { id } = bind('a')
    accounts.recordContact(id, NOW)
    accounts.recordContact(id, NOW + 5)
    const reopened = () => new AccountRepository(database, testRandom()).get(id)?.lastContactAt
    expect(accounts.get(id)?.lastContactAt).toBe(NOW + 5)
    expect(reopened()).toBeNull()
    accounts.flushContacts()
    expect(reopened()).toBe(NOW + 5)
    expect(accounts.get(id)?.lastContactAt).toBe(NOW + 5)
  })
})
