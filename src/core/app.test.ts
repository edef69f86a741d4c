import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { TestClock } from '#core/testing/clock.ts'
import { createTestDatabase } from '#core/testing/database.ts'
import { TestLeases } from '#core/testing/leases.ts'
import { TestLog } from '#core/testing/log.ts'
import { testRandom } from '#core/testing/random.ts'
import { TestVault } from '#core/testing/vault.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import {
  type ConversationPortion,
  fromConversationsText,
  fromSnapshotText,
} from '#shared/model/snapshot-text.ts'
import { sealToken } from './accounts/bound-token.ts'
import { createApp } from './app.ts'
import { otherConversations } from './connections/snapshot.ts'
import { createHostPolicy } from './ilink/hosts.ts'
import { HttpFailure } from './ilink/ports.ts'
import { answerOf } from './ilink/testing.ts'
import { createInProcessReads } from './reads/in-process-reads.ts'
import { ReadError } from './reads/ports.ts'
import { AccountRepository } from './storage/account-repository.ts'
import { ConversationRepository } from './storage/conversation-repository.ts'
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

describe('the conversations of a start', () => {
  /** Asks as a page does that starts: for a first part, and for the others. */
  async function askedWith(count: number) {
    const { app, database, id } = createTestApp()
    const conversations = new ConversationRepository(database)
    for (let n = 0; n < count; n += 1) conversations.ensure(id, `o9cq80_${n}@im.wechat`)
    const connection = app.connect()
    const ask = async (name: string, input: unknown) => {
      const result = await connection.request(name, input)
      if (!result.ok) throw new Error(result.error.code)
      return result.value
    }
    const first = async (isWhole: boolean) => {
      const text = String(await ask('app.snapshotText', { isWhole }))
      const { snapshot, isWhole: isAll } = fromSnapshotText(text)
      return [snapshot.conversations.length, isAll]
    }
    const portions: number[] = []
    let after: unknown = null
    do {
      const portion = (await ask('app.otherConversations', { after })) as ConversationPortion
      portions.push(fromConversationsText(portion.text).length)
      after = portion.last
    } while (after !== null)
    const answers = { first: await first(false), whole: await first(true), portions }
    await app.stop()
    return answers
  }

  it('come at once where there are few', async () => {
    expect(await askedWith(300)).toEqual({ first: [300, true], whole: [300, true], portions: [250, 50] })
  })

  it('come in two parts where there are many, unless all of them are wanted', async () => {
    expect(await askedWith(501)).toEqual({
      first: [100, false],
      whole: [501, true],
      portions: [250, 250, 1],
    })
  })

  it('are read by main where the thread cannot', async () => {
    const database = createTestDatabase()
    const accounts = new AccountRepository(database, testRandom())
    const { id } = accounts.bind(null, { botId: 'one@im.bot', baseUrl: 'https://x.test', ownerUserId: null })
    const conversations = new ConversationRepository(database)
    conversations.ensure(id, 'o9cq80_1@im.wechat')
    const reads = { run: () => Promise.reject(new ReadError('ended')) }
    const { text, last } = await otherConversations({ conversations }, reads, null)
    expect([fromConversationsText(text).length, last]).toEqual([1, null])
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
