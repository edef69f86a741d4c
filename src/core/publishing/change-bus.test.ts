import { describe, expect, it } from 'vitest'
import { TestClock, testRandom } from '#core/accounts/testing/ports.ts'
import type { Change, ChangeBatch } from '#shared/model/changes.ts'
import { ConversationId, SignInId } from '#shared/model/ids.ts'
import { ChangeBus } from './change-bus.ts'

function removed(id: number): Change {
  return { kind: 'conversation-removed', id: ConversationId.parse(id) }
}

function createTestBus() {
  const clock = new TestClock()
  const bus = new ChangeBus(clock)
  const batches: ChangeBatch[] = []
  const unsubscribe = bus.subscribe((batch) => batches.push(batch))
  return { clock, bus, batches, unsubscribe }
}

/** A window that follows the bus as the contract of `ChangeBatch` says. */
class Follower {
  revision: number
  gaps = 0
  readonly taken: Change[] = []

  constructor(revision: number) {
    this.revision = revision
  }

  take({ from, to, changes }: ChangeBatch): void {
    if (to <= this.revision) return
    if (from !== this.revision) this.gaps += 1
    this.revision = to
    this.taken.push(...changes)
  }
}

describe('changes', () => {
  it('go out at once when nothing went before', () => {
    const { bus, batches } = createTestBus()
    bus.publish(removed(1), removed(2))
    expect(batches).toEqual([{ from: 0, to: 2, changes: [removed(1), removed(2)] }])
    expect(bus.revision).toBe(2)
  })

  it('go out once a frame in a burst, and at once again after a quiet frame', async () => {
    const { clock, bus, batches } = createTestBus()
    for (let id = 1; id <= 100; id += 1) bus.publish(removed(id))
    expect(batches).toHaveLength(1)
    expect(bus.revision).toBe(1)
    await clock.advance(16)
    expect(batches[1]).toMatchObject({ from: 1, to: 100 })
    expect(batches[1]?.changes).toHaveLength(99)
    await clock.advance(16)
    expect(clock.pending).toBe(0)
    bus.publish(removed(7))
    expect(batches[2]).toEqual({ from: 100, to: 101, changes: [removed(7)] })
  })

  it('of the same thing within a frame keep only the newest value, at its newest place', async () => {
    const { clock, bus, batches } = createTestBus()
    const id = SignInId.parse(testRandom().uuid())
    const gone: Change = { kind: 'sign-in-removed', id }
    bus.publish(removed(1))
    bus.publish(removed(2), gone, removed(2))
    bus.publish(removed(3))
    await clock.advance(16)
    expect(batches[1]).toEqual({ from: 1, to: 5, changes: [gone, removed(2), removed(3)] })
  })

  it('no change, no batch', async () => {
    const { clock, bus, batches } = createTestBus()
    bus.publish()
    bus.flush()
    await clock.advance(100)
    expect(batches).toEqual([])
    expect(bus.revision).toBe(0)
  })
})

describe('a window that follows', () => {
  it('misses nothing when it starts from a snapshot taken in the middle of a burst', async () => {
    const { clock, bus } = createTestBus()
    bus.publish(removed(1))
    bus.publish(removed(2))
    bus.flush()
    const window = new Follower(bus.revision)
    bus.subscribe((batch) => window.take(batch))
    bus.publish(removed(3))
    await clock.advance(16)
    expect(window).toMatchObject({ revision: 3, gaps: 0, taken: [removed(3)] })
  })

  it('drops a batch that its snapshot already holds', () => {
    const { bus, batches } = createTestBus()
    bus.publish(removed(1))
    const window = new Follower(bus.revision)
    for (const batch of batches) window.take(batch)
    expect(window).toMatchObject({ gaps: 0, taken: [] })
  })

  it('notices a batch that it missed', async () => {
    const { clock, bus, batches } = createTestBus()
    for (const id of [1, 2, 3]) {
      bus.publish(removed(id))
      await clock.advance(16)
    }
    const window = new Follower(0)
    for (const batch of [batches[0], batches[2]]) if (batch !== undefined) window.take(batch)
    expect(window.gaps).toBe(1)
  })
})

it('nobody hears anything after unsubscribing', () => {
  const { bus, batches, unsubscribe } = createTestBus()
  unsubscribe()
  bus.publish(removed(1))
  expect(batches).toEqual([])
})

it('a closed bus says nothing and keeps no timer', async () => {
  const { clock, bus, batches } = createTestBus()
  bus.publish(removed(1))
  bus.publish(removed(2))
  bus.close()
  bus.publish(removed(3))
  expect(clock.pending).toBe(0)
  await clock.advance(100)
  expect(batches).toHaveLength(1)
})
