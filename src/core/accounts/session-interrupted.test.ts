import { describe, expect, it } from 'vitest'
import { IlinkTransportError } from '#core/ilink/errors.ts'
import { settle } from '#core/testing/settle.ts'
import { createTestAccounts } from './testing/accounts.ts'
import { emptyAnswer } from './testing/ports.ts'
import { refusal, running, stale, transportFailure } from './testing/session.ts'

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

  it.each([
    ['forward', 3_600_000],
    ['back', -86_400_000],
  ])('P19: is probed in time also when the clock was set %s', async (_, setBy) => {
    const { client, clock } = await running()
    await client.poll.answer(stale())
    await clock.advance(5_000)
    clock.set(setBy)
    const polls = client.polls.length
    await client.poll.answer(stale())
    await clock.advance(54_999)
    expect(client.polls).toHaveLength(polls)
    await clock.advance(1)
    expect(client.polls).toHaveLength(polls + 1)
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

  it.each([
    ['forward', 3_600_000],
    ['back', -72 * 3_600_000],
  ])('P7, P19: an answer is as old as it is, also where the clock was set %s', async (_, setBy) => {
    const { client, clock, supervisor, id } = await running()
    await client.poll.answer(emptyAnswer())
    await clock.advance(1_000)
    await client.poll.answer(transportFailure('network'))
    clock.set(setBy)
    expect((await ready(supervisor.ensureFresh(id)))()).toBe(true)
    await clock.advance(59_500)
    await client.poll.answer(transportFailure('network'))
    const isReady = await ready(supervisor.ensureFresh(id))
    expect(isReady()).toBe(false)
    expect(client.openPolls).toHaveLength(1)
    await client.poll.answer(emptyAnswer())
    expect(isReady()).toBe(true)
  })

  it('P7: no answer from before a sleep is fresh, though some clocks stand still meanwhile', async () => {
    const { client, clock, supervisor, id } = await running()
    await client.poll.answer(emptyAnswer())
    supervisor.suspend()
    clock.set(8 * 3_600_000)
    supervisor.resume()
    await settle()
    const isReady = await ready(supervisor.ensureFresh(id))
    expect(isReady()).toBe(false)
    expect(client.openPolls).toHaveLength(1)
    await client.poll.answer(emptyAnswer())
    expect(isReady()).toBe(true)
  })

  it('P7: waits for a server that answers late, though its poll stays open beside an answered notifystart', async () => {
    const { client, clock, supervisor, id, state } = await running()
    await client.poll.answer(emptyAnswer())
    await clock.advance(61_000)
    await client.poll.answer(transportFailure('network'))
    const isReady = await ready(supervisor.ensureFresh(id))
    await clock.advance(1_800)
    expect(state()?.state).toBe('online')
    expect(isReady()).toBe(false)
    await client.poll.answer(emptyAnswer())
    expect(isReady()).toBe(true)
  })

  it('P7: waits for it after a network change too, and not longer than 3 s in all', async () => {
    const { client, clock, supervisor, id } = await running()
    await client.poll.answer(emptyAnswer())
    await clock.advance(61_000)
    supervisor.resume()
    await clock.advance(1_200)
    const polls = client.polls.length
    const isReady = await ready(supervisor.ensureFresh(id))
    await clock.advance(1_799)
    expect(isReady()).toBe(false)
    await clock.advance(1)
    expect(isReady()).toBe(true)
    expect(client.polls).toHaveLength(polls)
  })

  it.each([
    ['a failure', () => transportFailure('network')],
    ['a timeout of its own', () => transportFailure('timeout')],
  ])('P7: disturbs no poll that is open and well, also after %s', async (_, ended) => {
    const { client, clock, supervisor, id } = await running()
    await client.poll.answer(emptyAnswer())
    await clock.advance(61_000)
    await client.poll.answer(ended())
    await clock.advance(10_000)
    const poll = client.poll
    expect((await ready(supervisor.ensureFresh(id)))()).toBe(true)
    expect(client.poll).toBe(poll)
  })

  it('P7, P20: waits for an answer that arrives, and does not open its poll anew', async () => {
    const { client, clock, supervisor, id } = await running()
    await client.poll.answer(emptyAnswer())
    await clock.advance(70_000)
    const poll = client.poll
    poll.request.onBytes?.()
    await clock.advance(20_000)
    const isReady = await ready(supervisor.ensureFresh(id))
    expect(isReady()).toBe(false)
    expect(client.poll).toBe(poll)
    await poll.answer(emptyAnswer())
    expect(isReady()).toBe(true)
  })

  it('announces the session before its first poll, also when that poll comes early for a send', async () => {
    const app = createTestAccounts({ chance: 0.5 })
    app.hold('aaaabbbbcccc@im.bot')
    const { id } = app.hold('ddddeeeeffff@im.bot')
    app.supervisor.start()
    await settle()
    const token = 'ddddeeeeffff@im.bot:token'
    expect(app.client.openPolls.map(({ request }) => request.account.token)).not.toContain(token)
    void app.supervisor.ensureFresh(id)
    await settle()
    expect(app.client.openPolls.map(({ request }) => request.account.token)).toContain(token)
    expect(app.client.notified.map((notified) => notified.token)).toContain(token)
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
