import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AccountRepository } from '#core/storage/account-repository.ts'
import { DATABASE_NAME, type Database } from '#core/storage/database.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { TestLog } from '#core/testing/log.ts'
import { testRandom } from '#core/testing/random.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { createInProcessReads } from './in-process-reads.ts'
import type { Reads } from './ports.ts'
import { createThreadedReads } from './threaded-reads.ts'

const SCRIPT = path.resolve(import.meta.dirname, '../../main/reads-worker.ts')

let folder: string
let database: Database
let log: TestLog
const open: Reads[] = []
const random = testRandom()

const damaged = vi.fn()

function reads(script: string | URL = SCRIPT): Reads {
  const made = createThreadedReads({ script, file: path.join(folder, DATABASE_NAME), log, damaged })
  open.push(made)
  return made
}

function bind(): AccountId {
  const accounts = new AccountRepository(database, random)
  const baseUrl = 'https://ilinkai.weixin.qq.com'
  return accounts.bind(null, { botId: `${random.uuid()}@im.bot`, baseUrl, ownerUserId: 'owner@im.wechat' }).id
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-reads-'))
  database = openDatabase(folder, 1).database
  log = new TestLog()
})

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A thread that does what the text says with each message. */
function threadThat(text: string): URL {
  const code = `import { parentPort } from 'node:worker_threads'
    parentPort.on('message', (message) => { if (message.kind === 'stop') { parentPort.close() } else { ${text} } })`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}

describe('reads in a thread of their own', () => {
  it('answer what this thread would, and see what was committed before they were asked for', async () => {
    const away = reads()
    const ids = [bind()]
    const counts = { conversations: 1, messages: 0, unsettled: {} }
    expect(await away.run('account-counts', ids)).toEqual(new Map(ids.map((id) => [id, counts])))
    ids.push(bind())
    const here = createInProcessReads(database)
    expect(await away.run('account-counts', ids)).toEqual(await here.run('account-counts', ids))
    expect(await away.run('storage-use', null)).toEqual(await here.run('storage-use', null))
  })

  it('fail by codes, and the thread goes on', async () => {
    const away = reads()
    database.sql('ALTER TABLE media_files RENAME TO elsewhere').run()
    await expect(away.run('storage-use', null)).rejects.toMatchObject({ name: 'ReadError', code: 'storage' })
    await expect(createInProcessReads(database).run('storage-use', null)).rejects.toMatchObject({
      ...{ name: 'ReadError', code: 'storage' },
    })
    database.sql('ALTER TABLE elsewhere RENAME TO media_files').run()
    expect(await away.run('storage-use', null)).toMatchObject({ totalFiles: 0 })
    expect(log.events).toEqual([])
  })

  it('P21: tell of damage that they meet', async () => {
    const away = reads(
      threadThat(
        `parentPort.postMessage({ kind: 'failed', id: message.id, failure: { code: 'storage', errcode: 11 }, ms: 1 })`,
      ),
    )
    await expect(away.run('storage-use', null)).rejects.toMatchObject({ errcode: 11 })
    expect(damaged).toHaveBeenCalledTimes(1)
  })

  it('fail when the thread crashes, and the next one begins another', async () => {
    const crashes = reads(
      threadThat(`if (message.call.input === null) throw new Error('crashed')
        parentPort.postMessage({ kind: 'done', id: message.id, output: new Map(), ms: 1 })`),
    )
    const both = [crashes.run('storage-use', null), crashes.run('account-counts', [])]
    const [first, second] = await Promise.allSettled(both)
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'ended' } })
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'ended' } })
    expect(log.events).toMatchObject([{ kind: 'failure', where: 'reads' }])
    expect(await crashes.run('account-counts', [])).toEqual(new Map())
  })

  it('that take long are written down', async () => {
    const slow = reads(
      threadThat(`parentPort.postMessage({ kind: 'done', id: message.id, output: null, ms: 251.6 })`),
    )
    await slow.run('storage-use', null)
    expect(log.events).toEqual([{ kind: 'slow-read', read: 'storage-use', ms: 252 }])
  })

  it('under way are waited for when they are stopped, and none is taken afterwards', async () => {
    const away = reads()
    const answer = away.run('storage-use', null)
    await away.stop()
    expect(await answer).toMatchObject({ totalFiles: 0 })
    await expect(away.run('storage-use', null)).rejects.toMatchObject({ code: 'stopped' })
  })

  it('move the log into the database, so that main does not have to', async () => {
    const away = reads()
    for (let n = 0; n < 20; n += 1) bind()
    const before = statSync(path.join(folder, DATABASE_NAME)).size
    await away.checkpoint()
    expect(statSync(path.join(folder, DATABASE_NAME)).size).toBeGreaterThan(before)
  })
})
