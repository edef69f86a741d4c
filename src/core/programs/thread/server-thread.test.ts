import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toFailure } from '#core/diagnostics/log-event.ts'
import { DATABASE_NAME, type Database } from '#core/storage/database.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { TestClock } from '#core/testing/clock.ts'
import { createTestPrograms } from '../testing.ts'
import { openServerThread, type ServerThread } from './server-thread.ts'

const SCRIPT = path.resolve(import.meta.dirname, '../../../main/programs-worker.ts')

describe('the thread that serves programs', { timeout: 20_000 }, () => {
  let folder: string
  let database: Database
  const clock = new TestClock()
  const failed = vi.fn()
  const damaged = vi.fn()
  const ended = vi.fn()

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'linkboard-thread-'))
    database = openDatabase(folder, 1).database
    for (const told of [failed, damaged, ended]) told.mockReset()
  })
  afterEach(() => {
    database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  function open(script: string | URL = SCRIPT, port: number | null = null): Promise<ServerThread> {
    const app = createTestPrograms()
    return openServerThread({
      ...{ script, guests: app.guests, programs: app.programs, failed, damaged, ended, resting() {} },
      planRequest() {
        throw new Error('no plan in this test')
      },
      loading: () => [],
      clock,
      data: {
        ...{ port, version: '1', clockOffsetMs: 0 },
        file: path.join(folder, DATABASE_NAME),
        socketPath: path.join(folder, 'mcp.sock'),
      },
    })
  }

  /** Of the threads of this process (proc(5), stat). */
  function nicenesses(): number[] {
    return readdirSync('/proc/self/task').map((id) => {
      const stat = readFileSync(`/proc/self/task/${id}/stat`, 'utf8')
      return Number(stat.slice(stat.lastIndexOf(')')).split(' ')[17])
    })
  }

  /** A thread that says it listens, and does what the text says with each message. */
  function threadThat(text: string, closing = 'parentPort.close()'): URL {
    const code = `import { parentPort } from 'node:worker_threads'
      parentPort.on('message', (message) => { if (message.kind === 'close') { ${closing} } else { ${text} } })
      parentPort.postMessage({ kind: 'opened', port: 1, url: 'http://127.0.0.1:1/mcp' })`
    return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
  }

  it('listens until it is closed, and then is gone', async () => {
    const thread = await open()
    expect((await fetch(thread.url, { method: 'POST' })).status).toBe(401)
    await thread.close()
    await expect(fetch(thread.url, { method: 'POST' })).rejects.toThrow()
    expect([failed, ended].map(({ mock }) => mock.calls)).toEqual([[], []])
  })

  it.runIf(process.platform === 'linux')('stands back behind everything else that runs here', async () => {
    const before = nicenesses()
    const thread = await open()
    const behind = nicenesses().filter((niceness) => niceness === Math.min(...before) + 10)
    expect(behind).toHaveLength(1)
    await thread.close()
    expect(Math.max(...nicenesses())).toBe(Math.max(...before))
  })

  it('says by the system’s code that it cannot listen, and is gone', async () => {
    const other: Server = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    await expect(open(SCRIPT, port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await new Promise((resolve) => other.close(resolve))
    expect(failed).not.toHaveBeenCalled()
  })

  it('that crashes is told of, and whoever closes it then need not wait', async () => {
    const thread = await open(threadThat(`throw new Error('crashed')`))
    thread.revoked(createTestPrograms().letIn('read').id)
    await vi.waitFor(() => expect(ended).toHaveBeenCalledTimes(1))
    expect(failed).toHaveBeenCalledTimes(1)
    await thread.close()
  })

  it('tells of what fails in it with the codes by which it is known', async () => {
    const thread = await open()
    database.sql('ALTER TABLE programs RENAME TO others').run()
    const headers = { authorization: 'Bearer lkb_x' }
    expect((await fetch(thread.url, { method: 'POST', headers })).status).toBe(500)
    await thread.close()
    expect(failed.mock.calls.map(([error]) => toFailure(error))).toMatchObject([
      { codes: ['ERR_SQLITE_ERROR', '1'], frames: expect.arrayContaining([expect.any(String)]) },
    ])
  })

  it('that cannot begin is told of', async () => {
    database.close()
    rmSync(path.join(folder, DATABASE_NAME))
    await expect(open()).rejects.toThrow('ended')
    expect(failed).toHaveBeenCalledTimes(1)
    expect(ended).not.toHaveBeenCalled()
    database = openDatabase(folder, 1).database
  })

  it('that does not end is ended', async () => {
    const thread = await open(threadThat('', ''))
    const closing = thread.close()
    await clock.advance(2_000)
    await closing
    expect(ended).not.toHaveBeenCalled()
  })

  it('P21: tells of damage that it meets', async () => {
    const thread = await open(
      threadThat(`parentPort.postMessage({ kind: 'failure', failure: { name: 'Error' }, isDamage: true })`),
    )
    thread.revoked(createTestPrograms().letIn('read').id)
    await vi.waitFor(() => expect(damaged).toHaveBeenCalledTimes(1))
    await thread.close()
  })
})
