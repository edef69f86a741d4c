import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { readAccountCounts } from '#core/storage/account-counts.ts'
import { AccountRepository } from '#core/storage/account-repository.ts'
import { Database } from '#core/storage/database.ts'
import { DiagnosticsRepository } from '#core/storage/diagnostics-repository.ts'
import { TestClock } from '#core/testing/clock.ts'
import { TestLog } from '#core/testing/log.ts'
import { testRandom } from '#core/testing/random.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { collectEvidence, zipFiles } from './evidence.ts'

function createEvidence() {
  const clock = new TestClock()
  const random = testRandom()
  const database = new Database(':memory:')
  const accounts = new AccountRepository(database, random)
  const repository = new DiagnosticsRepository(database)
  const log = new TestLog()
  const bind = (botId: string, ownerUserId: string) =>
    accounts.bind(null, { botId, ownerUserId, baseUrl: 'https://ilinkai.weixin.qq.com/x' })
  const first = bind('aaaabbbbcccc@im.bot', 'o9cq80_owner@im.wechat')
  bind('ddddeeeeffff@im.bot', 'o9cq80_owner@im.wechat')
  accounts.setAlias(first.id, '王小姐')
  database.sql("UPDATE accounts SET cursor = 'a-secret-cursor'").run()
  repository.append([{ accountId: first.id, at: clock.now(), event: { kind: 'signed-in' } }])
  log.write({ kind: 'stopped' })
  const files = collectEvidence({
    clock,
    random,
    log,
    accounts,
    repository,
    counts: readAccountCounts(database, [first.id]),
    settings: {
      read: () => ({ ...DEFAULT_SETTINGS, columns: [{ accountId: first.id, width: 400 }] }),
      write: () => {},
    },
    info: () => ({
      version: '1.2.3',
      host: 'chromium',
      platform: 'linux',
      systemLanguage: 'en',
      clockOffsetMs: 0,
      practice: 'available',
      protection: 'strong',
      notices: [{ kind: 'database-reset', file: '/home/wang/data/linkboard.db.damaged-1' }],
      quitAsked: null,
      startsAtLogin: null,
      raiseKeysTaken: false,
      hasTray: false,
      lock: 'off',
    }),
    statusOf: () => ({ state: 'online', since: 1, reason: null }),
  })
  const texts = Object.fromEntries(
    Object.entries(unzipSync(zipFiles(files))).map(([name, bytes]) => [
      name,
      new TextDecoder().decode(bytes),
    ]),
  )
  return { texts, id: first.id }
}

describe('the evidence pack', () => {
  it('holds versions, settings, accounts, timelines and logs as one zip', () => {
    const { texts, id } = createEvidence()
    const short = id.slice(0, 8)
    expect(JSON.parse(texts['about.json'] ?? '')).toMatchObject({
      version: '1.2.3',
      notices: ['database-reset'],
    })
    expect(JSON.parse(texts['settings.json'] ?? '')).toMatchObject({
      columns: [{ account: short, width: 400 }],
    })
    const [account] = JSON.parse(texts['accounts.json'] ?? '')
    expect(account).toMatchObject({
      account: short,
      server: 'ilinkai.weixin.qq.com',
      state: 'online',
      conversations: 1,
      messages: 0,
      unreadable: null,
    })
    expect(texts['timelines/account-1.jsonl']).toContain('"event":{"kind":"signed-in"}')
    expect(texts['logs/main.log']).toBe('{"kind":"stopped"}\n')
  })

  it('P9: holds no id, name, cursor or folder, but shows who is the same', () => {
    const { texts, id } = createEvidence()
    const all = Object.values(texts).join('\n')
    expect(all).not.toMatch(/im\.bot|im\.wechat|王|a-secret-cursor|wang|\/home/)
    expect(all).not.toContain(id)
    const [first, second] = JSON.parse(texts['accounts.json'] ?? '')
    expect(first.owner).toMatch(/^[0-9a-f]{12}$/)
    expect([second.owner === first.owner, second.bot === first.bot]).toEqual([true, false])
  })
})
