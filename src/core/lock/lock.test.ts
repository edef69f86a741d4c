import { describe, expect, it } from 'vitest'
import { systemRandom } from '#core/system-ports.ts'
import { TestClock } from '#core/testing/clock.ts'
import { TestLockStore } from '#core/testing/lock-store.ts'
import { Lock, waitAfter } from './lock.ts'

const CHEAP = { log2N: 10, r: 1, p: 1 }
const MINUTE = 60_000

/** A run over a file that outlives it. */
function run(store = new TestLockStore(), clock = new TestClock()) {
  const trail: string[] = []
  const failures: unknown[] = []
  const lock: Lock = new Lock({
    clock,
    random: systemRandom,
    ports: { store, scryptParams: CHEAP },
    changed: () => trail.push(lock.state),
    failed: (error) => failures.push(error),
  })
  return { lock, store, clock, trail, failures }
}

/** A run with a passphrase, locked. */
async function locked(passphrase = 'open sesame') {
  const world = run()
  await world.lock.set(passphrase)
  world.lock.lock()
  return world
}

/** Tries wrong ones until so many are counted, waiting as long as it takes. */
async function guess({ lock, clock }: Awaited<ReturnType<typeof locked>>, times: number): Promise<void> {
  while (lock.wrongTries < times) {
    await clock.advance(lock.waitMs)
    expect(await lock.unlock('wrong')).toMatchObject({ kind: 'wrong' })
  }
}

describe('Lock', () => {
  it('is off without a passphrase, and locks nothing', () => {
    const { lock, trail } = run()
    expect(lock.lock()).toBe(false)
    expect(lock.state).toBe('off')
    expect(trail).toEqual([])
  })

  it('opens to its passphrase alone, however a keyboard composes it', async () => {
    const { lock, trail } = await locked('caf\u00e9 42')
    expect(lock.state).toBe('locked')
    expect(await lock.unlock('cafe 42')).toEqual({ kind: 'wrong', waitMs: 0 })
    expect(lock.state).toBe('locked')
    expect(await lock.unlock('cafe\u0301 42')).toEqual({ kind: 'right' })
    expect(trail).toEqual(['unlocked', 'locked', 'unlocked'])
    expect(lock.wrongTries).toBe(0)
  })

  it('keeps no passphrase, and begins every run locked', async () => {
    const { store } = await locked()
    expect(JSON.stringify(store.kept)).not.toContain('sesame')
    const next = run(store)
    expect(next.lock.state).toBe('locked')
    expect(await next.lock.unlock('open sesame')).toEqual({ kind: 'right' })
  })

  it('slows wrong tries down, more with each, up to a quarter of an hour', async () => {
    expect([1, 2, 3, 4, 5].map(waitAfter)).toEqual([0, 0, 5_000, 10_000, 20_000])
    expect(waitAfter(10)).toBeLessThan(15 * MINUTE)
    expect([11, 40].map(waitAfter)).toEqual([15 * MINUTE, 15 * MINUTE])
    const world = await locked()
    await guess(world, 3)
    expect(await world.lock.unlock('open sesame')).toEqual({ kind: 'too-early', waitMs: 5_000 })
    await world.clock.advance(4_999)
    expect(await world.lock.unlock('open sesame')).toEqual({ kind: 'too-early', waitMs: 1 })
    await world.clock.advance(1)
    expect(await world.lock.unlock('open sesame')).toEqual({ kind: 'right' })
  })

  it('is not hurried by a clock that is set, nor by a restart, nor by a kill while it looks', async () => {
    const world = await locked()
    await guess(world, 5)
    world.clock.set(365 * 24 * 60 * MINUTE)
    expect(world.lock.waitMs).toBe(20_000)
    await world.clock.advance(15_000)
    const next = run(world.store, world.clock)
    expect([next.lock.wrongTries, next.lock.waitMs]).toEqual([5, 20_000])
    await next.clock.advance(20_000)
    // killed before it is known whether it was right
    const tried = next.lock.unlock('wrong again')
    await next.clock.advance(0)
    expect(run(next.store).lock.wrongTries).toBe(6)
    await tried
  })

  it('looks at one after the other: many at once are no more tries', async () => {
    const { lock } = await locked()
    const tries = await Promise.all(Array.from({ length: 20 }, () => lock.unlock('wrong')))
    expect(tries.map(({ kind }) => kind)).toEqual([
      ...['wrong', 'wrong', 'wrong'],
      ...Array.from({ length: 17 }, () => 'too-early'),
    ])
    expect(lock.wrongTries).toBe(3)
  })

  it('stays locked where it is locked again while a passphrase is looked at: the lid is closed meanwhile', async () => {
    const { lock, trail } = await locked()
    const looking = lock.unlock('open sesame')
    lock.lock()
    expect(await looking).toEqual({ kind: 'right' })
    expect([lock.state, lock.wrongTries]).toEqual(['locked', 0])
    expect(trail).toEqual(['unlocked', 'locked'])
    await lock.unlock('open sesame')
    expect(lock.state).toBe('unlocked')
  })

  it('is not forgotten any more once somebody has opened it, even meanwhile', async () => {
    const { lock, store } = await locked()
    const looking = lock.unlock('open sesame')
    await expect(lock.forget()).rejects.toMatchObject({ code: 'not-possible-now' })
    expect(await looking).toEqual({ kind: 'right' })
    expect([lock.state, run(store).lock.state]).toEqual(['unlocked', 'locked'])
  })

  it('is off for good once it is forgotten, whatever was being looked at', async () => {
    const { lock, store } = await locked()
    const looking = lock.unlock('wrong')
    await lock.forget()
    expect(await looking).toMatchObject({ kind: 'wrong' })
    expect([lock.state, run(store).lock.state]).toEqual(['off', 'off'])
  })

  it('changes and removes the passphrase for who knows it, with the same waits', async () => {
    const { lock, store, clock } = run()
    await lock.set('first one')
    await expect(lock.set('second')).rejects.toMatchObject({ code: 'not-possible-now' })
    expect(await lock.change('wrong', 'second one')).toMatchObject({ kind: 'wrong' })
    expect(await lock.change('first one', 'second one')).toEqual({ kind: 'right' })
    lock.lock()
    await expect(lock.change('second one', 'third one')).rejects.toMatchObject({ code: 'not-possible-now' })
    await expect(lock.remove('second one')).rejects.toMatchObject({ code: 'not-possible-now' })
    expect(await lock.unlock('first one')).toMatchObject({ kind: 'wrong' })
    expect(await lock.unlock('second one')).toEqual({ kind: 'right' })
    for (const _ of [1, 2, 3]) expect(await lock.remove('wrong')).toMatchObject({ kind: 'wrong' })
    expect(await lock.remove('second one')).toMatchObject({ kind: 'too-early' })
    expect(lock.state).toBe('unlocked')
    await clock.advance(lock.waitMs)
    expect(await lock.remove('second one')).toEqual({ kind: 'right' })
    expect([lock.state, store.kept]).toEqual(['off', null])
    expect(run(store).lock.state).toBe('off')
  })

  it('opens to nobody where what it was known by cannot be read, and counts on', async () => {
    const store = new TestLockStore()
    store.kept = { verifier: null, wrongTries: 0 }
    const { lock } = run(store)
    expect(await lock.unlock('open sesame')).toEqual({ kind: 'wrong', waitMs: 0 })
    expect([lock.state, lock.wrongTries, lock.isDamaged]).toEqual(['locked', 1, true])
    expect((await locked()).lock.isDamaged).toBe(false)
  })

  it('locks nobody out on a full disk, and forgets no try in this run', async () => {
    const { lock, store, failures } = await locked()
    store.writeError = new Error('full')
    for (const _ of [1, 2, 3]) await lock.unlock('wrong')
    expect([lock.wrongTries, lock.waitMs, failures.length]).toEqual([3, 5_000, 3])
  })

  it('leaves this thread free while it looks', async () => {
    const lock = new Lock({
      ...{ clock: new TestClock(), random: systemRandom, changed() {}, failed() {} },
      ports: { store: new TestLockStore(), scryptParams: { log2N: 16, r: 8, p: 1 } },
    })
    let turns = 0
    let isOver = false
    const turn = () => {
      turns += 1
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    await lock.set('open sesame')
    isOver = true
    expect(turns).toBeGreaterThan(10)
  })
})
