import { createHash } from 'node:crypto'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AccountSupervisor } from '#core/accounts/supervisor.ts'
import { TestClient, TestSink, TestStore } from '#core/accounts/testing/ports.ts'
import { createHostPolicy } from '#core/ilink/hosts.ts'
import { AccountRepository } from '#core/storage/account-repository.ts'
import { ConversationRepository } from '#core/storage/conversation-repository.ts'
import { Database } from '#core/storage/database.ts'
import { TestClock } from '#core/testing/clock.ts'
import { TestEvents } from '#core/testing/events.ts'
import { TestLeases } from '#core/testing/leases.ts'
import { testRandom } from '#core/testing/random.ts'
import { TestVault } from '#core/testing/vault.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { AccountImport } from './account-import.ts'

/** Another program's folder on disk, and the import over real stores in memory. */

export const API_URL = 'https://ilinkai.weixin.qq.com'
export const FORBIDDEN_URL = 'https://evil.example.invalid'
export const HOUR_MS = 3_600_000

/** A folder of its own that tests fill and afterwards compare. */
export class TestFolder {
  readonly root = mkdtempSync(path.join(tmpdir(), 'linkboard-import-'))

  at(relative: string): string {
    return path.join(this.root, relative)
  }

  /** Writes a file: text as it is, anything else as JSON. */
  write(relative: string, content: unknown): void {
    mkdirSync(path.dirname(this.at(relative)), { recursive: true })
    writeFileSync(this.at(relative), typeof content === 'string' ? content : JSON.stringify(content))
  }

  /** A mark that changes with any name, content, size, mode or modification time below `relative`. */
  hash(relative = ''): string {
    const hash = createHash('sha256')
    const names = readdirSync(this.at(relative), { recursive: true, encoding: 'utf8' }).sort()
    for (const name of ['', ...names]) {
      const file = path.join(this.at(relative), name)
      const stat = lstatSync(file)
      hash.update(`${name} ${stat.mode} ${stat.mtimeMs} ${stat.size}\n`)
      if (stat.isFile()) hash.update(readFileSync(file))
      if (stat.isSymbolicLink()) hash.update(readlinkSync(file))
    }
    return hash.digest('hex')
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}

/** A WeiLink `token.json` (design 10). */
export function weilinkToken(name: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    bot_id: `${name}@im.bot`,
    base_url: API_URL,
    token: `${name}@im.bot:secret-${name}`,
    user_id: `owner-${name}@im.wechat`,
    cursor: `cursor-${name}`,
    created_at: 1_789_000_000,
    ...change,
  }
}

/** An OpenClaw account file (design 10). */
export function openclawAccount(id: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    token: `${id}@im.bot:secret-${id}`,
    savedAt: '2026-09-01T00:00:00.000Z',
    baseUrl: API_URL,
    userId: `owner-${id}@im.wechat`,
    ...change,
  }
}

/** Three WeiLink sessions: the named default, one whose only context has expired, one on a forbidden host. */
export function writeThreeSessions(folder: TestFolder, now: number, base = ''): void {
  const seconds = (at: number) => at / 1000
  folder.write(`${base}.default_session`, 'shop\n')
  folder.write(`${base}shop/token.json`, { ...weilinkToken('shop'), future_field: { a: 1 } })
  folder.write(`${base}shop/contexts.json`, {
    'owner-shop@im.wechat': { t: 'ctx-one', ts: seconds(now - HOUR_MS), sc: 3, send_ts: 1, first_seen: 1 },
    'friend@im.wechat': { t: 'ctx-two', ts: seconds(now - 2 * HOUR_MS) },
    'written-to@im.wechat': { send_ts: 5, first_seen: 5 },
  })
  folder.write(`${base}default/token.json`, weilinkToken('plain'))
  folder.write(`${base}default/contexts.json`, {
    'owner-plain@im.wechat': { t: 'ctx-old', ts: seconds(now - 24 * HOUR_MS), sc: 9 },
  })
  folder.write(`${base}studio/token.json`, weilinkToken('studio', { base_url: FORBIDDEN_URL }))
}

/** The import with everything behind it but a network. */
export function createTestImport({ homeFolder = null as string | null } = {}) {
  const clock = new TestClock()
  const client = new TestClient()
  const vault = new TestVault()
  const database = new Database(':memory:')
  const accounts = new AccountRepository(database, testRandom())
  const conversations = new ConversationRepository(database)
  const hosts = createHostPolicy()
  const imported: AccountId[] = []
  const events = new TestEvents()
  events.on((event) => {
    if (event.kind === 'account-bound') imported.push(event.accountId)
  })
  const failures: unknown[] = []
  const supervisor = new AccountSupervisor({
    client,
    hosts,
    store: accounts,
    sink: new TestSink(new TestStore()),
    vault,
    leases: new TestLeases(),
    clock,
    random: testRandom(),
    recycleConnections: () => {},
    events,
  })
  const accountImport = new AccountImport({
    stores: { database, accounts, conversations },
    supervisor,
    hosts,
    vault,
    clock,
    homeFolder,
    reportFailure: (error) => failures.push(error),
  })
  /** Imports everything the preview shows, however it stands. */
  async function runAll(folder: string) {
    const candidates = await accountImport.preview(folder)
    return accountImport.run(
      folder,
      candidates.map(({ key }) => key),
    )
  }
  return {
    clock,
    client,
    vault,
    database,
    accounts,
    conversations,
    supervisor,
    accountImport,
    imported,
    failures,
    runAll,
  }
}
