import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as OlderTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppHarness } from '../../support/app-harness.ts'
import { allow, openDoor, toCalled } from './program-clients.ts'

const SCRIPT = path.join(import.meta.dirname, '../../../resources/linkboard-mcp.mjs')

const FoundMessages = z.looseObject({ messages: z.array(z.looseObject({ message_id: z.string() })) })
const FoundRequest = z.looseObject({ state: z.string(), request_id: z.string() })

type Started = ConstructorParameters<typeof StdioClientTransport>[0]

async function connectNewer(started: Started) {
  const client = new Client(
    { name: 'test', version: '1' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  )
  await client.connect(new StdioClientTransport(started))
  return client
}

async function connectOlder(started: Started) {
  const client = new OlderClient({ name: 'test', version: '1' })
  await client.connect(new OlderTransport(started))
  return client
}

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

describe('the bridge for programs that speak over stdio', { timeout: 30_000 }, () => {
  let harness: AppHarness

  beforeEach(async () => {
    harness = await AppHarness.start()
    await harness.signIn('shop')
    await harness.until(({ accounts }) => accounts.every(({ state }) => state === 'online'))
  })
  afterEach(() => harness.end())

  it.each([
    ['2026', connectNewer],
    ['2025', connectOlder],
  ])('lets clients of the era of %s list and call every tool', async (_era, connect) => {
    await openDoor(harness)
    const { token } = await allow(harness, 'manage')
    harness.simulator.world.inject({
      account: 'shop',
      file: { name: 'list.txt', bytes: Buffer.from('a list') },
    })
    const { conversations } = await harness.until((now) =>
      now.conversations.some(({ unread }) => unread === 1),
    )
    const [{ contactUserId: to } = { contactUserId: '' }] = conversations
    const client = await connect({
      command: process.execPath,
      args: [SCRIPT, '--user-data-dir', harness.folder],
      env: { LINKBOARD_MCP_TOKEN: token },
    })
    const call = async (name: string, input: Record<string, unknown> = {}) => {
      const { isError, structured } = toCalled(await client.callTool({ name, arguments: input }))
      expect([name, isError, structured]).toEqual([name, false, expect.any(Object)])
      called.add(name)
      return structured
    }
    const called = new Set<string>()
    const names = (await client.listTools()).tools.map(({ name }) => name)
    const { messages } = FoundMessages.parse(await call('history', { msg_type: 'FILE' }))
    expect(await call('recv', { timeout: 0 })).toMatchObject({ messages: [{ msg_type: 'FILE' }] })
    expect(await call('sessions')).toMatchObject({ sessions: [{ name: 'Account 1', connected: true }] })
    await call('conversations')
    await call('reachable')
    await call('broadcast_plan', { content: '新货到了' })
    expect(await call('download', { message_id: messages[0]?.message_id })).toMatchObject({ size: 6 })
    const decided = harness
      .until(({ proposals }) => proposals.length === 1)
      .then(({ proposals: [proposal] }) =>
        proposal === undefined
          ? null
          : harness.request('programs.answer', { id: proposal.id, answer: 'send' }),
      )
    const sent = FoundRequest.parse(await call('send', { to, text: '您好' }))
    await decided
    expect(sent).toMatchObject({ state: 'accepted' })
    expect(await call('send_status', { request_id: sent.request_id })).toMatchObject({ state: 'accepted' })
    await call('draft_reply', { to, text: '稍等' })
    await call('set_tags', { user_id: to, tags: ['regular'] })
    await call('set_note', { user_id: to, note: 'pays late' })
    await call('rename_session', { old_name: 'Account 1', new_name: 'Shop' })
    await call('set_default', { session_name: 'Shop' })
    await call('login', { session_name: 'Second', timeout: 0 })
    await call('logout', { session_name: 'Shop' })
    expect([...called].sort()).toEqual(names.sort())
    await client.close()
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
