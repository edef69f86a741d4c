import { describe, expect, it } from 'vitest'
import { AccountRepository } from '#core/storage/account-repository.ts'
import { Database } from '#core/storage/database.ts'
import { DiagnosticsRepository, KEPT_EVENTS } from '#core/storage/diagnostics-repository.ts'
import { TestClock } from '#core/testing/clock.ts'
import { TestLog } from '#core/testing/log.ts'
import { testRandom } from '#core/testing/random.ts'
import { MessageId } from '#shared/model/ids.ts'
import { Recorder } from './recorder.ts'

const HOUR_MS = 3_600_000

function createTestRecorder() {
  const clock = new TestClock()
  const database = new Database(':memory:')
  const accounts = new AccountRepository(database, testRandom())
  const binding = { botId: 'one@im.bot', baseUrl: 'https://ilinkai.weixin.qq.com', ownerUserId: null }
  const { id } = accounts.bind(null, binding)
  const failures: string[] = []
  const log = new TestLog((where) => failures.push(where))
  const recorder = new Recorder({ clock, log, repository: new DiagnosticsRepository(database) })
  const events = () => recorder.timeline(id, null).entries.map(({ event }) => event)
  return { clock, database, accounts, id, failures, log, recorder, events }
}

describe('a timeline', () => {
  it('holds state changes once, the newest first, with their time', async () => {
    const { clock, id, recorder } = createTestRecorder()
    const online = { state: 'online', since: 0, reason: null } as const
    recorder.recordStatus(id, online)
    recorder.recordStatus(id, { ...online, since: 5 })
    await clock.advance(1_000)
    recorder.recordStatus(id, { state: 'checking', since: 0, reason: 'stale-token' })
    const { entries } = recorder.timeline(id, null)
    expect(entries.map(({ event }) => event)).toEqual([
      { kind: 'state', state: 'checking', reason: 'stale-token' },
      { kind: 'state', state: 'online', reason: null },
    ])
    expect((entries[0]?.at ?? 0) - (entries[1]?.at ?? 0)).toBe(1_000)
  })

  it('sums polls up by the hour and when they end, and names only silences that are too long', async () => {
    const { clock, id, recorder, events } = createTestRecorder()
    const start = clock.now()
    for (let poll = 0; poll < 120; poll += 1) {
      recorder.recordPoll(id, 'answered')
      await clock.advance(30_000)
    }
    recorder.recordPoll(id, 'unanswered')
    expect(events()).toEqual([
      { kind: 'polls', since: start, answered: 120, unanswered: 1, failed: 0, longestGapMs: 30_000 },
    ])
    await clock.advance(10 * 60_000)
    recorder.recordPoll(id, 'answered')
    expect(events()[0]).toEqual({ kind: 'gap', ms: 630_000 })
    recorder.recordStatus(id, { state: 'online', since: 0, reason: null })
    recorder.recordStatus(id, { state: 'offline', since: 0, reason: 'network' })
    expect(events()[1]).toMatchObject({ kind: 'polls', answered: 1, longestGapMs: 630_000 })
  })

  it('names what became of sends, and the server only where it says plain words', () => {
    const { id, recorder, events } = createTestRecorder()
    const send = {
      id: MessageId.parse(7),
      accountId: id,
      reason: null,
      resolution: null,
      serverId: null,
      serverText: null,
    }
    recorder.recordSends([
      { ...send, state: 'queued' },
      { ...send, state: 'sending' },
      { ...send, state: 'accepted', serverId: '7459276540318463233' },
      { ...send, state: 'refused', reason: 'quota-used', serverText: 'prepare failed' },
      { ...send, state: 'refused', reason: 'refused-unknown', serverText: 'bad token 4f2a:99' },
      { ...send, state: 'unconfirmed', reason: 'answer-lost', resolution: 'sent-again' },
    ])
    expect(events().reverse()).toEqual([
      {
        kind: 'send',
        id: 7,
        state: 'accepted',
        reason: null,
        serverId: '7459276540318463233',
        serverWords: null,
      },
      {
        kind: 'send',
        id: 7,
        state: 'refused',
        reason: 'quota-used',
        serverId: null,
        serverWords: 'prepare failed',
      },
      { kind: 'send', id: 7, state: 'refused', reason: 'refused-unknown', serverId: null, serverWords: null },
      { kind: 'resolved', id: 7, resolution: 'sent-again' },
    ])
  })

  it('keeps the newest events of an account, page by page, and none of an account that is gone', () => {
    const { accounts, database, id, recorder } = createTestRecorder()
    for (let count = 1; count <= KEPT_EVENTS + 50; count += 1)
      recorder.record(id, { kind: 'unreadable', count })
    const first = recorder.timeline(id, null)
    expect(first.entries[0]?.event).toEqual({ kind: 'unreadable', count: KEPT_EVENTS + 50 })
    const second = recorder.timeline(id, first.entries.at(-1)?.id ?? null)
    expect([first.entries.length, second.entries.length, second.hasOlder]).toEqual([100, 100, true])
    expect(second.entries[0]?.id).toBe((first.entries.at(-1)?.id ?? 0) - 1)
    const stored = () => database.sql('SELECT COUNT(*) AS count FROM account_events').get()?.['count']
    expect(stored()).toBe(KEPT_EVENTS)
    accounts.remove(id, 'delete')
    recorder.record(id, { kind: 'reconnect' })
    recorder.stop()
    expect(stored()).toBe(0)
  })

  it('is stored a moment later, and later still while the database refuses', async () => {
    const { clock, database, failures, id, recorder, log } = createTestRecorder()
    database
      .sql("CREATE TRIGGER refused BEFORE INSERT ON account_events BEGIN SELECT RAISE(ABORT, 'full'); END")
      .run()
    recorder.record(id, { kind: 'signed-in' })
    await clock.advance(3_000)
    expect(failures).toEqual(['timeline'])
    database.sql('DROP TRIGGER refused').run()
    await clock.advance(HOUR_MS)
    expect(database.sql('SELECT event FROM account_events').all()).toEqual([
      { event: '{"kind":"signed-in"}' },
    ])
    recorder.stop()
    expect(clock.pending).toBe(0)
    expect(log.events).toContainEqual({
      kind: 'account',
      account: id.slice(0, 8),
      event: { kind: 'signed-in' },
    })
  })
})
