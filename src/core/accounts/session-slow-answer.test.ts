import { describe, expect, it } from 'vitest'
import { decodeMessage } from '#core/ilink/decode.ts'
import vectors from '../../../test/fixtures/ilink-vectors.json' with { type: 'json' }
import { answer, emptyAnswer, settle } from './testing/ports.ts'
import { running } from './testing/session.ts'

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

  it.each([
    ['a network change', 'resume'],
    ['the operator reconnecting', 'reconnect'],
  ] as const)('is waited for across %s while its bytes come', async (_, how) => {
    const { client, clock, supervisor, id } = await running()
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

  it('P16: is given up across a network change as soon as its bytes stop coming', async () => {
    const { client, clock, supervisor } = await running()
    const poll = client.poll
    poll.request.onBytes?.()
    supervisor.resume()
    await clock.advance(1_999)
    expect(poll.isOpen).toBe(true)
    await clock.advance(1)
    expect(poll.isOpen).toBe(false)
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

  it('P6: is closed at once when the session stops', async () => {
    const { client, supervisor } = await running()
    const poll = client.poll
    poll.request.onBytes?.()
    void supervisor.stop()
    await settle()
    expect(poll.isOpen).toBe(false)
  })
})
