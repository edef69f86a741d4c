import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HoldPolicy } from '#core/accounts/hold-policy.ts'
import { Poller, type Stored } from '#core/accounts/poller.ts'
import type { UpdateBatch } from '#core/accounts/ports.ts'
import { createIlinkClient } from '#core/ilink/client.ts'
import { createHostPolicy } from '#core/ilink/hosts.ts'
import type { PollEnd } from '#core/ilink/poll-end.ts'
import { createNodeHttp, type NodeHttp } from '#core/net/http.ts'
import { TestClock } from '#core/testing/clock.ts'
import { AccountId } from '#shared/model/ids.ts'
import { ForgetfulServer } from '#test/support/forgetful-server.ts'

/** The default hold and what the client waits longer. */
const POLL_TIMEOUT_MS = 40_000
const CLOSING_MS = 2_000

/** A clock whose timers come due while the event loop is held up: they run before anything is read. */
class BusyClock extends TestClock {
  #timersBefore = 0
  #work: () => void = () => {}

  /** Does `work` right before the timer that comes due after so many others. */
  busyBefore(timersBefore: number, work: () => void): void {
    this.#timersBefore = timersBefore
    this.#work = work
  }

  override setTimeout(ms: number, fn: () => void): () => void {
    return super.setTimeout(ms, () => {
      if (this.#timersBefore === 0) this.#work()
      this.#timersBefore -= 1
      fn()
    })
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('a poll that is given up on a server that forgets what it has answered (P1, P20)', () => {
  let server: ForgetfulServer
  let http: NodeHttp
  let clock: BusyClock
  let stored: UpdateBatch[]
  let giveUp: AbortController
  let cut: AbortController
  let end: Promise<PollEnd<Stored>>

  beforeEach(async () => {
    server = await ForgetfulServer.start()
    http = createNodeHttp()
    clock = new BusyClock()
    stored = []
    giveUp = new AbortController()
    cut = new AbortController()
    const client = createIlinkClient({
      http,
      clock,
      random: { uint32: () => 1 },
      hostPolicy: createHostPolicy({ apiUrl: server.url }),
      botAgent: 'OpenClaw',
    })
    const poller = new Poller({
      client,
      clock,
      holds: new HoldPolicy(),
      record: { id: AccountId.parse(randomUUID()), binding: 1, baseUrl: server.url, cursor: '' },
      token: 'bot@im.bot:token',
      cut: cut.signal,
      sink: {
        ingest: async (batch) => {
          stored.push(batch)
          return { kind: 'stored', added: batch.messages.length }
        },
      },
    })
    end = poller.poll(giveUp.signal)
    await server.reaches('asked')
  })
  afterEach(async () => {
    await http.close()
    await server.end()
  })

  /** The event loop is busy while the server answers, and gets to what it then has to do before it reads. */
  function answeredWhileBusy(): void {
    server.answer()
    server.holdUpUntil('handed-over')
  }

  const countStored = () => stored.reduce((sum, { messages }) => sum + messages.length, 0)

  it.each([0, 1, 2, 3, 4, 5, 6])('keeps what it wrote %i turns after the abort', async (turns) => {
    await turn()
    giveUp.abort()
    for (let passed = 0; passed < turns; passed += 1) await turn()
    answeredWhileBusy()
    expect(await end).toMatchObject({ kind: 'answered' })
    expect(stored).toMatchObject([{ messages: [{ kind: 'message' }], cursor: 'bmV4dA==' }])
  })

  it.each([
    ['its time runs out', 0],
    ['it is closed after that', 1],
  ])('keeps what it wrote while this computer was busy until %s', async (_, timersBefore) => {
    clock.busyBefore(timersBefore, answeredWhileBusy)
    await clock.advance(POLL_TIMEOUT_MS + CLOSING_MS)
    expect(await end).toMatchObject({ kind: 'answered' })
    expect(countStored()).toBe(1)
  })

  it('takes a long answer whole whose first bytes come while it is given up', async () => {
    await turn()
    giveUp.abort()
    server.answer(5_000, 1_000)
    server.holdUpUntil('answering')
    expect(await end).toMatchObject({ kind: 'answered' })
    expect(countStored()).toBe(5_000)
    expect(stored[0]).toMatchObject({ cursor: 'bmV4dA==' })
  })

  it('tells the server at once that it leaves, and is aborted when the server hangs up (P6)', async () => {
    giveUp.abort()
    await server.reaches('left')
    server.hangUp()
    expect(await end).toEqual({ kind: 'aborted' })
    expect(stored).toEqual([])
  })

  it('waits 2 s for a server that does not hang up', async () => {
    giveUp.abort()
    await server.reaches('left')
    let hasEnded = false
    void end.then(() => {
      hasEnded = true
    })
    await clock.advance(CLOSING_MS - 1)
    expect(hasEnded).toBe(false)
    await clock.advance(1)
    expect(await end).toEqual({ kind: 'aborted' })
    expect(clock.pending).toBe(0)
  })

  it('is unanswered when the time has run out and nothing came', async () => {
    await clock.advance(POLL_TIMEOUT_MS)
    await server.reaches('left')
    server.hangUp()
    expect(await end).toEqual({ kind: 'unanswered', by: 'timeout' })
  })

  it('ends at once where it is cut (P15)', async () => {
    giveUp.abort()
    await server.reaches('left')
    cut.abort()
    expect(await end).toEqual({ kind: 'aborted' })
  })
})
