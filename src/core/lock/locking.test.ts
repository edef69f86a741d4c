import { expect, it } from 'vitest'
import { systemRandom } from '#core/system-ports.ts'
import { TestClock } from '#core/testing/clock.ts'
import { TestLockStore } from '#core/testing/lock-store.ts'
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts'
import { Locking } from './locking.ts'

const MINUTE = 60_000

/** What locks a window that is open, at a computer that nobody has used since the clock began. */
async function world(over: Partial<Settings['lock']> = {}) {
  const clock = new TestClock()
  const state = { lock: { ...DEFAULT_SETTINGS.lock, ...over }, startedAfresh: 0 }
  const signedOut = Promise.withResolvers<void>()
  const locking = new Locking({
    clock,
    random: systemRandom,
    ports: {
      store: new TestLockStore(),
      scryptParams: { log2N: 10, r: 1, p: 1 },
      idleMs: () => clock.monotonic(),
    },
    settings: () => ({ ...DEFAULT_SETTINGS, lock: state.lock }),
    systemLanguage: () => 'en',
    accounts: () => ({ signOutAll: () => signedOut.promise }),
    actions: {
      forgetPages() {},
      startAfresh: () => {
        state.startedAfresh += 1
      },
    },
    changed() {},
    failed() {},
  })
  locking.start()
  await locking.lock.set('open sesame')
  return { clock, state, signedOut, locking, lock: locking.lock }
}

it('locks when nobody was there for as long as is set, from the moment that there is a passphrase', async () => {
  const { clock, lock } = await world({ idleMinutes: 10 })
  await clock.advance(10 * MINUTE - 1)
  expect(lock.state).toBe('unlocked')
  await clock.advance(1)
  expect(lock.state).toBe('locked')
})

it('follows another time that is set, and none', async () => {
  const { clock, lock, locking, state } = await world({ idleMinutes: null })
  await clock.advance(60 * MINUTE)
  expect([lock.state, clock.pending]).toEqual(['unlocked', 0])
  state.lock = { ...state.lock, idleMinutes: 90 }
  locking.handle({ kind: 'settings-changed', settings: { ...DEFAULT_SETTINGS, lock: state.lock } })
  await clock.advance(30 * MINUTE)
  expect(lock.state).toBe('locked')
  expect(clock.pending).toBe(0)
})

it('deletes nothing where somebody who knows it opens it while everything is signed out', async () => {
  const { lock, locking, signedOut, state } = await world()
  lock.lock()
  const forgetting = locking.forget('delete')
  await lock.unlock('open sesame')
  signedOut.resolve()
  await expect(forgetting).rejects.toMatchObject({ code: 'not-possible-now' })
  expect([state.startedAfresh, lock.state]).toEqual([0, 'unlocked'])
})
