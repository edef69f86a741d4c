import { describe, expect, it } from 'vitest'
import { BOT } from '#core/inbox/testing.ts'
import { createTestTools } from './testing.ts'

describe('sessions', () => {
  it('are the accounts that the program may know of, with what is unread in each', async () => {
    const { accountId, accountStates, anotherAccount, program, stores, told, write } = createTestTools()
    const second = anotherAccount('second')
    stores.accounts.setAlias(second, '二号店')
    accountStates.set(second, 'needs-sign-in')
    write()
    write()
    const first = {
      name: 'Account 1',
      bot_id: BOT,
      connected: true,
      state: 'online',
      unread: 1,
      default: true,
    }
    const other = {
      ...{ name: '二号店', bot_id: 'second@im.bot', connected: false, state: 'needs-sign-in' },
      ...{ unread: 0, default: false },
    }
    expect(await told(program(), 'sessions')).toEqual({ sessions: [first, other] })
    expect(await told(program('read', [second]), 'sessions')).toEqual({ sessions: [other] })
    expect(await told(program('read', [accountId]), 'sessions')).toEqual({ sessions: [first] })
  })

  it('are found by their bot_id, also where another is called so', async () => {
    const { accountId, anotherAccount, call, program, stores, told, write } = createTestTools()
    const second = anotherAccount('second')
    stores.accounts.setAlias(accountId, 'second@im.bot')
    write()
    const one = program('manage')
    expect(await told(one, 'history', { bot_id: 'second@im.bot' })).toMatchObject({ messages: [] })
    stores.accounts.setAlias(second, '二号店')
    expect(await call(one, 'rename_session', { old_name: '二号店', new_name: BOT })).toBe('name_taken')
  })
})
