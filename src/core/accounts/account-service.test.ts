import { describe, expect, it } from 'vitest'
import { createTestInbox } from '#core/inbox/testing.ts'
import { AccountId } from '#shared/model/ids.ts'
import { AccountService, type AccountServiceDeps } from './account-service.ts'

/** The service over real stores; what needs a session is not there. */
function service() {
  const inbox = createTestInbox()
  const ids = [inbox.accountId, inbox.bindAccount('other@im.bot')]
  const deps = { stores: inbox.stores, events: inbox.events } as Partial<AccountServiceDeps>
  return { inbox, ids, service: new AccountService(deps as AccountServiceDeps) }
}

describe('a group of accounts', () => {
  it('takes in several at once and lets them go, told together', () => {
    const { inbox, ids, service: accounts } = service()
    accounts.setGroup(ids, '门店')
    expect(inbox.stores.accounts.list().map(({ group }) => group)).toEqual(['门店', '门店'])
    expect(inbox.events.of('accounts-changed').at(-1)?.accountIds).toEqual(ids)
    accounts.setGroup(ids.slice(1), '')
    expect(inbox.stores.accounts.list().map(({ group }) => group)).toEqual(['门店', null])
  })

  it('takes in nobody where one of them is gone', () => {
    const { inbox, ids, service: accounts } = service()
    const gone = AccountId.parse('00000000-0000-4000-8000-000000000999')
    expect(() => accounts.setGroup([...ids, gone], '门店')).toThrow()
    expect(inbox.stores.accounts.list().map(({ group }) => group)).toEqual([null, null])
  })
})
