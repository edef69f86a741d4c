import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountId } from '#shared/model/ids.ts'
import { AppHarness } from '#test/support/app-harness.ts'

describe('closing an open poll', () => {
  let harness: AppHarness
  let account: AccountId
  beforeEach(async () => {
    harness = await AppHarness.start()
    account = await harness.signIn('shop')
    await harness.until((now) => now.accounts.every(({ state }) => state === 'online'))
  })
  afterEach(() => harness.end())

  it('keeps an answer that has reached this computer: the server may have forgotten it (P1)', async () => {
    const { world } = harness.simulator
    const reconnected = Promise.withResolvers<void>()
    const stop = world.onPoll((event) => {
      if (event.kind !== 'answered' || event.messages.length === 0) return
      stop()
      reconnected.resolve(harness.request('accounts.reconnect', { id: account }))
    })
    world.inject({ account: 'shop', text: 'just in time' })
    await reconnected.promise
    world.inject({ account: 'shop', text: 'later' })
    const snapshot = await harness.until((now) =>
      now.conversations.some(({ last }) => last?.part.kind === 'text' && last.part.text === 'later'),
    )
    expect(snapshot.conversations.map(({ unread }) => unread)).toEqual([2])
  })
})
