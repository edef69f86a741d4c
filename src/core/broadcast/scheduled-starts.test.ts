import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { settleRestoredBroadcasts } from '#core/backup/restored-broadcasts.ts'
import { KeepAwake } from '#core/keep-awake.ts'
import { Database } from '#core/storage/database.ts'
import { settle } from '#core/testing/settle.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { type WallTime, wallTimeAt } from '#shared/model/wall-time.ts'
import { createTestBroadcasts, type TestBroadcasts, type WantedDraft } from './testing.ts'

const MINUTE_MS = 60_000

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-scheduled-'))
  file = path.join(folder, 'linkboard.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const inMinutes = ({ clock }: TestBroadcasts, minutes: number): WallTime =>
  wallTimeAt(clock.now() + minutes * MINUTE_MS)

/** Schedules a broadcast for everybody whom its plan includes, so many minutes from now. */
function schedule(app: TestBroadcasts, minutes: number, wanted: WantedDraft = {}): BroadcastId {
  const draft = app.draftOf(wanted)
  const id = app.broadcasts.drafts.save(null, draft)
  const people = app.planOf(draft).included.map(({ conversationId }) => conversationId)
  app.broadcasts.scheduled.schedule(id, people, inMinutes(app, minutes))
  return id
}

/** Lets so many minutes pass, and everything that they begin. */
async function pass(app: TestBroadcasts, minutes: number): Promise<void> {
  await app.clock.advance(minutes * MINUTE_MS)
  await settle()
}

const summary = (app: TestBroadcasts, id: BroadcastId) => app.broadcasts.views.summary(id)

/** The same profile in a new program, so many minutes later. */
function reopen(app: TestBroadcasts, minutesLater = 0): TestBroadcasts {
  app.broadcasts.stop()
  const now = app.clock.now()
  app.database.close()
  return createTestBroadcasts(new Database(file), ({ clock }) =>
    clock.set(now - clock.now() + minutesLater * MINUTE_MS),
  )
}

describe('a scheduled broadcast', () => {
  it('starts when the clock shows its time, and not before', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    const id = schedule(app, 30)
    expect(summary(app, id)).toMatchObject({
      state: 'scheduled',
      reason: null,
      scheduled: { due: inMinutes(app, 30), people: 2 },
    })
    await pass(app, 29)
    expect([app.stateOf(id), app.session.sends.length]).toEqual(['scheduled', 0])
    await pass(app, 1)
    expect(app.stateOf(id)).toBe('running')
    expect(summary(app, id)?.scheduled).toBeNull()
    await app.carryOn()
    expect(app.ledger(id)).toEqual(['a: accepted', 'b: accepted'])
    expect(app.session.sends).toHaveLength(2)
  })

  it('P13: is for those whom it was confirmed for; who cannot be reached by then is skipped with the reason', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['closing'], { hoursAgo: 23.9 })
    app.contacts(app.accountId, ['excluded', 'served', 'a'])
    const id = schedule(app, 30)
    app.contacts(app.accountId, ['late'])
    app.stores.conversations.setContactExcluded('excluded@im.wechat', true)
    for (let sent = 0; sent < 9; sent += 1)
      app.stores.conversations.recordSend(app.conversationWith('served@im.wechat'))
    await pass(app, 30)
    await app.carryOn()
    expect(app.ledger(id)).toEqual([
      'closing: skipped (window-closed)',
      'a: accepted',
      'served: skipped (reserve)',
      'excluded: skipped (excluded)',
    ])
  })

  it('is frozen: it cannot be changed, but moved, made a draft again, or cancelled', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const { scheduled, drafts } = app.broadcasts
    const id = schedule(app, 30)
    expect(() => drafts.save(id, app.draftOf({ text: 'other' }))).toThrow('broadcast-frozen')
    expect(() => drafts.remove(id)).toThrow('broadcast-frozen')
    scheduled.move(id, inMinutes(app, 60))
    await pass(app, 59)
    expect(app.stateOf(id)).toBe('scheduled')
    expect(() => scheduled.move(id, inMinutes(app, 0))).toThrow('time-past')
    scheduled.toDraft(id)
    await pass(app, 10)
    expect(summary(app, id)).toMatchObject({ state: 'draft', scheduled: null, reason: null })
    drafts.save(id, app.draftOf({ text: 'other' }))

    const other = schedule(app, 30, { text: 'never' })
    app.broadcasts.cancel(other)
    await pass(app, 40)
    expect(summary(app, other)).toMatchObject({ state: 'cancelled', startedAt: null, scheduled: null })
    const again = await drafts.open(drafts.repeat(other, 'all'))
    expect(app.plan({ choice: again.choice }).included).toHaveLength(1)
    app.broadcasts.removeRun(other)
    expect(summary(app, other)).toBeNull()
    expect(app.session.sends).toEqual([])
  })

  it('is refused for a time that has passed, for nobody, for a run, and without its files', () => {
    const app = createTestBroadcasts()
    const [to] = app.contacts(app.accountId, ['a'])
    if (to === undefined) throw new Error('nobody wrote')
    const { scheduled, drafts } = app.broadcasts
    const id = drafts.save(null, app.draftOf({ files: [1] }))
    expect(() => scheduled.schedule(id, [to], inMinutes(app, 0))).toThrow('time-past')
    expect(() => scheduled.schedule(id, [], inMinutes(app, 5))).toThrow('broadcast-no-recipients')
    app.gone.add('1'.padStart(64, '0'))
    expect(() => scheduled.schedule(id, [to], inMinutes(app, 5))).toThrow('broadcast-file-missing')
    app.gone.clear()
    scheduled.schedule(id, [to], inMinutes(app, 5))
    expect(() => scheduled.schedule(id, [to], inMinutes(app, 6))).toThrow('broadcast-started')
    const draft = drafts.save(null, app.draftOf({}))
    expect(() => scheduled.move(draft, inMinutes(app, 5))).toThrow('not-possible-now')
    expect(() => scheduled.startNow(draft)).toThrow('not-possible-now')
  })

  it('can be started at once', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    const id = schedule(app, 600)
    await app.broadcasts.scheduled.startNow(id)
    await app.carryOn()
    expect(app.ledger(id)).toEqual(['a: accepted', 'b: accepted'])
    await pass(app, 600)
    expect(app.session.sends).toHaveLength(2)
  })

  it('asks when nobody can be reached at its time, and may still be started', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    app.accountStates.set(app.accountId, 'online')
    const id = schedule(app, 5)
    app.accountStates.set(app.accountId, 'needs-sign-in')
    await pass(app, 6)
    expect(summary(app, id)).toMatchObject({ state: 'scheduled', reason: 'start-failed' })
    expect(app.failures).toEqual([])
    await pass(app, 60)
    expect(app.session.sends).toEqual([])
    await expect(app.broadcasts.scheduled.startNow(id)).rejects.toThrow('broadcast-nobody-reachable')
    expect(summary(app, id)).toMatchObject({ state: 'scheduled', reason: 'start-failed' })
    app.accountStates.set(app.accountId, 'online')
    await app.broadcasts.scheduled.startNow(id)
    await app.carryOn()
    expect(app.ledger(id)).toEqual(['a: accepted'])
  })

  it('waits for an account that is only reconnecting', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const id = schedule(app, 5)
    app.accountStates.set(app.accountId, 'reconnecting')
    app.session.block(app.accountId)
    await pass(app, 5)
    expect(app.stateOf(id)).toBe('running')
    expect(app.ledger(id)).toEqual(['a: queued'])
  })
})

describe('a scheduled broadcast whose time passed', () => {
  it('in a sleep asks, is told, and never starts late by itself', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const id = schedule(app, 5)
    app.clock.set(7 * MINUTE_MS)
    app.broadcasts.scheduled.clocksChanged()
    expect(summary(app, id)).toMatchObject({ state: 'scheduled', reason: 'time-missed' })
    expect(app.stores.broadcasts.asking()).toEqual([{ id, due: inMinutes(app, -2) }])
    await pass(app, 600)
    expect(app.session.sends).toEqual([])
    app.broadcasts.scheduled.move(id, inMinutes(app, 5))
    expect(summary(app, id)?.reason).toBeNull()
    await pass(app, 5)
    expect(app.stateOf(id)).toBe('running')
  })

  it('while the program was ended asks at the next start; within its minute it starts', async () => {
    const app = createTestBroadcasts(file)
    app.contacts(app.accountId, ['a'])
    const late = schedule(app, 5)
    const due = schedule(app, 10, { text: 'due' })
    const later = schedule(app, 600)
    const next = reopen(app, 10)
    await settle()
    expect(summary(next, late)).toMatchObject({ state: 'scheduled', reason: 'time-missed' })
    expect(next.stateOf(due)).toBe('running')
    expect(summary(next, later)).toMatchObject({ state: 'scheduled', reason: null })
  })

  it('where the clock is set back after its time, it is not started twice; set forward over it, it asks', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    const id = schedule(app, 5)
    await pass(app, 5)
    app.clock.set(-60 * MINUTE_MS)
    app.broadcasts.scheduled.clocksChanged()
    await pass(app, 61)
    await app.carryOn()
    expect(app.session.sends).toHaveLength(2)
    expect(app.ledger(id)).toEqual(['a: accepted', 'b: accepted'])
    const other = schedule(app, 30)
    app.clock.set(24 * 60 * MINUTE_MS)
    await pass(app, 1)
    expect(summary(app, other)).toMatchObject({ state: 'scheduled', reason: 'time-missed' })
  })

  it('while its ledger was being written asks at a late start, and starts at one within its minute', async () => {
    for (const [minutes, state] of [
      [0, 'running'],
      [5, 'scheduled'],
    ] as const) {
      const app = createTestBroadcasts(file)
      app.contacts(app.accountId, ['a'])
      const id = schedule(app, 5)
      app.clock.set(5 * MINUTE_MS)
      app.stores.broadcasts.begin(id)
      const next = reopen(app, minutes)
      await settle()
      expect(next.stateOf(id)).toBe(state)
      next.broadcasts.stop()
      next.database.close()
      rmSync(file)
    }
  })

  it('in a restored backup asks whatever its time: the other computer may have started it', async () => {
    const app = createTestBroadcasts(file)
    app.contacts(app.accountId, ['a'])
    const id = schedule(app, 5)
    settleRestoredBroadcasts(app.database, app.clock.now())
    const next = reopen(app)
    await pass(next, 10)
    expect(summary(next, id)).toMatchObject({
      ...{ state: 'scheduled', reason: 'restored' },
      scheduled: { people: 1 },
    })
    expect(next.session.sends).toEqual([])
    await next.broadcasts.scheduled.startNow(id)
    await next.carryOn()
    expect(next.ledger(id)).toEqual(['a: accepted'])
  })

  it('whose time a failing disk has garbled never starts by itself', async () => {
    const app = createTestBroadcasts(file)
    app.contacts(app.accountId, ['a'])
    const id = schedule(app, 5)
    app.database.sql("UPDATE broadcasts SET due = '2020-13' WHERE id = ?").run(id)
    const next = reopen(app, 5)
    await pass(next, 10)
    expect([next.stateOf(id), next.session.sends.length]).toEqual(['scheduled', 0])
    await next.broadcasts.scheduled.startNow(id)
    expect(next.stateOf(id)).toBe('running')
  })
})

it('the computer is kept awake for a broadcast that starts by itself, not for one that asks', async () => {
  const app = createTestBroadcasts()
  app.contacts(app.accountId, ['a'])
  const told: boolean[] = []
  const awake = new KeepAwake({
    stores: app.stores,
    isWanted: () => true,
    keepAwake: (on) => told.push(on),
  })
  app.events.subscribe(awake)
  const id = schedule(app, 5)
  expect(told).toEqual([true])
  expect(app.stores.broadcasts.countToStart()).toBe(1)
  app.clock.set(7 * MINUTE_MS)
  app.broadcasts.scheduled.clocksChanged()
  expect(told).toEqual([true, false])
  expect(app.stores.broadcasts.countToStart()).toBe(0)
  app.broadcasts.scheduled.move(id, inMinutes(app, 5))
  await pass(app, 5)
  await app.carryOn()
  expect(told).toEqual([true, false, true, false])
})

describe('a start that fails', () => {
  it('leaves a draft, and says why to whoever started it', async () => {
    const app = createTestBroadcasts()
    const to = app.contacts(app.accountId, ['a'])
    const id = app.broadcasts.drafts.save(null, app.draftOf({ files: [1] }))
    app.gone.add('1'.padStart(64, '0'))
    await expect(app.broadcasts.startRun(id, to)).rejects.toThrow('broadcast-file-missing')
    expect(summary(app, id)).toMatchObject({ state: 'draft', reason: null })
    app.gone.clear()
    await app.broadcasts.startRun(id, to)
    await app.carryOn()
    expect(app.ledger(id)).toEqual(['a: accepted'])
  })

  it('after a restart leaves a draft that says so until it is changed', async () => {
    const app = createTestBroadcasts(file)
    const to = app.contacts(app.accountId, ['a'])
    const id = app.broadcasts.drafts.save(null, app.draftOf({}))
    app.stores.broadcasts.confirm(id, to)
    const next = reopen(app, 25 * 60)
    await settle()
    expect(summary(next, id)).toMatchObject({ state: 'draft', reason: 'start-failed' })
    next.broadcasts.drafts.save(id, next.draftOf({ text: 'changed' }))
    expect(summary(next, id)?.reason).toBeNull()
  })

  it('on a full disk is put back once there is room, and by no program that has ended', async () => {
    const app = createTestBroadcasts()
    const to = app.contacts(app.accountId, ['a'])
    const id = app.broadcasts.drafts.save(null, app.draftOf({ files: [1] }))
    app.gone.add('1'.padStart(64, '0'))
    app.database
      .sql(
        `CREATE TRIGGER full BEFORE UPDATE ON broadcasts WHEN NEW.state = 'draft' BEGIN SELECT RAISE(ABORT, 'full'); END`,
      )
      .run()
    await expect(app.broadcasts.startRun(id, to)).rejects.toThrow('broadcast-file-missing')
    expect(app.failures).toHaveLength(1)
    expect(app.stateOf(id)).toBe('starting')
    await app.clock.advance(5_000)
    expect(app.failures).toHaveLength(2)
    app.database.sql('DROP TRIGGER full').run()
    await app.clock.advance(5_000)
    expect(app.stateOf(id)).toBe('draft')

    app.stores.broadcasts.confirm(id, to)
    app.database
      .sql(
        `CREATE TRIGGER full BEFORE UPDATE ON broadcasts WHEN NEW.state = 'draft' BEGIN SELECT RAISE(ABORT, 'full'); END`,
      )
      .run()
    app.stores.broadcasts.confirm(id, to)
    app.broadcasts.start()
    await settle()
    const failures = app.failures.length
    app.broadcasts.stop()
    await app.clock.advance(60_000)
    expect(app.failures).toHaveLength(failures)
  })
})
