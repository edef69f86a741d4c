import { describe, expect, it } from 'vitest'
import { decodeMessage } from '#core/ilink/decode.ts'
import { settle } from '#core/testing/settle.ts'
import vectors from '../../../test/fixtures/ilink-vectors.json' with { type: 'json' }
import { answer, emptyAnswer } from './testing/ports.ts'
import { running, stale, transportFailure } from './testing/session.ts'

describe('P20: an answer that takes long to arrive', () => {
  it('is said after a few seconds, and no longer once it is here', async () => {
    const { client, clock, state } = await running()
    await client.poll.answer(emptyAnswer('YQ=='))
    await clock.advance(1_000)
    const poll = client.poll
    poll.request.onBytes?.()
    await clock.advance(4_999)
    expect(state()).toMatchObject({ state: 'online', reason: null })
    await clock.advance(1)
    expect(state()).toMatchObject({ state: 'online', reason: 'slow-answer' })
    await poll.answer(emptyAnswer('Yg=='))
    expect(state()).toMatchObject({ state: 'online', reason: null })
    expect(client.poll.request.cursor).toBe('Yg==')
  })

  it('is not said of a poll that is over, whatever still comes of it', async () => {
    const { client, clock, state } = await running()
    const first = client.poll
    await first.answer(emptyAnswer('YQ=='))
    await clock.advance(1_000)
    first.request.onBytes?.()
    await clock.advance(10_000)
    expect(state()).toMatchObject({ state: 'online', reason: null })
  })

  it.each([
    ['a network change', 'resume'],
    ['the operator reconnecting', 'reconnect'],
  ] as const)('is waited for across %s while its bytes come', async (_, how) => {
    const { client, clock, supervisor, id } = await running()
    client.stillArrives = true
    const poll = client.poll
    poll.request.onBytes?.()
    await clock.advance(3_000)
    poll.request.onBytes?.()
    if (how === 'resume') supervisor.resume()
    else supervisor.reconnect(id)
    for (let piece = 0; piece < 10; piece += 1) {
      await clock.advance(1_900)
      expect(poll.isOpen).toBe(true)
      poll.request.onBytes?.()
    }
    await poll.answer(emptyAnswer('YQ=='))
    await clock.advance(1_000)
    expect(client.openPolls).toHaveLength(1)
    expect(client.poll.request.cursor).toBe('YQ==')
  })

  it('P16: is given up at once across a network change, and a new poll opened as soon as its bytes stop coming', async () => {
    const { client, clock, supervisor } = await running()
    client.stillArrives = true
    const poll = client.poll
    poll.request.onBytes?.()
    supervisor.resume()
    expect(poll.request.signal?.aborted).toBe(true)
    await clock.advance(2_000)
    expect(client.openPolls).toEqual([poll])
    await poll.answer({ kind: 'aborted' })
    expect(client.openPolls).toHaveLength(1)
  })

  it('is stored as far as it came where it was given up, and asked for again with the old cursor', async () => {
    const { client, clock, sink, state, supervisor } = await running()
    await client.poll.answer(emptyAnswer('YQ=='))
    await clock.advance(1_000)
    const messages = vectors.inbound.slice(0, 2).map(({ wire }) => decodeMessage(JSON.parse(wire)))
    client.abortedPoll = answer(messages, null, { brokenOff: 'aborted' })
    supervisor.resume()
    await settle()
    expect(sink.batches.at(-1)).toMatchObject({ messages: [{}, {}], cursor: null })
    expect(state()).toMatchObject({ state: 'reconnecting', reason: 'network' })
    await clock.advance(1_000)
    expect(client.poll.request.cursor).toBe('YQ==')
  })

  it('is stored as far as it came when the session stops', async () => {
    const { client, sink, supervisor } = await running()
    const messages = vectors.inbound.slice(0, 1).map(({ wire }) => decodeMessage(JSON.parse(wire)))
    client.abortedPoll = answer(messages, null, { brokenOff: 'aborted' })
    await supervisor.stop()
    expect(sink.batches).toMatchObject([{ messages: [{}], cursor: null }])
    expect(client.openPolls).toHaveLength(0)
  })

  it('P6: is given up at once when the session stops, and cut where it still arrives 2 s later', async () => {
    const { client, clock, supervisor } = await running()
    const poll = client.poll
    poll.request.onBytes?.()
    client.stillArrives = true
    const stopped = supervisor.stop()
    await settle()
    expect(poll.request.signal?.aborted).toBe(true)
    await clock.advance(1_999)
    expect(poll.isOpen).toBe(true)
    await clock.advance(1)
    expect(poll.isOpen).toBe(false)
    await stopped
  })
})

describe('P16, P20: an answer that is let arrive across an interruption counts', () => {
  const interruptions = [
    ['a network change', 'resume'],
    ['the operator reconnecting', 'reconnect'],
  ] as const

  /** A session whose answer has been arriving for 5 s when it is interrupted. */
  async function interrupted(how: 'resume' | 'reconnect' | 'report') {
    const app = await running()
    const { client, clock, supervisor, id } = app
    client.stillArrives = true
    for (const waitMs of [2_000, 4_000]) {
      await client.poll.answer(transportFailure('network'))
      await clock.advance(waitMs)
    }
    const poll = client.poll
    for (let second = 0; second < 6; second += 1) {
      poll.request.onBytes?.()
      await clock.advance(1_000)
    }
    poll.request.onBytes?.()
    if (how === 'resume') supervisor.resume()
    else if (how === 'reconnect') supervisor.reconnect(id)
    else supervisor.reportStaleToken(id, 1)
    return { ...app, poll }
  }

  it.each(interruptions)('as one across %s: the account is well, whatever failed before', async (_, how) => {
    const { client, clock, poll, state } = await interrupted(how)
    expect(state()?.reason).not.toBeNull()
    await poll.answer(emptyAnswer('YQ=='))
    expect(state()).toMatchObject({ state: 'online', reason: null })
    await clock.advance(500)
    await client.poll.answer(transportFailure('network'))
    await clock.advance(2_000)
    expect(client.openPolls).toHaveLength(1)
  })

  it.each(interruptions)('as a −14 across %s: sending stops at once', async (_, how) => {
    const { client, clock, poll, state, supervisor, id } = await interrupted(how)
    const announced = client.notified.length
    await poll.answer(stale())
    expect(state()).toMatchObject({ state: 'checking', reason: 'stale-token' })
    expect(supervisor.canSend(id)).toBe(false)
    await clock.advance(500)
    expect(client.openPolls).toHaveLength(1)
    expect(client.notified.length).toBeGreaterThan(announced)
  })

  it('as a failure: the next one is a failure more', async () => {
    const { client, clock, poll, state } = await interrupted('resume')
    await poll.answer(transportFailure('garbage'))
    expect(state()).toMatchObject({ state: 'reconnecting', reason: 'garbage' })
    await clock.advance(500)
    await client.poll.answer(transportFailure('garbage'))
    await clock.advance(15_999)
    expect(client.openPolls).toHaveLength(0)
    await clock.advance(1)
    expect(client.openPolls).toHaveLength(1)
  })

  it.each([false, true])(
    'but not for the token that a send found stale meanwhile (network change behind it: %s)',
    async (isChanged) => {
      const { client, clock, poll, state, supervisor } = await interrupted('report')
      if (isChanged) supervisor.resume()
      await poll.answer(emptyAnswer('YQ=='))
      expect(state()).toMatchObject({ state: 'checking', reason: 'stale-token' })
      await clock.advance(5_000)
      await client.poll.answer(emptyAnswer('Yg=='))
      expect(state()).toMatchObject({ state: 'online', reason: null })
    },
  )
})
