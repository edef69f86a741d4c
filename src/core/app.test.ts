import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { TestClock } from '#core/testing/clock.ts'
import { TestLeases } from '#core/testing/leases.ts'
import { TestLog } from '#core/testing/log.ts'
import { testRandom } from '#core/testing/random.ts'
import { TestVault } from '#core/testing/vault.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { sealToken } from './accounts/bound-token.ts'
import { createApp } from './app.ts'
import { createHostPolicy } from './ilink/hosts.ts'
import { HttpFailure } from './ilink/ports.ts'
import { answerOf } from './ilink/testing.ts'
import { createInProcessReads } from './reads/in-process-reads.ts'
import { AccountRepository } from './storage/account-repository.ts'
import { Database } from './storage/database.ts'
import { NO_ACTIONS, NO_DESKTOP, NO_VOICES, PLAIN_INFO } from './testing/no-window.ts'

/** The product with one account, its polls answered once, and a database that can be made to refuse. */
function createTestApp() {
  const clock = new TestClock()
  const random = testRandom()
  const vault = new TestVault()
  const database = new Database(':memory:')
  const accounts = new AccountRepository(database, random)
  const baseUrl = 'https://ilinkai.weixin.qq.com'
  const { id } = accounts.bind(null, { botId: 'one@im.bot', baseUrl, ownerUserId: null })
  vault.tokens.set(id, sealToken(1, 'one@im.bot:token'))
  const failures: string[] = []
  let polls = 0
  const app = createApp({
    clock,
    random,
    vault,
    database,
    recoveryNotes: null,
    lessons: null,
    lock: null,
    programs: null,
    proxy: null,
    leftOver: () => [],
    reads: createInProcessReads(database),
    leases: new TestLeases(),
    hosts: createHostPolicy(),
    http: {
      async fetch({ lane, halfClose }) {
        if (lane === 'poll') polls += 1
        if (lane === 'poll' && polls > 1) return untilHungUp(halfClose)
        return answerOf(200, '{"ret":0,"get_updates_buf":"Yg=="}')
      },
      recycle: () => {},
      route: () => {},
      leaveWay: () => {},
      close: async () => {},
    },
    settings: { read: () => DEFAULT_SETTINGS, write: () => {} },
    desktop: NO_DESKTOP,
    actions: NO_ACTIONS,
    backup: null,
    homeFolder: null,
    botAgent: 'Linkboard/0.0.0',
    info: () => PLAIN_INFO,
    log: new TestLog((where) => failures.push(where)),
    mediaFolder: path.join(tmpdir(), 'linkboard-app-test', 'media'),
    voices: NO_VOICES,
  })
  const refuse = (column: string) =>
    database
      .sql(
        `CREATE TRIGGER refused BEFORE UPDATE OF ${column} ON accounts BEGIN SELECT RAISE(ABORT, 'no'); END`,
      )
      .run()
  const allow = () => database.sql('DROP TRIGGER refused').run()
  return { app, accounts, clock, database, failures, id, refuse, allow, polls: () => polls }
}

/** What is held by a server that hangs up on whoever leaves. */
function untilHungUp(leaving: AbortSignal | undefined): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  const failure = new HttpFailure({ kind: 'network', reason: 'other', code: null, notSent: false })
  leaving?.addEventListener('abort', () => reject(failure))
  return promise
}

describe('a start with a first screen to be drawn', () => {
  it('asks the server for nothing before it stands, and then goes on', async () => {
    const { app, accounts, clock, id, polls } = createTestApp()
    const firstScreen = Promise.withResolvers<void>()
    app.start(firstScreen.promise)
    await clock.advance(60_000)
    expect(polls()).toBe(0)
    firstScreen.resolve()
    await clock.advance(3_000)
    expect(polls()).toBe(2)
    await clock.advance(60_000)
    expect(accounts.get(id)?.lastContactAt).toBeGreaterThan(0)
    await app.stop()
    expect(clock.pending).toBe(0)
  })

  it('begins nothing any more where it was ended before', async () => {
    const { app, clock, failures, polls } = createTestApp()
    const firstScreen = Promise.withResolvers<void>()
    app.start(firstScreen.promise)
    await app.stop()
    firstScreen.resolve()
    await clock.advance(60_000)
    expect([polls(), failures, clock.pending]).toEqual([0, [], 0])
  })
})

describe('a database that refuses for a while', () => {
  it('does not end the app, which writes what it kept once it can', async () => {
    const { app, accounts, clock, failures, id, refuse, allow } = createTestApp()
    refuse('last_contact_at')
    app.start()
    await clock.advance(3_000)
    const seenAt = accounts.get(id)?.lastContactAt ?? null
    await clock.advance(120_000)
    expect(failures).toEqual(['contacts', 'contacts'])
    allow()
    await clock.advance(60_000)
    expect(seenAt).toBeNull()
    expect(accounts.get(id)?.lastContactAt).toBeGreaterThan(0)
    await app.stop()
  })

  it('P1: an answer that could not be stored is told, kept and stored before the next poll', async () => {
    const { app, accounts, clock, failures, id, refuse, allow, polls } = createTestApp()
    refuse('cursor')
    app.start()
    await clock.advance(3_000)
    expect(failures).toContain('ingest')
    expect([polls(), accounts.get(id)?.cursor]).toEqual([1, ''])
    allow()
    await clock.advance(30_000)
    expect([polls(), accounts.get(id)?.cursor]).toEqual([2, 'Yg=='])
    await app.stop()
  })

  it('is closed at the end all the same', async () => {
    const { app, clock, database, failures, refuse } = createTestApp()
    refuse('last_contact_at')
    app.start()
    await clock.advance(3_000)
    await app.stop()
    expect(failures).toEqual(['contacts'])
    expect(() => database.sql('SELECT 1')).toThrow('not open')
    expect(clock.pending).toBe(0)
  })
})
