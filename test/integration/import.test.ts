import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messagesLeft } from '#shared/model/reply-window.ts'
import { AppHarness } from '#test/support/app-harness.ts'

describe('importing into the product', () => {
  let harness: AppHarness
  beforeEach(async () => {
    harness = await AppHarness.start()
  })
  afterEach(() => harness.end())

  /** Writes what WeiLink would hold of an account that is signed in at the simulator. */
  function writeWeiLink(session: string, change: Record<string, unknown> = {}): string {
    const { bound } = harness.simulator.world.addAccount({ account: session, bound: true })
    if (bound === undefined) throw new Error('not bound')
    const base = path.join(harness.folder, 'home', '.weilink')
    const token = {
      bot_id: bound.botId,
      base_url: harness.simulator.url,
      token: bound.botToken,
      user_id: bound.userId,
      cursor: '',
      created_at: 1_789_000_000,
      ...change,
    }
    mkdirSync(path.join(base, session), { recursive: true })
    writeFileSync(path.join(base, session, 'token.json'), JSON.stringify(token))
    return bound.userId
  }

  it('P9: an imported account is online with the window it brought, receives, and shows no secret', async () => {
    const owner = writeWeiLink('shop')
    const contexts = { [owner]: { t: 'context-of-before', ts: Date.now() / 1000 - 60, sc: 4 } }
    const [found] = await harness.request('import.defaults', undefined)
    if (found === undefined) throw new Error('no default found')
    writeFileSync(path.join(found.folder, 'shop', 'contexts.json'), JSON.stringify(contexts))
    const preview = await harness.request('import.preview', { folder: found.folder })
    expect(preview).toMatchObject([{ name: 'shop', contexts: { usable: 1, expired: 0 }, problem: null }])
    expect(JSON.stringify(preview)).not.toContain('context-of-before')
    const keys = preview.map(({ key }) => key)
    expect(await harness.request('import.run', { folder: found.folder, keys })).toMatchObject([
      { result: 'imported' },
    ])
    const online = await harness.until((now) => now.accounts[0]?.state === 'online')
    expect(online.accounts).toMatchObject([{ alias: 'shop', ownerUserId: owner, isDefault: true }])
    const [conversation] = online.conversations
    if (conversation === undefined) throw new Error('no conversation')
    expect(messagesLeft(conversation, Date.now())).toBe(6)
    harness.simulator.world.inject({ account: 'shop', text: '你好' })
    const written = await harness.until((now) => now.conversations[0]?.unread === 1)
    expect(written.conversations).toHaveLength(1)
  })

  it('P10: an account of another server is stopped and says why', async () => {
    writeWeiLink('far', { base_url: 'https://ilinkai.weixin.qq.com' })
    const folder = path.join(harness.folder, 'home', '.weilink')
    const preview = await harness.request('import.preview', { folder })
    expect(preview).toMatchObject([{ problem: 'host-not-allowed' }])
    await harness.request('import.run', { folder, keys: preview.map(({ key }) => key) })
    const stopped = await harness.until((now) => now.accounts[0]?.state === 'offline')
    expect(stopped.accounts).toMatchObject([{ alias: 'far', reason: 'host-not-allowed' }])
  })

  it('of a folder that is neither program’s nothing is told, not even whether it is there', async () => {
    const missing = path.join(harness.folder, 'missing')
    const other = path.join(harness.folder, 'data')
    for (const folder of [missing, other])
      expect(await harness.request('import.preview', { folder })).toEqual([])
  })
})
