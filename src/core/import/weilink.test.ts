import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealToken } from '#core/accounts/bound-token.ts'
import {
  API_URL,
  createTestImport,
  FORBIDDEN_URL,
  HOUR_MS,
  TestFolder,
  weilinkToken,
  writeThreeSessions,
} from './testing.ts'

let folder: TestFolder

beforeEach(() => {
  folder = new TestFolder()
})

afterEach(() => folder.remove())

describe('a WeiLink folder', () => {
  it('is previewed without changing anything here or there', async () => {
    const { accountImport, accounts, vault, clock } = createTestImport()
    writeThreeSessions(folder, clock.now())
    const before = folder.hash()
    const preview = await accountImport.preview(folder.root)
    expect(preview).toEqual([
      {
        key: 'weilink:default/token.json',
        source: 'weilink',
        name: 'default',
        bot: 'plain',
        owner: '-plain',
        contexts: { usable: 0, expired: 1 },
        isDefault: false,
        problem: null,
        file: 'default/token.json',
        brokenFiles: [],
      },
      expect.objectContaining({
        name: 'shop',
        contexts: { usable: 2, expired: 0 },
        isDefault: true,
        problem: null,
      }),
      expect.objectContaining({ name: 'studio', isDefault: false, problem: 'host-not-allowed' }),
    ])
    expect(folder.hash()).toBe(before)
    expect(accounts.list()).toEqual([])
    expect(vault.tokens.size).toBe(0)
  })

  it('becomes accounts with name, owner, address and cursor; its default is the default here', async () => {
    const { runAll, accounts, vault, client, clock, imported } = createTestImport()
    writeThreeSessions(folder, clock.now())
    const before = folder.hash()
    const outcomes = await runAll(folder.root)
    expect(outcomes.map(({ result }) => result)).toEqual(['imported', 'imported', 'imported'])
    expect(accounts.list()).toMatchObject([
      { alias: 'shop', botId: 'shop@im.bot', ownerUserId: 'owner-shop@im.wechat', isDefault: true },
      { alias: null, botId: 'plain@im.bot', baseUrl: API_URL, cursor: 'cursor-plain', isDefault: false },
      { alias: 'studio', isDefault: false },
    ])
    expect(accounts.list().map(({ id }) => vault.tokens.get(id))).toEqual([
      sealToken(1, 'shop@im.bot:secret-shop'),
      sealToken(1, 'plain@im.bot:secret-plain'),
      sealToken(1, 'studio@im.bot:secret-studio'),
    ])
    expect(imported).toEqual(accounts.list().map(({ id }) => id))
    await clock.advance(2_000)
    expect(client.openPolls.map(({ request }) => request.cursor)).toEqual(['cursor-shop', 'cursor-plain'])
    expect(folder.hash()).toBe(before)
  })

  it('P10: an account whose host is not allowed is stopped, and its token is sent nowhere', async () => {
    const { runAll, accounts, supervisor, client, clock } = createTestImport()
    writeThreeSessions(folder, clock.now())
    await runAll(folder.root)
    await clock.advance(86_400_000)
    const studio = accounts.findByBot('studio@im.bot')
    expect(studio?.baseUrl).toBe(FORBIDDEN_URL)
    expect(studio && supervisor.status(studio.id)).toMatchObject({
      state: 'offline',
      reason: 'host-not-allowed',
    })
    const asked = [...client.polls.map(({ request }) => request.account), ...client.notified]
    expect(asked.filter(({ token }) => token.includes('studio'))).toEqual([])
  })

  it('brings open reply windows along and leaves those behind that are over', async () => {
    const { runAll, accounts, conversations, clock } = createTestImport()
    const now = clock.now()
    writeThreeSessions(folder, now)
    await runAll(folder.root)
    const shop = accounts.findByBot('shop@im.bot')
    const windows = conversations
      .summaries()
      .map((one) => ({ ...conversations.target(one.id), lastInboundSeq: one.lastInboundSeq }))
    expect(windows.filter(({ accountId }) => accountId === shop?.id)).toMatchObject([
      {
        contactUserId: 'owner-shop@im.wechat',
        contextToken: 'ctx-one',
        lastInboundAt: now - HOUR_MS,
        sentSinceInbound: 3,
        lastInboundSeq: 0,
      },
      {
        contactUserId: 'friend@im.wechat',
        contextToken: 'ctx-two',
        lastInboundAt: now - 2 * HOUR_MS,
        sentSinceInbound: 0,
      },
    ])
    expect(shop?.lastInboundAt).toBe(now - HOUR_MS)
    expect(windows.find(({ contactUserId }) => contactUserId === 'owner-plain@im.wechat')).toMatchObject({
      contextToken: null,
      lastInboundAt: null,
      sentSinceInbound: 0,
    })
  })

  it('never opens a window for longer than from now, whatever time stands there', async () => {
    const { runAll, conversations, clock } = createTestImport()
    folder.write('default/token.json', weilinkToken('plain'))
    folder.write('default/contexts.json', { 'friend@im.wechat': { t: 'ctx', ts: 9e9, sc: -4 } })
    await runAll(folder.root)
    const friend = conversations.summaries().find((one) => one.contactUserId === 'friend@im.wechat')
    expect(friend).toMatchObject({ lastInboundAt: clock.now(), sentSinceInbound: 0 })
  })

  it('reads a time that came in milliseconds for what it is', async () => {
    const { runAll, conversations, clock } = createTestImport()
    folder.write('default/token.json', weilinkToken('plain'))
    const at = clock.now() - 3_600_000
    folder.write('default/contexts.json', { 'friend@im.wechat': { t: 'ctx', ts: at } })
    await runAll(folder.root)
    const friend = conversations.summaries().find((one) => one.contactUserId === 'friend@im.wechat')
    expect(friend?.lastInboundAt).toBe(at)
  })

  it('counts as one session in the old flat layout, without a name', async () => {
    const { runAll, accountImport, accounts } = createTestImport()
    folder.write('token.json', weilinkToken('flat'))
    folder.write('contexts.json', {})
    expect(await accountImport.preview(folder.root)).toMatchObject([
      { key: 'weilink:token.json', name: 'default', isDefault: true, file: 'token.json' },
    ])
    await runAll(folder.root)
    expect(accounts.list()).toMatchObject([{ alias: null, botId: 'flat@im.bot' }])
  })

  it('prefers the session folder `default` to a leftover of the old layout', async () => {
    folder.write('token.json', weilinkToken('flat'))
    folder.write('default/token.json', weilinkToken('plain'))
    const preview = await createTestImport().accountImport.preview(folder.root)
    expect(preview.map(({ file }) => file)).toEqual(['default/token.json'])
  })

  it('may be given by one session, or by the folder that holds it', async () => {
    const { accountImport, clock } = createTestImport()
    writeThreeSessions(folder, clock.now(), '.weilink/')
    expect(await accountImport.preview(folder.at('.weilink/studio'))).toMatchObject([
      { name: 'studio', file: 'token.json' },
    ])
    const outer = await accountImport.preview(folder.root)
    expect(outer.map(({ file }) => file)).toEqual(
      ['default', 'shop', 'studio'].map((name) => `.weilink/${name}/token.json`),
    )
    expect(outer.map(({ isDefault }) => isDefault)).toEqual([false, true, false])
  })

  it('says which files are broken and imports the rest', async () => {
    const { accountImport, runAll, accounts } = createTestImport()
    folder.write('.default_session', 'gone')
    folder.write('a/token.json', '{"token": "a@im.bot:secret-broken", ')
    folder.write('b/token.json', weilinkToken('b'))
    folder.write('b/contexts.json', '[not json')
    folder.write('c/token.json', [])
    folder.write('d/token.json', weilinkToken('d', { token: '' }))
    folder.write('e/token.json', weilinkToken('e', { token: 'line\nbreak' }))
    folder.write('f/token.json', weilinkToken('f', { bot_id: 7, user_id: 7, cursor: null, created_at: 'x' }))
    folder.write('f/contexts.json', { x: 7, y: { t: 7, ts: 7 }, '': { t: 'a', ts: 1 } })
    folder.write('notes/readme.txt', 'not a session')
    const preview = await accountImport.preview(folder.root)
    expect(preview.map(({ name, problem, brokenFiles }) => [name, problem, brokenFiles])).toEqual([
      ['a', 'broken-file', []],
      ['b', null, ['b/contexts.json']],
      ['c', 'broken-file', []],
      ['d', 'token-missing', []],
      ['e', 'broken-file', []],
      ['f', null, []],
    ])
    const outcomes = await runAll(folder.root)
    expect(outcomes.map((one) => (one.result === 'imported' ? 'imported' : one.reason))).toEqual([
      'broken-file',
      'imported',
      'broken-file',
      'token-missing',
      'broken-file',
      'imported',
    ])
    expect(accounts.list()).toMatchObject([
      { botId: 'b@im.bot' },
      { botId: 'f@im.bot', ownerUserId: null, cursor: '' },
    ])
  })

  it('takes of two sign-ins of one owner the newer', async () => {
    const { accountImport, runAll, accounts } = createTestImport()
    const user_id = 'same@im.wechat'
    folder.write('new/token.json', weilinkToken('new', { user_id, created_at: 1_789_000_001 }))
    folder.write('old/token.json', weilinkToken('old', { user_id, created_at: 1_789_000_000 }))
    expect((await accountImport.preview(folder.root)).map(({ problem }) => problem)).toEqual([
      null,
      'superseded',
    ])
    await runAll(folder.root)
    expect(accounts.list().map(({ botId }) => botId)).toEqual(['new@im.bot'])
  })
})
