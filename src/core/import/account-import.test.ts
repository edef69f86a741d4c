import { chmodSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealToken } from '#core/accounts/bound-token.ts'
import {
  API_URL,
  createTestImport,
  openclawAccount,
  TestFolder,
  weilinkToken,
  writeThreeSessions,
} from './testing.ts'

let folder: TestFolder

beforeEach(() => {
  folder = new TestFolder()
})

afterEach(() => folder.remove())

describe('importing', () => {
  it('leaves an account alone that is here already, by owner or by bot', async () => {
    const { accountImport, runAll, accounts, vault } = createTestImport()
    folder.write('a/token.json', weilinkToken('a'))
    folder.write('b/token.json', weilinkToken('b', { user_id: '' }))
    await runAll(folder.root)
    const first = accounts.list()
    folder.write('a/token.json', weilinkToken('a2', { user_id: 'owner-a@im.wechat' }))
    folder.write('b/token.json', weilinkToken('b', { user_id: 'other@im.wechat', token: 'b@im.bot:newer' }))
    expect((await accountImport.preview(folder.root)).map(({ problem }) => problem)).toEqual([
      'already-here',
      'already-here',
    ])
    expect(await runAll(folder.root)).toMatchObject([
      { result: 'skipped', reason: 'already-here' },
      { result: 'skipped', reason: 'already-here' },
    ])
    expect(accounts.list()).toEqual(first)
    expect([...vault.tokens.values()]).toEqual([
      sealToken(1, 'a@im.bot:secret-a'),
      sealToken(1, 'b@im.bot:secret-b'),
    ])
  })

  it('makes one account when it is asked for twice at once', async () => {
    const { runAll, accounts } = createTestImport()
    folder.write('a/token.json', weilinkToken('a'))
    const outcomes = await Promise.all([runAll(folder.root), runAll(folder.root)])
    expect(
      outcomes
        .flat()
        .map(({ result }) => result)
        .sort(),
    ).toEqual(['imported', 'skipped'])
    expect(accounts.list()).toHaveLength(1)
  })

  it('keeps the default that is there', async () => {
    const { runAll, accounts } = createTestImport()
    accounts.bind(null, { botId: 'mine@im.bot', baseUrl: API_URL, ownerUserId: null })
    folder.write('.default_session', 'a')
    folder.write('a/token.json', weilinkToken('a'))
    await runAll(folder.root)
    expect(accounts.list().map(({ isDefault }) => isDefault)).toEqual([true, false])
  })

  it('reads the folder again: what has gone since the preview is said', async () => {
    const { accountImport, accounts } = createTestImport()
    folder.write('a/token.json', weilinkToken('a'))
    folder.write('b/token.json', weilinkToken('b'))
    const chosen = ['weilink:a/token.json', 'weilink:away/token.json', 'weilink:a/token.json']
    await accountImport.preview(folder.root)
    folder.write('a/token.json', weilinkToken('a', { cursor: 'moved-on' }))
    expect(await accountImport.run(folder.root, chosen)).toMatchObject([
      { key: chosen[0], result: 'imported' },
      { key: chosen[1], result: 'skipped', reason: 'gone' },
    ])
    expect(accounts.list()).toMatchObject([{ botId: 'a@im.bot', cursor: 'moved-on' }])
  })

  it('P9: asks first while nobody has agreed to how tokens are kept', async () => {
    const { accountImport, vault, accounts } = createTestImport()
    vault.protectedBy = 'ask'
    folder.write('a/token.json', weilinkToken('a'))
    await expect(accountImport.run(folder.root, ['weilink:a/token.json'])).rejects.toMatchObject({
      code: 'vault-refused',
    })
    expect(accounts.list()).toEqual([])
  })

  it('says what could not be kept', async () => {
    const { runAll, vault, failures, imported } = createTestImport()
    vault.setError = new Error('no room')
    folder.write('a/token.json', weilinkToken('a'))
    expect(await runAll(folder.root)).toMatchObject([{ result: 'skipped', reason: 'not-stored' }])
    expect(failures).toEqual([vault.setError])
    // the account is here all the same, and windows hear that it needs somebody to scan
    expect(imported).toHaveLength(1)
  })

  it('P9: shows no token, context token or cursor, nor the content of a broken file', async () => {
    const { accountImport, runAll, clock } = createTestImport()
    writeThreeSessions(folder, clock.now())
    folder.write('broken/token.json', '{"token":"broken@im.bot:secret-broken"')
    folder.write('openclaw-weixin/accounts.json', ['one'])
    folder.write('openclaw-weixin/accounts/one.json', openclawAccount('one'))
    for (const root of [folder.root, folder.at('shop'), folder.at('broken')]) {
      const shown = JSON.stringify([await accountImport.preview(root), await runAll(root)])
      expect(shown).not.toMatch(/secret|ctx-|cursor-/)
    }
  })
})

describe('a folder', () => {
  it.each([
    'relative/folder',
    '~nobody',
    '/dev/null',
    '/dev',
    '/tmp/../proc/self',
    '//server/share',
    '\\\\server\\share',
    '\\\\?\\C:\\x',
    '\\\\.\\pipe\\x',
  ])('that can be none of theirs is refused: %j', async (name) => {
    const { accountImport } = createTestImport()
    await expect(accountImport.preview(name)).rejects.toMatchObject({ code: 'folder-unreadable' })
    await expect(accountImport.run(name, [])).rejects.toMatchObject({ code: 'folder-unreadable' })
  })

  it('tells of nothing else, neither what it holds nor whether it is there', async () => {
    const { accountImport } = createTestImport()
    folder.write('notes/token.txt', 'secret')
    for (const name of [path.join(folder.root, 'notes'), path.join(folder.root, 'nowhere'), '/bad\0name'])
      expect(await accountImport.preview(name)).toEqual([])
  })

  it('without anything to import is empty', async () => {
    expect(await createTestImport().accountImport.preview(folder.root)).toEqual([])
  })

  it('may be written from the home directory on', async () => {
    folder.write('.weilink/a/token.json', weilinkToken('a'))
    const { accountImport } = createTestImport({ homeFolder: folder.root })
    expect(await accountImport.preview('~/.weilink')).toMatchObject([{ file: 'a/token.json' }])
  })

  it('of the programs is found in the home directory, if it holds something to import', async () => {
    const { accountImport, runAll } = createTestImport({ homeFolder: folder.root })
    expect(await accountImport.defaults()).toEqual([])
    folder.write('.openclaw/openclaw-weixin/accounts.json', [])
    folder.write('.weilink/a/token.json', 'broken')
    expect(await accountImport.defaults()).toEqual([])
    folder.write('.weilink/b/token.json', weilinkToken('b'))
    folder.write('.openclaw/openclaw-weixin/accounts.json', ['one'])
    folder.write('.openclaw/openclaw-weixin/accounts/one.json', openclawAccount('one'))
    expect(await accountImport.defaults()).toEqual([
      { source: 'weilink', folder: folder.at('.weilink') },
      { source: 'openclaw', folder: folder.at('.openclaw') },
    ])
    await runAll(folder.at('.weilink'))
    expect(await accountImport.defaults()).toEqual([{ source: 'openclaw', folder: folder.at('.openclaw') }])
  })

  it('is not looked for where there is no home directory', async () => {
    expect(await createTestImport().accountImport.defaults()).toEqual([])
  })

  it('is read though nothing in it may be written', async () => {
    folder.write('a/token.json', weilinkToken('a'))
    chmodSync(folder.at('a/token.json'), 0o400)
    chmodSync(folder.at('a'), 0o500)
    const outcomes = await createTestImport().runAll(folder.root)
    chmodSync(folder.at('a'), 0o700)
    expect(outcomes).toMatchObject([{ result: 'imported' }])
  })
})
