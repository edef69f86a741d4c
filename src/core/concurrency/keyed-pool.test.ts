import { describe, expect, it } from 'vitest'
import { TestClock } from '#core/testing/clock.ts'
import { settle } from '#core/testing/settle.ts'
import { KeyedPool, type KeyedPoolOptions, type PoolJob } from './keyed-pool.ts'

type Job = PoolJob<string, number>

/** A job under way, ended by the test. */
interface OpenJob extends Job {
  signal: AbortSignal
  end(): Promise<void>
  fail(error: Error): Promise<void>
}

/** A pool whose keys have the jobs that `todo` holds; what has begun is taken from there. */
function createTestPool(over: Partial<KeyedPoolOptions<string, number, Job>> = {}) {
  const clock = new TestClock()
  const todo = new Map<string, Job[]>()
  const begun: OpenJob[] = []
  const ended: number[] = []
  const failures: unknown[] = []
  /** Jobs of which nothing is left to do when their turn comes. */
  const needless = new Set<number>()
  const pool: KeyedPool<string, number, Job> = new KeyedPool<string, number, Job>({
    clock,
    limits: { total: 3, perKey: 2 },
    backoff: { minMs: 1_000, maxMs: 8_000 },
    candidates: (key) => [...(todo.get(key) ?? [])],
    begin(job) {
      if (needless.has(job.id)) return null
      return (signal) => {
        const { promise, resolve, reject } = Promise.withResolvers<void>()
        signal.addEventListener('abort', () => resolve(), { once: true })
        begun.push({
          ...job,
          signal,
          end: () => {
            remove(job)
            resolve()
            return settle()
          },
          fail: (error) => {
            reject(error)
            return settle()
          },
        })
        return promise
      }
    },
    ended: ({ id }) => ended.push(id),
    broken: ({ id }, error) => {
      failures.push(error)
      pool.backoff.fail(id)
    },
    failed: (error) => failures.push(error),
    ...over,
  })

  function remove({ key, id }: Job): void {
    todo.set(
      key,
      (todo.get(key) ?? []).filter((job) => job.id !== id),
    )
  }

  return {
    ...{ clock, pool, begun, ended, failures, needless, todo },
    /** The key has these to do, and the pool is told. */
    async add(key: string, ids: readonly number[], isBackground = false): Promise<void> {
      todo.set(key, [...(todo.get(key) ?? []), ...ids.map((id) => ({ id, key, isBackground }))])
      pool.wake(key)
      await settle()
    },
    get ids(): number[] {
      return begun.map(({ id }) => id)
    },
    job(id: number): OpenJob {
      const job = begun.findLast((open) => open.id === id)
      if (job === undefined) throw new Error(`${id} has not begun`)
      return job
    },
  }
}

describe('limits', () => {
  it('hold for a key and for all of them, and a place that gets free is used', async () => {
    const app = createTestPool()
    await app.add('a', [1, 2, 3])
    expect(app.ids).toEqual([1, 2])
    await app.add('b', [11, 12])
    expect(app.ids).toEqual([1, 2, 11])
    await app.job(11).end()
    expect(app.ids).toEqual([1, 2, 11, 12])
    await app.job(1).end()
    expect(app.ids).toEqual([1, 2, 11, 12, 3])
    expect(app.ended).toEqual([11, 1])
  })

  it('keep places free of background jobs, which go on when one of theirs has ended', async () => {
    const app = createTestPool({ background: { total: 2, perKey: 1 } })
    await app.add('a', [1, 2], true)
    await app.add('b', [11], true)
    await app.add('c', [21], true)
    expect(app.ids).toEqual([1, 11])
    await app.add('c', [22])
    expect(app.ids).toEqual([1, 11, 22])
    await app.job(22).end()
    expect(app.ids).toEqual([1, 11, 22])
    await app.job(1).end()
    expect(app.ids).toEqual([1, 11, 22, 2])
    await app.job(11).end()
    expect(app.ids).toEqual([1, 11, 22, 2, 21])
  })

  it('hold also where beginning a job wakes the pool', async () => {
    const app = createTestPool({
      candidates: (key) => {
        app.pool.wake('b')
        return [...(app.todo.get(key) ?? [])]
      },
    })
    app.todo.set(
      'b',
      [11, 12, 13].map((id) => ({ id, key: 'b', isBackground: false })),
    )
    await app.add('a', [1, 2, 3])
    expect(app.ids).toHaveLength(3)
  })
})

describe('turns', () => {
  it('a key with much to do keeps no other waiting', async () => {
    const app = createTestPool({ limits: { total: 2, perKey: 2 } })
    await app.add('a', [1, 2, 3, 4, 5])
    await app.add('b', [11, 12])
    await app.add('c', [21])
    await app.job(1).end()
    await app.job(2).end()
    const next = app.begun[2]
    await next?.end()
    await app.begun[3]?.end()
    expect(new Set(app.begun.slice(2, 5).map(({ key }) => key))).toEqual(new Set(['a', 'b', 'c']))
  })

  it('a key that is asked for comes next', async () => {
    const app = createTestPool({ limits: { total: 1, perKey: 1 } })
    await app.add('a', [1])
    await app.add('b', [11])
    app.todo.set('c', [{ id: 21, key: 'c', isBackground: false }])
    app.pool.wakeFirst('c')
    await app.job(1).end()
    expect(app.ids).toEqual([1, 21])
  })

  it('a job of which nothing is left is passed over', async () => {
    const app = createTestPool()
    app.needless.add(1)
    await app.add('a', [1, 2])
    expect(app.ids).toEqual([2])
  })
})

describe('failures', () => {
  it('let a job wait, twice as long each time, and others of its key go on', async () => {
    const app = createTestPool({ limits: { total: 1, perKey: 1 } })
    await app.add('a', [1])
    await app.job(1).fail(new Error('no'))
    expect(app.failures).toHaveLength(1)
    await app.add('a', [2])
    expect(app.ids).toEqual([1, 2])
    await app.job(2).end()
    await app.clock.advance(999)
    expect(app.ids).toEqual([1, 2])
    await app.clock.advance(1)
    await app.job(1).fail(new Error('no'))
    await app.clock.advance(1_999)
    expect(app.ids).toEqual([1, 2, 1])
    await app.clock.advance(1)
    expect(app.ids).toEqual([1, 2, 1, 1])
  })

  it('never let anything wait longer than the most, and begin anew once it got through', async () => {
    const app = createTestPool()
    await app.add('a', [1])
    for (let time = 0; time < 6; time += 1) {
      await app.job(1).fail(new Error('no'))
      await app.clock.advance(8_000)
    }
    expect(app.ids).toHaveLength(7)
    expect(app.pool.backoff.failures(1)).toBe(6)
    app.pool.backoff.forget(1)
    await app.job(1).fail(new Error('no'))
    await app.clock.advance(1_000)
    expect(app.ids).toHaveLength(8)
  })

  it('of a key let all of it wait, until somebody is in a hurry', async () => {
    const app = createTestPool()
    app.pool.backoff.fail('a')
    await app.add('a', [1])
    await app.add('b', [11])
    expect(app.ids).toEqual([11])
    app.pool.backoff.hurry('a')
    app.pool.wake('a')
    await settle()
    expect(app.ids).toEqual([11, 1])
    expect(app.pool.backoff.failures('a')).toBe(1)
  })

  it('are over for everybody at once when connections are back', async () => {
    const app = createTestPool()
    for (const id of [1, 2]) app.pool.backoff.hold(id, 60_000)
    await app.add('a', [1])
    await app.add('b', [2])
    expect(app.ids).toEqual([])
    app.pool.retryNow()
    await settle()
    expect(app.ids).toEqual([1, 2])
  })

  it.each([-72 * 3_600_000, 3_600_000])('keep their times when the clock is set by %i ms', async (setBy) => {
    const app = createTestPool()
    await app.add('a', [1])
    await app.job(1).fail(new Error('no'))
    app.clock.set(setBy)
    app.pool.wake('a')
    await app.clock.advance(999)
    expect(app.ids).toEqual([1])
    await app.clock.advance(1)
    expect(app.ids).toEqual([1, 1])
  })

  it('to look for jobs let the key wait the most, and others go on', async () => {
    let isBroken = true
    const app = createTestPool({
      candidates: (key) => {
        if (key === 'a' && isBroken) throw new Error('the disk is full')
        return app.todo.get(key) ?? []
      },
    })
    await app.add('a', [1])
    await app.add('b', [11])
    expect(app.ids).toEqual([11])
    expect(app.failures).toHaveLength(1)
    isBroken = false
    await app.clock.advance(8_000)
    expect(app.ids).toEqual([11, 1])
  })
})

describe('an end', () => {
  it('of one job, or of those of a key, aborts them and lets the next begin', async () => {
    const app = createTestPool()
    await app.add('a', [1, 2])
    await app.add('b', [11])
    app.todo.set('a', [{ id: 3, key: 'a', isBackground: false }])
    app.pool.abort(1)
    await settle()
    expect(app.job(1).signal.aborted).toBe(true)
    expect(app.ids).toEqual([1, 2, 11, 3])
    app.todo.set('a', [])
    app.pool.abortWhere(({ key }) => key === 'a')
    await settle()
    expect([app.pool.isRunning(2), app.pool.isRunning(3), app.pool.isRunning(11)]).toEqual([
      false,
      false,
      true,
    ])
  })

  it('of the pool aborts everything, waits for it, and leaves no timer', async () => {
    const app = createTestPool()
    await app.add('a', [1, 2, 3])
    app.pool.backoff.fail(7)
    await app.pool.stop()
    expect(app.begun.map(({ signal }) => signal.aborted)).toEqual([true, true])
    app.pool.wake('a')
    await app.clock.advance(60_000)
    expect(app.ids).toEqual([1, 2])
    expect(app.clock.pending).toBe(0)
  })
})
