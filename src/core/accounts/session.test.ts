import { describe, expect, it } from 'vitest'
import { decodeMessage } from '#core/ilink/decode.ts'
import { IlinkServerError, IlinkTransportError } from '#core/ilink/errors.ts'
import { classifyFailedPoll, type PollOutcome } from '#core/ilink/outcomes.ts'
import vectors from '../../../test/fixtures/ilink-vectors.json' with { type: 'json' }
import { emptyAnswer, settle } from './testing.ts'
import { API_URL, createTestAccounts } from './testing-app.ts'

const endpoint = 'getupdates'

function transportFailure(kind: 'network' | 'garbage' | 'timeout', elapsedMs = 10): PollOutcome {
  const error = new IlinkTransportError({ endpoint, kind, delivery: 'unknown' })
  return classifyFailedPoll({ error, elapsedMs })
}

function httpFailure(status: number, elapsedMs: number): PollOutcome {
  const error = new IlinkTransportError({ endpoint, kind: 'http', delivery: 'unknown', status })
  return classifyFailedPoll({ error, elapsedMs })
}

function refusal(ret: number | null, errcode: number | null): PollOutcome {
  const error = new IlinkServerError({ endpoint, ret, errcode, errmsg: 'session timeout' })
  return classifyFailedPoll({ error, elapsedMs: 10 })
}

const stale = () => refusal(-14, null)

async function running() {
  const app = createTestAccounts()
  const account = app.hold('aaaabbbbcccc@im.bot')
  app.supervisor.start()
  await settle()
  const state = () => app.supervisor.status(account.id)
  return { ...app, id: account.id, state }
}

describe('a session that polls', () => {
  it('announces itself once, then polls with the stored cursor and the token', async () => {
    const { client, clock } = await running()
    expect(client.notified).toEqual([{ call: 'start', baseUrl: API_URL, token: 'aaaabbbbcccc@im.bot:token' }])
    expect(client.poll.request).toMatchObject({ cursor: '', holdMs: 35_000, account: { baseUrl: API_URL } })
    for (let poll = 0; poll < 5; poll += 1) {
      await clock.advance(5_000)
      await client.poll.answer(emptyAnswer())
    }
    expect(client.notified).toHaveLength(1)
    expect(client.polls).toHaveLength(6)
  })

  it('is online with the first answer, and shows nothing twice', async () => {
    const { client, clock, statuses } = await running()
    await client.poll.answer(emptyAnswer())
    await clock.advance(5_000)
    await client.poll.answer(emptyAnswer())
    // the second one says that the token is there and sending is possible
    expect(statuses.map(({ status }) => status.state)).toEqual(['connecting', 'connecting', 'online'])
  })

  it('is online as soon as a poll stays open beside an answered notifystart', async () => {
    const { clock, state } = await running()
    expect(state()?.state).toBe('connecting')
    await clock.advance(1_000)
    expect(state()?.state).toBe('online')
  })

  it('stays connecting while nothing answers, though the poll is open', async () => {
    const app = createTestAccounts()
    app.client.notifyError = new IlinkTransportError({
      endpoint: 'notifystart',
      kind: 'network',
      delivery: 'unknown',
    })
    const { id } = app.hold('aaaabbbbcccc@im.bot')
    app.supervisor.start()
    await app.clock.advance(20_000)
    expect(app.client.openPolls).toHaveLength(1)
    expect(app.supervisor.status(id)?.state).toBe('connecting')
  })

  it('P1: hands every batch over before the next poll, which carries the new cursor', async () => {
    const { client, sink, id } = await running()
    const messages = vectors.inbound.slice(0, 3).map(({ wire }) => decodeMessage(JSON.parse(wire)))
    await client.poll.answer({ kind: 'ok', messages, cursor: 'Y3Vyc29y', holdMs: null })
    expect(sink.batches).toMatchObject([{ accountId: id, binding: 1, cursor: 'Y3Vyc29y' }])
    expect(sink.batches[0]?.messages).toEqual(messages)
    expect(client.poll.request.cursor).toBe('Y3Vyc29y')
  })

  it('P1: keeps the cursor and the batch while the database cannot commit, and does not poll', async () => {
    const { client, sink, clock, state } = await running()
    sink.error = new Error('disk full')
    await client.poll.answer({ kind: 'ok', messages: [], cursor: 'Y3Vyc29y', holdMs: null })
    expect(state()).toMatchObject({ state: 'reconnecting', reason: 'storage' })
    await clock.advance(2_000)
    expect(client.polls).toHaveLength(1)
    sink.error = null
    await clock.advance(4_000)
    expect(sink.batches).toMatchObject([{ cursor: 'Y3Vyc29y' }])
    expect(state()?.state).toBe('online')
    await clock.advance(50)
    expect(client.poll.request.cursor).toBe('Y3Vyc29y')
  })

  it('keeps its cursor when the server names none', async () => {
    const { client, clock } = await running()
    await client.poll.answer(emptyAnswer('Y3Vyc29y'))
    await clock.advance(1_000)
    await client.poll.answer(emptyAnswer(null))
    await clock.advance(1_000)
    expect(client.poll.request.cursor).toBe('Y3Vyc29y')
  })

  it('holds as long as the server says', async () => {
    const { client, clock } = await running()
    await client.poll.answer({ kind: 'ok', messages: [], cursor: null, holdMs: 8_000 })
    await clock.advance(1_000)
    expect(client.poll.request.holdMs).toBe(8_000)
  })

  it('does not spin when the server answers at once with nothing', async () => {
    const { client, clock } = await running()
    for (let second = 0; second < 600; second += 1) {
      while (client.openPolls.length > 0) await client.poll.answer(emptyAnswer(`Y${client.polls.length}`))
      await clock.advance(100)
    }
    // a minute of that: the first polls come quickly, then one a second
    expect(client.polls.length).toBeLessThan(70)
    expect(client.polls.length).toBeGreaterThan(50)
  })

  it('polls again at once after messages, however quickly they come', async () => {
    const { client } = await running()
    const messages = vectors.inbound.slice(0, 1).map(({ wire }) => decodeMessage(JSON.parse(wire)))
    for (let batch = 1; batch <= 20; batch += 1) {
      await client.poll.answer({ kind: 'ok', messages, cursor: `Y${batch}`, holdMs: null })
    }
    expect(client.polls).toHaveLength(21)
  })
})

describe('a session in trouble', () => {
  it('takes its own timeout for an empty poll', async () => {
    const { client, clock, state } = await running()
    await client.poll.answer(emptyAnswer('Y3Vyc29y'))
    await clock.advance(40_000)
    await client.poll.answer(transportFailure('timeout'))
    expect(state()?.state).toBe('online')
    expect(client.poll.request.cursor).toBe('Y3Vyc29y')
  })

  it('opens new connections and shows its doubt after three polls without any answer', async () => {
    const { client, clock, state, recycled } = await running()
    await client.poll.answer(emptyAnswer())
    await clock.advance(1_000)
    client.notifyError = new IlinkTransportError({
      endpoint: 'notifystart',
      kind: 'timeout',
      delivery: 'unknown',
    })
    for (let poll = 0; poll < 3; poll += 1) {
      expect(recycled).toHaveLength(0)
      await clock.advance(40_000)
      await client.poll.answer(transportFailure('timeout'))
    }
    expect(recycled).toHaveLength(1)
    expect(state()).toMatchObject({ state: 'reconnecting', reason: 'network' })
    await client.poll.answer(emptyAnswer())
    expect(state()?.state).toBe('online')
  })

  it.each([
    ['network', () => transportFailure('network'), 'network'],
    ['502', () => httpFailure(502, 20_000), 'server-error'],
    ['500', () => httpFailure(500, 20_000), 'server-error'],
    ['524 within a second', () => httpFailure(524, 900), 'server-error'],
    ['html', () => transportFailure('garbage'), 'garbage'],
    ['another ret', () => refusal(-1, null), 'server-error'],
  ])('backs off after %s, polls on with the same cursor and recovers', async (_, failure, reason) => {
    const { client, clock, state } = await running()
    await client.poll.answer(emptyAnswer('Y3Vyc29y'))
    await clock.advance(1_000)
    for (const wait of [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      await client.poll.answer(failure())
      expect(state()).toMatchObject({ state: 'reconnecting', reason })
      await clock.advance(wait - 1)
      expect(client.openPolls).toHaveLength(0)
      await clock.advance(1)
      expect(client.poll.request.cursor).toBe('Y3Vyc29y')
    }
    await client.poll.answer(emptyAnswer())
    expect(state()).toMatchObject({ state: 'online', reason: null })
    await clock.advance(1_000)
    await client.poll.answer(failure())
    await clock.advance(2_000)
    expect(client.openPolls).toHaveLength(1)
  })

  it('shows a recovered connection before the first answer: the poll stays open, notifystart is answered', async () => {
    const { client, clock, state } = await running()
    await client.poll.answer(transportFailure('network'))
    await clock.advance(3_000)
    expect(client.openPolls).toHaveLength(1)
    expect(state()?.state).toBe('online')
  })

  it('takes a gateway that cuts the hold for an empty poll, and shortens it for the host after two', async () => {
    const { client, state, clock } = await running()
    await clock.advance(1_000)
    await client.poll.answer(httpFailure(524, 16_500))
    expect(client.poll.request.holdMs).toBe(35_000)
    await client.poll.answer(httpFailure(504, 16_500))
    expect(client.poll.request.holdMs).toBe(10_000)
    expect(state()?.state).toBe('online')
  })

  it('P9: shows states and reasons only, never the token', async () => {
    const { client, clock, statuses } = await running()
    for (const outcome of [transportFailure('network'), refusal(-1, null), stale()]) {
      await client.poll.answer(outcome)
      await clock.advance(5_000)
    }
    expect(statuses.length).toBeGreaterThan(3)
    expect(JSON.stringify(statuses)).not.toContain('token":')
    expect(JSON.stringify(statuses)).not.toContain(':token')
  })
})

describe('a stale token', () => {
  it.each([
    ['ret', -14, null],
    ['errcode', -1, -14],
    ['errcode alone', null, -14],
  ])('is checked at once and sending stops when −14 comes as %s', async (_, ret, errcode) => {
    const { client, state, supervisor, id } = await running()
    expect(supervisor.canSend(id)).toBe(true)
    await client.poll.answer(refusal(ret, errcode))
    expect(state()).toMatchObject({ state: 'checking', reason: 'stale-token' })
    expect(supervisor.canSend(id)).toBe(false)
  })

  it('is probed with notifystart and a poll at 5 s, 60 s, 10 min, then hourly, with everything kept', async () => {
    const { client, clock, state, vault, store, id } = await running()
    await client.poll.answer(emptyAnswer('Y3Vyc29y'))
    await clock.advance(1_000)
    const probe = async (afterMs: number) => {
      const [polls, notified] = [client.polls.length, client.notified.length]
      await clock.advance(afterMs - 1)
      expect(client.polls).toHaveLength(polls)
      await clock.advance(1)
      expect(client.notified).toHaveLength(notified + 1)
      expect(client.poll.request.cursor).toBe('Y3Vyc29y')
      await client.poll.answer(stale())
    }
    await client.poll.answer(stale())
    await probe(5_000)
    expect(state()?.state).toBe('checking')
    await probe(55_000)
    expect(state()).toMatchObject({ state: 'needs-sign-in', since: clock.now(), reason: 'stale-token' })
    await probe(540_000)
    await probe(3_600_000)
    await probe(3_600_000)
    expect(state()?.state).toBe('needs-sign-in')
    expect(vault.tokens.has(id)).toBe(true)
    expect(store.get(id)?.signedOut).toBe(false)
  })

  it('heals by itself when a probe is answered, however late', async () => {
    const { client, clock, state, supervisor, id } = await running()
    await client.poll.answer(stale())
    for (const wait of [5_000, 55_000]) {
      await clock.advance(wait)
      await client.poll.answer(stale())
    }
    await clock.advance(540_000)
    await client.poll.answer(emptyAnswer())
    expect(state()).toMatchObject({ state: 'online', reason: null })
    expect(supervisor.canSend(id)).toBe(true)
  })

  it('heals when the server takes notifystart and holds the probe open', async () => {
    const { client, clock, state } = await running()
    await client.poll.answer(stale())
    await clock.advance(5_000)
    expect(state()?.state).toBe('checking')
    await clock.advance(3_000)
    expect(state()?.state).toBe('online')
  })

  it('repeats a probe that failed on the way while it is still being checked', async () => {
    const { client, clock, state } = await running()
    await client.poll.answer(stale())
    await clock.advance(5_000)
    await client.poll.answer(transportFailure('network'))
    expect(state()?.state).toBe('checking')
    await clock.advance(2_000)
    await client.poll.answer(stale())
    await clock.advance(53_000)
    await client.poll.answer(stale())
    expect(state()?.state).toBe('needs-sign-in')
  })

  it('reported by a send closes the poll and is probed; a report of an older binding is ignored', async () => {
    const { client, clock, state, supervisor, id } = await running()
    await client.poll.answer(emptyAnswer())
    await clock.advance(1_000)
    supervisor.reportStaleToken(id, 0)
    expect(state()?.state).toBe('online')
    supervisor.reportStaleToken(id, 1)
    expect(state()?.state).toBe('checking')
    expect(supervisor.canSend(id)).toBe(false)
    await settle()
    expect(client.openPolls).toHaveLength(0)
    await clock.advance(5_000)
    await client.poll.answer(emptyAnswer())
    expect(state()?.state).toBe('online')
  })

  it('is probed at once when the operator reconnects', async () => {
    const { client, state, supervisor, id } = await running()
    await client.poll.answer(stale())
    supervisor.reconnect(id)
    await settle()
    expect(state()?.state).toBe('checking')
    await client.poll.answer(emptyAnswer())
    expect(state()?.state).toBe('online')
  })
})

describe('before a send', () => {
  const ready = async (fresh: Promise<void>) => {
    let isReady = false
    void fresh.then(() => {
      isReady = true
    })
    await settle()
    return () => isReady
  }

  it('P7: goes on at once when a poll was answered within 60 s', async () => {
    const { client, clock, supervisor, id } = await running()
    await client.poll.answer(emptyAnswer())
    await clock.advance(50_000)
    expect((await ready(supervisor.ensureFresh(id)))()).toBe(true)
    expect(client.polls).toHaveLength(2)
  })

  it('P7: goes on at once while a healthy poll is open', async () => {
    const { client, clock, supervisor, id } = await running()
    await client.poll.answer(emptyAnswer())
    await clock.advance(300_000)
    expect((await ready(supervisor.ensureFresh(id)))()).toBe(true)
    expect(client.polls).toHaveLength(2)
  })

  it('P7: reopens a doubtful poll and awaits its answer', async () => {
    const { client, clock, supervisor, id } = await running()
    await client.poll.answer(emptyAnswer())
    await clock.advance(61_000)
    await client.poll.answer(transportFailure('network'))
    const isReady = await ready(supervisor.ensureFresh(id))
    expect(client.openPolls).toHaveLength(1)
    expect(isReady()).toBe(false)
    await client.poll.answer(emptyAnswer())
    expect(isReady()).toBe(true)
  })

  it('P7: waits 3 s for that answer and no longer', async () => {
    const { client, clock, supervisor, id } = await running()
    client.notifyError = new IlinkTransportError({
      endpoint: 'notifystart',
      kind: 'network',
      delivery: 'unknown',
    })
    await client.poll.answer(transportFailure('network'))
    const isReady = await ready(supervisor.ensureFresh(id))
    await clock.advance(2_999)
    expect(isReady()).toBe(false)
    await clock.advance(1)
    expect(isReady()).toBe(true)
  })
})

describe('an operator in a hurry', () => {
  it('may reconnect from within the news of a failure', async () => {
    const app = createTestAccounts()
    const { id } = app.hold('aaaabbbbcccc@im.bot')
    let isDone = false
    app.onStatus((status) => {
      if (status.state !== 'reconnecting' || isDone) return
      isDone = true
      app.supervisor.reconnect(id)
    })
    app.supervisor.start()
    await settle()
    await app.client.poll.answer(transportFailure('network'))
    expect(app.client.openPolls).toHaveLength(1)
  })
})

describe('sleep and wake', () => {
  it('P16: closes the poll on sleep, opens one on wake and shows the true state meanwhile', async () => {
    const { client, clock, state, supervisor, recycled } = await running()
    await client.poll.answer(emptyAnswer('Y3Vyc29y'))
    await clock.advance(1_000)
    supervisor.suspend()
    await settle()
    expect(client.openPolls).toHaveLength(0)
    expect(state()).toMatchObject({ state: 'reconnecting', reason: 'network' })
    supervisor.resume()
    await settle()
    expect(recycled).toHaveLength(1)
    expect(client.poll.request.cursor).toBe('Y3Vyc29y')
    await client.poll.answer(emptyAnswer())
    expect(state()?.state).toBe('online')
  })

  it('P16: a network change alone replaces the open poll', async () => {
    const { client, supervisor } = await running()
    const before = client.poll
    supervisor.resume()
    await settle()
    expect(before.isOpen).toBe(false)
    expect(client.openPolls).toHaveLength(1)
  })

  it('goes on by itself if the system never says that it woke', async () => {
    const { client, clock, supervisor } = await running()
    supervisor.suspend()
    await clock.advance(60_000)
    expect(client.openPolls).toHaveLength(1)
  })
})
