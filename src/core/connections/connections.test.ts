import { describe, expect, it } from 'vitest'
import { TestClock } from '#core/testing/clock.ts'
import { settle } from '#core/testing/settle.ts'
import type { Change, ChangeBatch } from '#shared/model/changes.ts'
import { BroadcastId, ConversationId, MessageId, TemplateId } from '#shared/model/ids.ts'
import type { ChangedThing, Dirty } from './change-key.ts'
import type { Connection } from './connection.ts'
import { Connections } from './connections.ts'

const conversationId = (n: number) => ConversationId.parse(n)
const conversation = (n: number): ChangedThing => ({ kind: 'conversation', id: conversationId(n) })
const message = (n: number, of: number): ChangedThing => ({
  kind: 'message',
  id: MessageId.parse(n),
  conversationId: conversationId(of),
})
const line = (broadcast: number, place: number): ChangedThing => ({
  kind: 'broadcast-recipient',
  id: BroadcastId.parse(broadcast),
  place,
})

/** What a reader got, in words, with the value each thing had when it was read. */
function words(change: Change): string {
  if (change.kind === 'templates') return change.templates.map(({ name }) => name).join()
  throw new Error(`no test reads ${change.kind}`)
}

/** Connections over things whose values are counted up: each reads as `<thing>=<value>`. */
function world() {
  const values = new Map<string, number>()
  const reads: string[] = []
  /** How many values were read in one go, each time. */
  const together: number[] = []
  const failures: unknown[] = []
  const broken = new Set<string>()
  const clock = new TestClock()
  const nameOf = (thing: ChangedThing) =>
    'place' in thing ? `line ${thing.place}` : 'id' in thing ? `${thing.kind} ${thing.id}` : thing.kind
  const connections = new Connections({
    clock,
    isSilent: () => false,
    together(read) {
      const before = reads.length
      const answer = read()
      together.push(reads.length - before)
      return answer
    },
    read(thing): Change {
      const name = nameOf(thing)
      if (broken.has(name)) throw new Error(`${name} cannot be read`)
      reads.push(name)
      const value = { id: TemplateId.parse(1), name: `${name}=${values.get(name) ?? 0}` }
      return { kind: 'templates', templates: [value] }
    },
    failed: (error) => failures.push(error),
  })
  return {
    clock,
    connections,
    reads,
    together,
    failures,
    broken,
    /** Something has a new value, and readers are told. */
    change(...things: ChangedThing[]) {
      for (const thing of things) values.set(nameOf(thing), (values.get(nameOf(thing)) ?? 0) + 1)
      connections.note(things)
    },
  }
}

/** A page's frame. */
const FRAME_MS = 16

/** A reader that digests all it has when it is told to, a frame after it got it. */
function slowReader(connection: Connection, clock: TestClock) {
  const batches: ChangeBatch[] = []
  const undigested: (() => void)[] = []
  connection.subscribe((batch) => {
    batches.push(batch)
    return new Promise((resolve) => undigested.push(resolve))
  })
  return {
    batches,
    got: () => batches.map(({ changes }) => changes.map(words)),
    async digest() {
      for (const digested of undigested.splice(0)) digested()
      await clock.advance(FRAME_MS)
    },
  }
}

/** A reader that has digested every batch when it has got it. */
function fastReader(connection: Connection) {
  const batches: ChangeBatch[] = []
  connection.subscribe((batch) => {
    batches.push(batch)
  })
  return { batches, got: () => batches.map(({ changes }) => changes.map(words)) }
}

describe('a reader that has time', () => {
  it('is told at once, of everything that changed together in one batch', () => {
    const { connections, change } = world()
    const reader = fastReader(connections.connect())
    change(conversation(1), conversation(2))
    change(conversation(1))
    expect(reader.got()).toEqual([['conversation 1=1', 'conversation 2=1'], ['conversation 1=2']])
    expect(reader.batches.map(({ from, to }) => [from, to])).toEqual([
      [0, 2],
      [2, 3],
    ])
  })

  it('is told of messages it watches alone, and of lines of the run it watches', () => {
    const { connections, change } = world()
    const connection = connections.connect()
    const reader = fastReader(connection)
    connection.watch([conversationId(1)])
    connection.watchBroadcast(BroadcastId.parse(7))
    change(message(10, 1), message(20, 2), line(7, 0), line(8, 1))
    connection.watch([conversationId(2)])
    connection.watchBroadcast(null)
    change(message(11, 1), message(21, 2), line(7, 2))
    expect(reader.got()).toEqual([['message 10=1', 'line 0=1'], ['message 21=1']])
  })

  it('is told of a batch whose things were read together', () => {
    const { connections, reads, together } = world()
    fastReader(connections.connect())
    connections.note([conversation(1), conversation(2), conversation(3)])
    expect(reads).toHaveLength(3)
    expect(together).toEqual([3])
  })

  it('gets what is too much for one batch in several, so that main reads no more than that at a time', () => {
    const { connections, change } = world()
    const connection = connections.connect()
    const reader = fastReader(connection)
    connection.watchBroadcast(BroadcastId.parse(7))
    change(...Array.from({ length: 450 }, (_, place) => line(7, place)))
    expect(reader.batches.map(({ from, to }) => [from, to])).toEqual([
      [0, 200],
      [200, 400],
      [400, 450],
    ])
  })

  it('misses one thing that cannot be read, and no other', () => {
    const { connections, change, broken, failures } = world()
    const reader = fastReader(connections.connect())
    broken.add('conversation 1')
    change(conversation(1), conversation(2))
    expect([reader.got(), failures.length]).toEqual([[['conversation 2=1']], 1])
  })
})

describe('P24: a reader that is busy', () => {
  it('gets two batches, and what came after them in one, each thing once and with its newest value', async () => {
    const { clock, connections, change } = world()
    const reader = slowReader(connections.connect(), clock)
    for (let n = 0; n < 100; n += 1) change(conversation((n % 2) + 1), conversation(9))
    expect(reader.got()).toEqual([
      ['conversation 1=1', 'conversation 9=1'],
      ['conversation 2=1', 'conversation 9=2'],
    ])
    await reader.digest()
    expect(reader.got()[2]).toEqual(['conversation 1=50', 'conversation 2=50', 'conversation 9=100'])
    await reader.digest()
    expect(reader.batches).toHaveLength(3)
    change(conversation(3))
    expect(reader.got()[3]).toEqual(['conversation 3=1'])
    expect(reader.batches.map(({ from, to }) => [from, to])).toEqual([
      [0, 2],
      [2, 4],
      [4, 7],
      [7, 8],
    ])
  })

  it('gets two batches in a frame, however soon it digests them, and the rest of that frame in one', async () => {
    const { clock, connections, change, reads } = world()
    const batches: ChangeBatch[] = []
    connections.connect().subscribe((batch) => {
      batches.push(batch)
      return Promise.resolve()
    })
    for (let at = 0; at < FRAME_MS; at += 1) {
      change(conversation(1), conversation(2))
      await clock.advance(1)
    }
    expect(batches.map(({ changes }) => changes.map(words))).toEqual([
      ['conversation 1=1', 'conversation 2=1'],
      ['conversation 1=2', 'conversation 2=2'],
      ['conversation 1=16', 'conversation 2=16'],
    ])
    expect(reads).toHaveLength(6)
    await clock.advance(1_000)
    change(conversation(3))
    change(conversation(4))
    expect(batches.slice(3).map(({ changes }) => changes.map(words))).toEqual([
      ['conversation 3=1'],
      ['conversation 4=1'],
    ])
  })

  it('gets what changes on and on ten times in a quarter of a second, and the next thing at once when that has ended', async () => {
    const { clock, connections, change, reads } = world()
    const at: number[] = []
    connections.connect().subscribe(() => {
      at.push(clock.monotonic())
      return Promise.resolve()
    })
    const began = clock.monotonic()
    for (let ms = 0; ms < 600; ms += 1) {
      change(conversation(1))
      await clock.advance(1)
    }
    const within = (from: number, to: number) =>
      at.filter((time) => time - began >= from && time - began < to).length
    expect([within(0, 64), within(100, 350), within(350, 600)]).toEqual([8, 10, 10])
    expect(reads).toHaveLength(at.length)
    await clock.advance(100)
    for (let n = 0; n < 3; n += 1) {
      change(conversation(2))
      await clock.advance(FRAME_MS + 4)
    }
    expect(at.slice(-3).map((time) => time - began)).toEqual([700, 720, 740])
  })

  it('is not told of what waits for the end of a frame once it has gone', async () => {
    const { clock, connections, change } = world()
    const batches: ChangeBatch[] = []
    connections.connect().subscribe((batch) => {
      batches.push(batch)
      return Promise.resolve()
    })
    for (const n of [1, 2, 3]) {
      change(conversation(n))
      await settle()
    }
    expect([batches.length, clock.pending]).toEqual([2, 1])
    connections.close()
    expect(clock.pending).toBe(0)
    await clock.advance(FRAME_MS)
    expect(batches).toHaveLength(2)
  })

  it('does not hold up another one, and what both need is read once', async () => {
    const { clock, connections, change, reads } = world()
    const slow = slowReader(connections.connect(), clock)
    const other = slowReader(connections.connect(), clock)
    const fast = fastReader(connections.connect())
    change(conversation(1))
    expect(reads).toEqual(['conversation 1'])
    change(conversation(1))
    change(conversation(2))
    change(conversation(2), conversation(3))
    expect(fast.got().slice(2)).toEqual([['conversation 2=1'], ['conversation 2=2', 'conversation 3=1']])
    reads.length = 0
    await slow.digest()
    await other.digest()
    expect(slow.got()[2]).toEqual(['conversation 2=2', 'conversation 3=1'])
    expect(other.got()).toEqual(slow.got())
    expect(reads).toEqual([])
  })

  it('is not told of a message that it stopped watching while it was busy', async () => {
    const { clock, connections, change } = world()
    const connection = connections.connect()
    connection.watch([conversationId(1)])
    const reader = slowReader(connection, clock)
    change(conversation(1))
    change(conversation(1))
    change(message(10, 1), conversation(1))
    connection.watch([])
    await reader.digest()
    expect(reader.got()[2]).toEqual(['conversation 1=3'])
  })

  it('goes on after a batch that it failed to digest', async () => {
    const { clock, connections, change } = world()
    const batches: ChangeBatch[] = []
    connections.connect().subscribe((batch) => {
      batches.push(batch)
      return Promise.reject(new Error('the page threw'))
    })
    for (const n of [1, 2, 3]) change(conversation(n))
    await clock.advance(FRAME_MS)
    expect(batches).toHaveLength(3)
  })
})

describe('two readers', () => {
  it('watch what they watch, whatever the other one does', () => {
    const { connections, change } = world()
    const window = connections.connect()
    const program = connections.connect()
    const [first, second] = [fastReader(window), fastReader(program)]
    window.watch([conversationId(1)])
    program.watch([conversationId(2)])
    change(message(10, 1), message(20, 2))
    expect([first.got(), second.got()]).toEqual([[['message 10=1']], [['message 20=1']]])
    connections.disconnect(program)
    change(message(11, 1), message(21, 2))
    expect([first.got().length, second.got().length]).toEqual([2, 1])
    expect([connections.watches(conversationId(1)), connections.watches(conversationId(2))]).toEqual([
      true,
      false,
    ])
  })

  it('number their batches by themselves', () => {
    const { connections, change } = world()
    const early = connections.connect()
    fastReader(early)
    change(conversation(1), conversation(2))
    const late = connections.connect()
    const reader = fastReader(late)
    expect([early.revision, late.revision]).toEqual([2, 0])
    change(conversation(1))
    expect(reader.batches.map(({ from, to }) => [from, to])).toEqual([[0, 1]])
  })
})

describe('a reader that comes and goes', () => {
  it('is told of nothing before it listens and after it has gone', () => {
    const { connections, change, reads } = world()
    const connection = connections.connect()
    change(conversation(1))
    const reader = fastReader(connection)
    change(conversation(2))
    connections.close()
    change(conversation(3))
    expect(reader.got()).toEqual([['conversation 2=1']])
    expect(reads).toEqual(['conversation 2'])
  })

  it('starts over when another one listens in its place', async () => {
    const { clock, connections, change } = world()
    const connection = connections.connect()
    const former = slowReader(connection, clock)
    for (const n of [1, 2, 4]) change(conversation(n))
    const latter = fastReader(connection)
    await former.digest()
    change(conversation(3))
    expect(former.batches).toHaveLength(2)
    expect(latter.got()).toEqual([['conversation 3=1']])
  })

  it('is handed what a change brought with it, and of several the last', async () => {
    const { clock, connections } = world()
    const reader = slowReader(connections.connect(), clock)
    const backup = (percent: number): Dirty => ({
      kind: 'ready',
      change: { kind: 'backup', task: { kind: 'create', percent } },
      conversationId: null,
    })
    for (const percent of [1, 2, 3, 4]) connections.note([backup(percent)])
    await reader.digest()
    expect(reader.batches.map(({ changes }) => changes)).toEqual([
      [{ kind: 'backup', task: { kind: 'create', percent: 1 } }],
      [{ kind: 'backup', task: { kind: 'create', percent: 2 } }],
      [{ kind: 'backup', task: { kind: 'create', percent: 4 } }],
    ])
  })
})
