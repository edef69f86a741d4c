import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestDesktop } from '#core/testing/desktop.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { WINDOW_MS } from '#shared/model/reply-window.ts'
import { AppHarness } from '#test/support/app-harness.ts'
import { createQuickTime } from '#test/support/quick-time.ts'

/** What takes a minute takes a tenth of it. */
const FACTOR = 10
const MINUTE = 60_000
const ACCOUNTS = 42

describe('the operator of 42 accounts, looking at another window', () => {
  const desktop = new TestDesktop()
  const time = createQuickTime(FACTOR)
  let harness: AppHarness
  beforeEach(async () => {
    harness = await AppHarness.start(
      { clock: time.clock, timers: time.timers },
      { clock: time.clock, desktop },
    )
  }, 30_000)
  afterEach(() => harness.end())

  const conversationOf = async (account: number): Promise<ConversationId> => {
    const { accounts, conversations } = await harness.until((now) => {
      const id = now.accounts.find(({ alias }) => alias === `A${account}`)?.id
      return now.conversations.some((one) => one.accountId === id && one.lastInboundAt !== null)
    })
    const id = accounts.find(({ alias }) => alias === `A${account}`)?.id
    const found = conversations.find((one) => one.accountId === id && one.lastInboundAt !== null)
    if (found === undefined) throw new Error('nobody has written')
    return found.id
  }

  /** Minutes pass quickly here, so that how many are left depends on the machine. */
  const titles = () => desktop.titles.map((title) => title.replace(/^\d+ min /, '… '))

  it('P18: is told of a message, an account, a window and a send, each once, also over a restart', async () => {
    const { world } = harness.simulator
    for (let n = 1; n <= ACCOUNTS; n += 1) {
      const { bound } = world.addAccount({ account: `account ${n}`, bound: true })
      if (bound === undefined) throw new Error('nothing was bound')
      const { botToken: token, botId, userId: ownerUserId, baseUrl } = bound
      const adoption = { token, botId, ownerUserId, baseUrl: baseUrl ?? harness.simulator.url }
      await harness.app.adopt(adoption, { alias: `A${n}`, contacts: [] })
    }
    // one reminder: on a slow machine two would be due at once
    const { settings } = await harness.request('app.snapshot', undefined)
    const reminders = { first: null, last: 30 }
    await harness.request('settings.update', { notifications: { ...settings.notifications, reminders } })
    world.bindElsewhere({ account: 'account 7' })
    world.inject({ account: 'account 3', text: 'Is it ready?' })
    world.inject({ account: 'account 5', text: 'and mine?', agoMs: WINDOW_MS - 31 * MINUTE })
    world.addAccount({ account: 'account 3', sendMode: 'withoutId' })
    await harness.request('outbox.sendText', {
      conversationId: await conversationOf(3),
      requestId: crypto.randomUUID(),
      text: 'Nearly.',
      force: false,
    })
    // the reminder at half an hour, and the end of the account's last chances
    await desktop.until(5)
    expect(titles().toSorted()).toEqual([
      'A3',
      'A5',
      'A7 needs sign-in',
      'Unconfirmed: a message to A3',
      '… left to reply to A5',
    ])
    expect(desktop.badge).toEqual({ count: 2, words: '2 unread conversations' })
    expect(desktop.menu.slice(0, 7)).toEqual([
      '1 account needs you',
      '1 closing soon',
      '2 unread conversations',
      '-',
      'A7: needs sign-in',
      'A3: 1 conversation with a message not sent',
      'A5: 1 closing soon',
    ])
    await harness.restart()
    world.inject({ account: 'account 9', text: 'Hello?' })
    await desktop.until(6)
    expect(desktop.titles.at(-1)).toBe('A9')
    expect([...desktop.onScreen.keys()]).toHaveLength(1)
  }, 60_000)
})
