import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealToken } from '#core/accounts/bound-token.ts'
import { settle } from '#core/testing/settle.ts'
import { API_URL, createTestImport, openclawAccount, TestFolder } from './testing.ts'

let folder: TestFolder

beforeEach(() => {
  folder = new TestFolder()
})

afterEach(() => folder.remove())

describe('an OpenClaw folder', () => {
  it('is imported with bot id, owner and address', async () => {
    const { accountImport, runAll, accounts, vault, client } = createTestImport()
    folder.write('openclaw-weixin/accounts.json', ['one-im-bot', 'two'])
    folder.write('openclaw-weixin/accounts/one-im-bot.json', { ...openclawAccount('one'), extra: true })
    folder.write('openclaw-weixin/accounts/one-im-bot.sync.json', { get_updates_buf: 'cursor-one' })
    folder.write('openclaw-weixin/accounts/one-im-bot.context-tokens.json', { 'x@im.wechat': 'undated' })
    const { baseUrl, ...two } = openclawAccount('two')
    folder.write('openclaw-weixin/accounts/two.json', { ...two, baseurl: baseUrl, userId: undefined })
    const before = folder.hash()
    expect(await accountImport.preview(folder.root)).toMatchObject([
      { name: 'one-im-bot', bot: 'one', owner: 'er-one', contexts: { usable: 0, expired: 0 }, problem: null },
      { name: 'two', bot: 'two', owner: null, file: 'openclaw-weixin/accounts/two.json', problem: null },
    ])
    await runAll(folder.root)
    await settle()
    expect(accounts.list()).toMatchObject([
      { botId: 'one@im.bot', ownerUserId: 'owner-one@im.wechat', alias: null, cursor: 'cursor-one' },
      { botId: 'two@im.bot', ownerUserId: null, baseUrl: API_URL, cursor: '' },
    ])
    expect([...vault.tokens.values()]).toEqual([
      sealToken(1, 'one@im.bot:secret-one'),
      sealToken(1, 'two@im.bot:secret-two'),
    ])
    expect(client.openPolls[0]?.request.cursor).toBe('cursor-one')
    expect(folder.hash()).toBe(before)
  })

  it('uses the configured server where no address is written down', async () => {
    const { runAll, accounts } = createTestImport()
    folder.write('openclaw-weixin/accounts.json', ['one'])
    folder.write('openclaw-weixin/accounts/one.json', { token: 'one@im.bot:secret' })
    await runAll(folder.at('openclaw-weixin'))
    expect(accounts.list()).toMatchObject([{ botId: 'one@im.bot', baseUrl: API_URL }])
  })

  it('finds accounts whose files are named by the id as it is', async () => {
    folder.write('openclaw-weixin/accounts.json', ['one-im-bot'])
    folder.write('openclaw-weixin/accounts/one@im.bot.json', openclawAccount('one'))
    expect(await createTestImport().accountImport.preview(folder.root)).toMatchObject([
      { file: 'openclaw-weixin/accounts/one@im.bot.json', problem: null },
    ])
  })

  it('says which files are broken and imports the rest', async () => {
    const { accountImport, runAll, accounts } = createTestImport()
    folder.write('openclaw-weixin/accounts.json', ['a', 'b', 'c', 'd'])
    folder.write('openclaw-weixin/accounts/a.json', '{"token":"a@im.bot:secret-broken"')
    folder.write('openclaw-weixin/accounts/b.json', { userId: 'b@im.wechat' })
    folder.write('openclaw-weixin/accounts/d.json', openclawAccount('d'))
    folder.write('openclaw-weixin/accounts/d.sync.json', 'broken')
    const preview = await accountImport.preview(folder.root)
    expect(preview.map(({ name, problem, brokenFiles }) => [name, problem, brokenFiles])).toEqual([
      ['a', 'broken-file', []],
      ['b', 'token-missing', []],
      ['c', 'token-missing', []],
      ['d', null, ['openclaw-weixin/accounts/d.sync.json']],
    ])
    await runAll(folder.root)
    expect(accounts.list().map(({ botId }) => botId)).toEqual(['d@im.bot'])
  })

  it('finds the accounts though the list of them is broken', async () => {
    folder.write('openclaw-weixin/accounts.json', '["a"')
    folder.write('openclaw-weixin/accounts/a.json', openclawAccount('a'))
    folder.write('openclaw-weixin/accounts/a.sync.json', { get_updates_buf: 'x' })
    const preview = await createTestImport().accountImport.preview(folder.root)
    expect(preview.map(({ file, problem }) => [file, problem])).toEqual([
      ['openclaw-weixin/accounts.json', 'broken-file'],
      ['openclaw-weixin/accounts/a.json', null],
    ])
  })

  it('P12: an id that leads to another place is not followed', async () => {
    folder.write('outside.json', openclawAccount('outside'))
    folder.write('claw/openclaw-weixin/outside.json', openclawAccount('above'))
    const hostile = [
      '../outside',
      '../../../outside',
      folder.at('outside'),
      '..\\outside',
      '.',
      '',
      7,
      'a\0b',
    ]
    folder.write('claw/openclaw-weixin/accounts.json', [...hostile, 'good'])
    folder.write('claw/openclaw-weixin/accounts/good.json', openclawAccount('good'))
    const { accountImport, runAll, accounts } = createTestImport()
    const preview = await accountImport.preview(folder.at('claw'))
    expect(preview.map(({ file, problem }) => [file, problem])).toEqual([
      ['openclaw-weixin/accounts.json', 'broken-file'],
      ['openclaw-weixin/accounts/good.json', null],
    ])
    await runAll(folder.at('claw'))
    expect(accounts.list().map(({ botId }) => botId)).toEqual(['good@im.bot'])
  })
})
