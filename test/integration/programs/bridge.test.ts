import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as OlderTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppHarness } from '../../support/app-harness.ts'
import { allow, openDoor, toCalled } from './program-clients.ts'

const SCRIPT = path.join(import.meta.dirname, '../../../resources/linkboard-mcp.mjs')

interface Ended {
  code: number
  out: string
  err: string
}

/** Runs the script to its end, as a shell does. */
function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [SCRIPT, ...args], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
    child.stdin?.end()
  })
}

describe('the bridge for programs that speak over stdio', { timeout: 15_000 }, () => {
  let harness: AppHarness

  beforeEach(async () => {
    harness = await AppHarness.start()
    await harness.signIn('shop')
    await harness.until(({ accounts }) => accounts.every(({ state }) => state === 'online'))
  })
  afterEach(() => harness.end())

  it('lets clients of both eras list and call what there is over HTTP', async () => {
    await openDoor(harness)
    const { token } = await allow(harness, 'read')
    const started = {
      command: process.execPath,
      args: [SCRIPT, '--user-data-dir', harness.folder],
      env: { LINKBOARD_MCP_TOKEN: token },
    }
    const newer = new Client(
      { name: 'test', version: '1' },
      { versionNegotiation: { mode: { pin: '2026-07-28' } } },
    )
    await newer.connect(new StdioClientTransport(started))
    const older = new OlderClient({ name: 'test', version: '1' })
    await older.connect(new OlderTransport(started))
    for (const client of [newer, older]) {
      expect((await client.listTools()).tools.map(({ name }) => name)).toContain('sessions')
      expect(toCalled(await client.callTool({ name: 'sessions', arguments: {} }))).toMatchObject({
        isError: false,
        structured: { sessions: [{ name: 'Account 1', connected: true }] },
      })
      await client.close()
    }
  })

  it('prints a tool’s result for a shell, with exit code 1 for an error', async () => {
    await openDoor(harness)
    const { token } = await allow(harness, 'read')
    const file = path.join(harness.folder, 'token')
    writeFileSync(file, `${token}\n`)
    const at = ['--user-data-dir', harness.folder, '--token-file', file]
    const listed = await run([...at, 'call', 'sessions'])
    expect([listed.code, listed.err]).toEqual([0, ''])
    expect(JSON.parse(listed.out)).toMatchObject({ sessions: [{ name: 'Account 1' }] })
    const failed = await run([...at, 'call', 'recv', '{"cursor":"-1"}'])
    expect(failed.code).toBe(1)
    expect(JSON.parse(failed.out)).toMatchObject({ error: 'bad_input' })
  })

  it('ends at once with words where it cannot go on', async () => {
    const at = ['--user-data-dir', harness.folder]
    const env = { LINKBOARD_MCP_TOKEN: 'lkb_wrong' }
    expect(await run(at, env)).toMatchObject({ code: 1, err: expect.stringContaining('not running') })
    await openDoor(harness)
    expect(await run([...at, 'call', 'sessions'], env)).toMatchObject({
      code: 1,
      err: expect.stringContaining('This token is not known'),
    })
    expect(await run([...at, 'call', 'sessions'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('no token'),
    })
    expect(await run([...at, 'call'], env)).toMatchObject({ code: 2, err: expect.stringContaining('Usage') })
    expect(await run([...at, 'call', 'recv', '[1]'], env)).toMatchObject({ code: 2 })
    const gone = mkdtempSync(path.join(tmpdir(), 'linkboard-none-'))
    writeFileSync(
      path.join(gone, 'mcp.json'),
      JSON.stringify({ url: '', socket: path.join(gone, 'none.sock'), pid: 1, version: '1' }),
    )
    expect(await run(['--user-data-dir', gone], env)).toMatchObject({
      code: 1,
      err: expect.stringContaining('not running'),
    })
    rmSync(gone, { recursive: true })
  })
})
