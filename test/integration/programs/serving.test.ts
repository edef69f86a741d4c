import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppHarness } from '../../support/app-harness.ts'
import { allow, connectNewer, connectOlder, openDoor } from './program-clients.ts'

describe('programs that connect', { timeout: 20_000 }, () => {
  let harness: AppHarness

  beforeEach(async () => {
    harness = await AppHarness.start()
    await harness.signIn('shop')
    harness.simulator.world.inject({ account: 'shop', text: '有货吗？' })
    await harness.until(({ conversations }) => conversations.some(({ last }) => last !== null))
  })
  afterEach(() => harness.end())

  it('find nothing that listens until the operator switches them on, and nothing after', async () => {
    const file = path.join(harness.folder, 'mcp.json')
    expect(existsSync(file)).toBe(false)
    const { url } = await openDoor(harness)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await fetch(url, { method: 'POST' })).status).toBe(401)
    await harness.closeApp()
    expect(existsSync(file)).toBe(false)
    await expect(fetch(url, { method: 'POST' })).rejects.toThrow()
    harness.open()
    await harness.until(({ programDoor }) => programDoor.url === url)
  })

  it.each([
    ['2026', connectNewer],
    ['2025', connectOlder],
  ])('of the era of %s list and call the same tools', async (_era, connect) => {
    const { url } = await openDoor(harness)
    const { token } = await allow(harness, 'read')
    const client = await connect(url, token)
    expect(await client.names()).toContain('sessions')
    expect(await client.call('sessions')).toMatchObject({
      isError: false,
      structured: { sessions: [{ name: 'Account 1', connected: true, unread: 1, default: true }] },
    })
    const injected = harness.until(({ conversations }) => conversations.some(({ unread }) => unread === 2))
    harness.simulator.world.inject({ account: 'shop', text: '在吗' })
    await injected
    const received = await client.call('recv', { timeout: 1 })
    expect(received.structured).toMatchObject({
      messages: [{ text: '在吗', said_by: 'contact', message_id: expect.stringMatching(/^749\d{16}$/) }],
    })
    const wrong = await client.call('recv', { timeout: 90 })
    expect(wrong).toMatchObject({ isError: true, text: expect.stringContaining('"error":"bad_input"') })
    expect(wrong.text).toContain('timeout')
    const { calls } = await harness.request('programs.calls', { limit: 10 })
    expect(calls.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['failed', 'bad_input'],
      ['answered', null],
      ['answered', null],
    ])
    await client.close()
  })
})
