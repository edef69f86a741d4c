import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { Simulator } from './index.ts'
import { startSimulator } from './index.ts'
import { TestClient, textsOf } from './test-client.ts'
import { field, textOf } from './wire.ts'

async function post(
  control: string,
  name: string,
  args?: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${control}/${name}`, {
    method: 'POST',
    ...(args === undefined ? {} : { body: typeof args === 'string' ? args : JSON.stringify(args) }),
  })
  return { status: response.status, body: await response.json() }
}

describe('control API', () => {
  let sim: Simulator
  afterEach(() => sim.close())

  it('takes bytes as base64 and tells their digests', async () => {
    sim = await startSimulator({ seed: 1 })
    sim.world.addAccount({ account: 'shop', bound: true })
    const bytes = Buffer.alloc(10 * 1024 * 1024, 'linkboard ')
    const file = { name: 'film.mp4', bytes: bytes.toString('base64') }
    expect((await post(sim.control, 'inject', { account: 'shop', file })).status).toBe(200)
    const { body } = await post(sim.control, 'phone', { account: 'shop' })
    const md5 = createHash('md5').update(bytes).digest('hex')
    expect(body).toMatchObject({ messages: [{ media: { kind: 'file', size: bytes.length, md5 } }] })
    const wrong = { account: 'shop', file: { name: 'x', bytes: 'ÄÖ' } }
    expect(await post(sim.control, 'inject', wrong)).toMatchObject({ status: 400 })
    const fault = { call: 'upload', kind: 'ret' }
    expect(await post(sim.control, 'fault', fault)).toMatchObject({ status: 400 })
  })

  it('does over HTTP what the functions do in process', async () => {
    sim = await startSimulator({ seed: 1, stale: 'ret' })
    const call = async (name: string, args?: unknown): Promise<unknown> => {
      const { status, body } = await post(sim.control, name, args)
      expect([name, status]).toEqual([name, 200])
      return body
    }
    await call('addAccount', { account: 'shop', label: '门店' })
    const client = new TestClient(sim.url)

    const dead = await client.newCode()
    expect(await call('expireQr', { qrcode: dead })).toMatchObject({ status: 'expired' })
    const qrcode = await client.newCode()
    expect(await call('scan', { qrcode: 'latest', account: 'shop' })).toMatchObject({
      qrcode,
      status: 'scaned',
    })
    expect(await call('needCode', { code: '012345' })).toMatchObject({
      status: 'need_verifycode',
      code: '012345',
    })
    await client.status(qrcode, '012345')
    expect(await call('redirect', {})).toMatchObject({
      status: 'scaned_but_redirect',
      host: sim.redirectHost,
    })
    const botToken = textOf(await call('confirm'), 'botToken')
    const bot = new TestClient(`http://${sim.redirectHost}`, botToken)

    expect(field(await call('inject', { account: 'shop', text: '你好' }), 'messages')).toHaveLength(1)
    expect(textsOf(await bot.poll())).toEqual(['你好'])
    expect(await call('advance', { ms: 1000 })).toEqual({ now: expect.any(Number) })
    await call('fault', { call: 'sendmessage', kind: 'noMessageId' })
    const userId = textOf(await call('phone', { account: 'shop' }), 'userId') ?? ''
    expect((await bot.send(userId, 'hi')).json).toEqual({ ret: 0 })
    expect(field(await call('phone', { account: 'shop' }), 'messages')).toMatchObject([
      { by: 'person', text: '你好' },
      { by: 'bot', text: 'hi' },
    ])
    await bot.send('o9cq80nobody@im.wechat', 'hi')
    expect(field(await call('violations'), 'violations')).toMatchObject([{ rule: 'recipient' }])
    await call('bindElsewhere', { account: 'shop' })
    expect((await bot.poll()).json['ret']).toBe(-14)
    expect(field(await call('log', { call: 'sendmessage' }), 'requests')).toHaveLength(2)
    await call('log', { clear: true })
    expect(field(await call('log', {}), 'requests')).toEqual([])
  })

  it('answers a sentence to what it does not know', async () => {
    sim = await startSimulator({ seed: 1 })
    for (const [name, args, status, sentence] of [
      ['explode', {}, 404, 'there is no function "explode"'],
      ['toString', {}, 404, 'there is no function'],
      ['scan', { account: 'shop' }, 404, 'no client has asked'],
      ['scan', {}, 400, '"account"'],
      ['inject', { account: 'shop', txt: 'x' }, 400, 'txt'],
      ['inject', '{', 400, 'JSON'],
      ['inject', '[]', 400, 'object'],
      ['advance', { ms: 'long' }, 400, '"ms"'],
      ['fault', { call: 'getupdates', kind: 'earthquake' }, 400, 'Invalid'],
      ['phone', { account: 'nobody' }, 404, 'no account "nobody"'],
    ] as const) {
      const answer = await post(sim.control, name, args)
      expect([name, answer.status]).toEqual([name, status])
      expect(answer.body).toEqual({ error: expect.stringContaining(sentence) })
    }
    expect((await fetch(`${sim.control}/log`)).status).toBe(405)
  })
})

describe('the standalone simulator', () => {
  const cli = fileURLToPath(new URL('cli.ts', import.meta.url))
  const run = (...args: string[]) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const output = { out: '', err: '' }
    child.stdout.on('data', (piece: Buffer) => {
      output.out += piece.toString()
    })
    child.stderr.on('data', (piece: Buffer) => {
      output.err += piece.toString()
    })
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    return { child, output, ended }
  }

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'prints one line when ready and ends with 0 on %s',
    async (signal) => {
      const { child, output, ended } = run('--port', '0', '--seed', '1')
      await new Promise((resolve) => child.stdout.once('data', resolve))
      const ready: { url: string; cdnUrl: string; control: string } = JSON.parse(
        output.out.replace(/^simulator ready /, ''),
      )
      expect(ready.cdnUrl).toBe(`${ready.url}/c2c`)
      expect((await post(ready.control, 'addAccount', {})).status).toBe(200)
      child.kill(signal)
      expect(await ended).toBe(0)
      expect(output.out.trimEnd().split('\n')).toHaveLength(1)
      expect(output.err).toBe('')
    },
  )

  it.each([['--port', 'http'], ['--port', '70000'], ['--prot', '1'], ['extra']])(
    'refuses %s %s in one line',
    async (...args) => {
      const { output, ended } = run(...args)
      expect(await ended).toBe(1)
      expect(output.out).toBe('')
      expect(output.err.trimEnd().split('\n')).toHaveLength(1)
    },
  )
})
