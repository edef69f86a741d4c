import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as turnEnd } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestBroadcasts, type TestBroadcasts } from './testing.ts'

/** What goes through thousands of lines gives way in between (B10). */

const PEOPLE = Array.from({ length: 300 }, (_, index) => `p${index}`)
const HOUR_MS = 3_600_000
/** A portion, and what is over its time by one. */
const MOST_IN_TURN = 26

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-portions-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Every line that is written takes two milliseconds; answers how many were written in a turn of the event loop. */
function countInTurns(app: TestBroadcasts): { most: number } {
  const counted = { most: 0 }
  let [inTurn, all] = [0, 0]
  const before = app.clock.monotonic.bind(app.clock)
  app.clock.monotonic = () => before() + 2 * all
  const { ledger } = app.stores
  const setState = ledger.setState.bind(ledger)
  ledger.setState = (...given) => {
    if (inTurn === 0)
      setImmediate(() => {
        inTurn = 0
      })
    inTurn += 1
    all += 1
    counted.most = Math.max(counted.most, inTurn)
    setState(...given)
  }
  return counted
}

function counts(app: TestBroadcasts, id: Parameters<TestBroadcasts['ledger']>[0]): Record<string, number> {
  const states = app.ledger(id).map((line) => line.replace(/^.*?: /, ''))
  return Object.fromEntries(
    [...new Set(states)].map((state) => [state, states.filter((one) => one === state).length]),
  )
}

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await turnEnd()
}

/** A run to hundreds through one account that cannot send for now. */
async function started(app: TestBroadcasts) {
  app.contacts(app.accountId, PEOPLE)
  app.session.block(app.accountId)
  return await app.start()
}

describe('B10: while a run goes on', () => {
  it('people whose windows have closed are skipped a few at a time', async () => {
    const app = createTestBroadcasts()
    const id = await started(app)
    const counted = countInTurns(app)
    app.clock.set(25 * HOUR_MS)
    app.broadcasts.accountChanged(app.accountId)
    await turns(60)
    expect(counts(app, id)).toEqual({ 'skipped (window-closed)': PEOPLE.length })
    expect(app.stateOf(id)).toBe('finished')
    expect(counted.most).toBeLessThanOrEqual(MOST_IN_TURN)
  })

  it('people of an account that is left alone are skipped a few at a time, and nothing leaves meanwhile', async () => {
    const app = createTestBroadcasts()
    const id = await started(app)
    const counted = countInTurns(app)
    app.accountStates.set(app.accountId, 'needs-sign-in')
    app.broadcasts.accountChanged(app.accountId)
    expect(counts(app, id)['queued']).toBeGreaterThan(200)
    app.session.unblock(app.accountId)
    app.broadcasts.accountChanged(app.accountId)
    await turns(60)
    expect(counts(app, id)).toEqual({ 'skipped (account-offline)': PEOPLE.length })
    expect(app.stateOf(id)).toBe('finished')
    expect(app.session.sends).toEqual([])
    expect(counted.most).toBeLessThanOrEqual(MOST_IN_TURN)
  })

  it('its ledger is exported a hundred lines at a time, each of them once', async () => {
    const app = createTestBroadcasts()
    const id = await started(app)
    const { ledger } = app.stores
    const some = ledger.some.bind(ledger)
    let [inTurn, most] = [0, 0]
    ledger.some = (...given) => {
      if (inTurn === 0)
        setImmediate(() => {
          inTurn = 0
        })
      const lines = some(...given)
      inTurn += lines.length
      most = Math.max(most, inTurn)
      return lines
    }
    expect(await app.broadcasts.export(id)).toBe(true)
    const people = app.saved[0]?.text.match(/p\d+@im\.wechat/g)
    expect(people).toHaveLength(PEOPLE.length)
    expect(new Set(people).size).toBe(PEOPLE.length)
    expect(most).toBe(100)
  })

  it('P13: killed amid that, the next program skips the others', async () => {
    const file = path.join(folder, 'linkboard.db')
    const app = createTestBroadcasts(file)
    const id = await started(app)
    countInTurns(app)
    app.accountStates.set(app.accountId, 'needs-sign-in')
    app.broadcasts.accountChanged(app.accountId)
    app.broadcasts.stop()
    const next = createTestBroadcasts(file)
    expect(counts(next, id)).toEqual({ 'skipped (account-offline)': PEOPLE.length })
    expect(next.stateOf(id)).toBe('finished')
    await next.clock.advance(60_000)
    expect(next.session.sends).toEqual([])
  })

  it('P13: retrying goes a few at a time, and sends each of them once more', async () => {
    const app = createTestBroadcasts()
    const id = await started(app)
    app.accountStates.set(app.accountId, 'needs-sign-in')
    app.broadcasts.accountChanged(app.accountId)
    expect(counts(app, id)).toEqual({ 'skipped (account-offline)': PEOPLE.length })
    app.accountStates.set(app.accountId, 'online')
    const counted = countInTurns(app)
    const retried = app.broadcasts.retry(id, false)
    await expect(app.broadcasts.retry(id, false)).rejects.toThrow('not-possible-now')
    await retried
    expect(counts(app, id)).toEqual({ queued: PEOPLE.length })
    expect(app.stateOf(id)).toBe('running')
    expect(counted.most).toBeLessThanOrEqual(MOST_IN_TURN)
  })

  it('P13: cancelled amid a retry, nobody else joins', async () => {
    const app = createTestBroadcasts()
    const id = await started(app)
    app.accountStates.set(app.accountId, 'needs-sign-in')
    app.broadcasts.accountChanged(app.accountId)
    app.accountStates.set(app.accountId, 'online')
    countInTurns(app)
    const retried = app.broadcasts.retry(id, false)
    await turns(10)
    app.broadcasts.cancel(id)
    await retried
    await turns(60)
    const now = counts(app, id)
    expect(now['queued']).toBeUndefined()
    expect(now['cancelled']).toBeGreaterThan(0)
    expect(now['skipped (account-offline)']).toBeGreaterThan(0)
    expect(app.session.sends).toEqual([])
  })
})
