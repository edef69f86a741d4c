import { describe, expect, it, vi } from 'vitest'
import { decodeMessage } from '#core/ilink/decode.ts'
import { IlinkTransportError } from '#core/ilink/errors.ts'
import vectors from '../../../test/fixtures/ilink-vectors.json' with { type: 'json' }
import { API_URL, createTestAccounts } from './testing/accounts.ts'
import { answer, emptyAnswer } from './testing/ports.ts'
import { httpFailure, refusal, running, stale, transportFailure } from './testing/session.ts'

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
    await client.poll.answer(answer(messages, 'Y3Vyc29y'))
    expect(sink.batches).toMatchObject([{ accountId: id, binding: 1, cursor: 'Y3Vyc29y' }])
    expect(sink.batches[0]?.messages).toEqual(messages)
    expect(client.poll.request.cursor).toBe('Y3Vyc29y')
  })

  it('P1: keeps the cursor and the batch while the database cannot commit, and does not poll', async () => {
    const { client, sink, clock, state } = await running()
    sink.error = new Error('disk full')
    await client.poll.answer(answer([], 'Y3Vyc29y'))
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

  it('makes no abort for a poll that is answered while all is well: there are hundreds in a second', async () => {
    const { client, clock } = await running()
    await client.poll.answer(emptyAnswer())
    await clock.advance(5_000)
    const abort = vi.spyOn(AbortController.prototype, 'abort')
    for (let poll = 0; poll < 5; poll += 1) {
      client.poll.request.onBytes?.()
      await client.poll.answer(emptyAnswer())
      await clock.advance(5_000)
    }
    expect(client.polls).toHaveLength(7)
    expect(abort).not.toHaveBeenCalled()
    abort.mockRestore()
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
    await client.poll.answer(answer([], null, { holdMs: 8_000 }))
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
      await client.poll.answer(answer(messages, `Y${batch}`))
    }
    expect(client.polls).toHaveLength(21)
  })
})

describe('a server that repeats itself', () => {
  const messages = vectors.inbound.slice(0, 1).map(({ wire }) => decodeMessage(JSON.parse(wire)))

  /** Polls within a minute, each answered after `tookMs`. */
  async function pollsInAMinute(answerFor: (poll: number) => ReturnType<typeof answer>, tookMs = 0) {
    const { client, clock, sink } = await running()
    sink.added = 0
    for (let ms = 0; ms < 60_000; ms += 100) {
      while (client.openPolls.length > 0) {
        await clock.advance(tookMs)
        ms += tookMs
        await client.poll.answer(answerFor(client.polls.length))
      }
      await clock.advance(100)
    }
    return client.polls.length
  }

  it.each([
    ['the same message with a new cursor each time', (poll: number) => answer(messages, `Y${poll}`), 0],
    ['the same message with the same cursor', () => answer(messages, 'Yw=='), 0],
    ['the same message without a cursor, slowly', () => answer(messages, null), 300],
    ['junk that is counted', (poll: number) => answer([], `Y${poll}`, { lost: 1 }), 0],
  ])('is paced: %s', async (_, answerFor, tookMs) => {
    const polls = await pollsInAMinute(answerFor, tookMs)
    expect(polls).toBeLessThan(70)
  })

  it('with floods that nothing comes of is asked ever less, at worst once a minute', async () => {
    expect(await pollsInAMinute((poll) => answer(messages, `Y${poll}`, { lost: 5_000 }))).toBeLessThan(15)
  })

  it('is asked at once again when it has news', async () => {
    const { client, clock, sink } = await running()
    sink.added = 0
    for (let poll = 0; poll < 10; poll += 1) {
      await client.poll.answer(answer(messages, `Y${poll}`))
      await clock.advance(1_000)
    }
    sink.added = 1
    await client.poll.answer(answer(messages, 'new'))
    expect(client.openPolls).toHaveLength(1)
  })
})

describe('an answer without end', () => {
  it('P20: is not fetched for ever: it is asked for ever less often, up to once an hour', async () => {
    const { client, clock, state } = await running()
    for (let hour = 0; hour < 24; hour += 1) {
      for (let second = 0; second < 3_600; second += 10) {
        while (client.openPolls.length > 0) await client.poll.answer({ kind: 'failed', reason: 'too-large' })
        await clock.advance(10_000)
      }
    }
    expect(state()).toMatchObject({ state: 'reconnecting', reason: 'too-large' })
    expect(client.polls.length).toBeLessThan(35)
    expect(client.polls.length).toBeGreaterThan(25)
  })
})

describe('an answer that broke off', () => {
  it('P20: is stored as far as it came, and its rest asked for with the old cursor', async () => {
    const { client, clock, sink, state } = await running()
    const messages = vectors.inbound.slice(0, 2).map(({ wire }) => decodeMessage(JSON.parse(wire)))
    await client.poll.answer(answer(messages, null, { brokenOff: 'network' }))
    expect(sink.batches).toMatchObject([{ messages: [{}, {}], cursor: null }])
    expect(state()).toMatchObject({ state: 'reconnecting', reason: 'network' })
    await clock.advance(2_000)
    expect(client.poll.request.cursor).toBe('')
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

  it('stays online on a quiet host with the short hold, which ends before the server would answer', async () => {
    const { client, clock, recycled, state, statuses } = await running()
    await clock.advance(1_000)
    for (const cut of [524, 524]) await client.poll.answer(httpFailure(cut, 16_500))
    expect(state()?.state).toBe('online')
    statuses.length = 0
    for (let poll = 0; poll < 10; poll += 1) await client.poll.answer(transportFailure('timeout', 15_000))
    expect(statuses).toEqual([])
    expect(recycled).toEqual([])
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
