import { expect, it } from 'vitest'
import { systemRandom } from '#core/system-ports.ts'
import { TestClock } from '#core/testing/clock.ts'
import { TestLockStore } from '#core/testing/lock-store.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { Locking } from './locking.ts'

it('deletes nothing where somebody who knows it opens it while everything is signed out', async () => {
  const signedOut = Promise.withResolvers<void>()
  let startedAfresh = 0
  const locking = new Locking({
    clock: new TestClock(),
    random: systemRandom,
    ports: { store: new TestLockStore(), scryptParams: { log2N: 10, r: 1, p: 1 }, idleMs: () => 0 },
    settings: () => DEFAULT_SETTINGS,
    systemLanguage: () => 'en',
    accounts: () => ({ signOutAll: () => signedOut.promise }),
    actions: {
      forgetPages() {},
      startAfresh: () => {
        startedAfresh += 1
      },
    },
    changed() {},
    failed() {},
  })
  await locking.lock.set('open sesame')
  locking.lock.lock()
  const forgetting = locking.forget('delete')
  await locking.lock.unlock('open sesame')
  signedOut.resolve()
  await expect(forgetting).rejects.toMatchObject({ code: 'not-possible-now' })
  expect([startedAfresh, locking.lock.state]).toEqual([0, 'unlocked'])
})
