import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { SIZE_LIMIT_MIN_BYTES } from '#shared/limits.ts'
import { AppHarness } from '../../support/app-harness.ts'
import { allow, connectNewer, connectOlder, openDoor, type ProgramClient } from './program-clients.ts'

const ERAS = [
  ['2026', connectNewer],
  ['2025', connectOlder],
] as const

describe('programs that read', { timeout: 30_000 }, () => {
  let harness: AppHarness
  let url: string

  beforeEach(async () => {
    harness = await AppHarness.start()
    await harness.signIn('shop')
    url = (await openDoor(harness)).url
  })
  afterEach(() => harness.end())

  /** Resolves once the contact's messages are here, so many. */
  const untilUnread = (count: number) =>
    harness.until(({ conversations }) => conversations.some(({ unread }) => unread === count))

  /** The contact sends a file. */
  const sendFile = (name: string, bytes: Buffer) =>
    harness.simulator.world.inject({ account: 'shop', file: { name, bytes } })

  /** Ids of messages with a file, the newest first. */
  async function files(client: ProgramClient): Promise<string[]> {
    const { structured } = await client.call('history', { msg_type: 'FILE' })
    return (structured as { messages: { message_id: string }[] }).messages.map(({ message_id }) => message_id)
  }

  it.each(ERAS)('are told of messages, people and plans in the era of %s', async (_era, connect) => {
    harness.simulator.world.inject({ account: 'shop', text: '有货吗？' })
    harness.simulator.world.inject({ account: 'shop', text: '在吗' })
    await untilUnread(2)
    const client = await connect(url, (await allow(harness, 'read')).token)
    await client.names()
    const answers = [
      await client.call('history', { text_contains: '有货' }),
      await client.call('conversations'),
      await client.call('reachable'),
      await client.call('broadcast_plan', { content: '新货到了' }),
    ]
    expect(answers.map(({ isError, structured }) => [isError, structured])).toMatchObject([
      [false, { messages: [{ text: '有货吗？', said_by: 'contact' }], total: 1, search_is_complete: true }],
      [false, { conversations: [{ unread: 2, preview: { text: '在吗', said_by: 'contact' } }] }],
      [false, { people: [{ reachable: true, reason: null, remaining: 10 }], reachable_count: 1 }],
      [false, { problem: null, included_count: 1, included: [{ messages: 1 }] }],
    ])
    for (const { structured, text } of answers) expect(JSON.parse(text)).toEqual(structured)
    await client.close()
  })

  it.each(ERAS)('save files and read resources in the era of %s', async (_era, connect) => {
    sendFile('../../价目表.txt', Buffer.from('三件'))
    await untilUnread(1)
    const client = await connect(url, (await allow(harness, 'read')).token)
    await client.names()
    const [message_id] = await files(client)
    const saved = await client.call('download', { message_id })
    const { structured } = saved as { structured: { path: string; resource: string } }
    expect(structured).toMatchObject({ name: '价目表.txt', size: 6, kind: 'other' })
    expect(readFileSync(structured.path, 'utf8')).toBe('三件')
    expect(structured.path.startsWith(path.join(harness.folder, 'data', 'media', 'copies'))).toBe(true)
    expect(saved.links).toEqual([structured.resource])

    expect((await client.templates()).sort()).toEqual([
      'linkboard://conversation/{id}',
      'linkboard://media/{id}',
    ])
    const { blob, mimeType } = await client.read(structured.resource)
    expect([Buffer.from(blob ?? '', 'base64').toString(), mimeType]).toEqual([
      '三件',
      'application/octet-stream',
    ])
    const listed = await client.call('conversations')
    const [conversation] = (listed.structured as { conversations: { resource: string }[] }).conversations
    const read = await client.read(conversation?.resource ?? '')
    expect(read.mimeType).toBe('application/json')
    expect(JSON.parse(read.text ?? '')).toMatchObject({
      conversation: { unread: 1 },
      messages: [{ message_id, msg_type: 'FILE', media: [{ name: '../../价目表.txt', state: 'held' }] }],
    })
    await client.close()
  })

  it('wait for a file that is not here yet, and save it where the operator lets them', async () => {
    const { settings } = await harness.request('app.snapshot', undefined)
    const media = { ...settings.media, autoFetchMaxBytes: SIZE_LIMIT_MIN_BYTES }
    await harness.request('settings.update', { media })
    const bytes = Buffer.alloc(SIZE_LIMIT_MIN_BYTES + 1, 'x')
    sendFile('报价单.bin', bytes)
    await untilUnread(1)
    const { id, token } = await allow(harness, 'read')
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'linkboard-for-programs-')))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    mkdirSync(path.join(folder, 'deep'), { recursive: true })
    await harness.request('programs.addFolder', { id, folder })
    const client = await connectNewer(url, token)
    const [message_id] = await files(client)
    const input = { message_id, save_dir: path.join(folder, 'deep') }
    expect((await client.call('download', input)).structured).toMatchObject({
      path: path.join(folder, 'deep', '报价单.bin'),
      size: bytes.length,
    })
    expect(readFileSync(path.join(folder, 'deep', '报价单.bin')).equals(bytes)).toBe(true)
    expect((await client.call('download', input)).structured).toMatchObject({ name: '报价单 (2).bin' })
    for (const save_dir of [harness.folder, `${folder}/..`, '/etc', 'deep']) {
      const refused = await client.call('download', { message_id, save_dir })
      expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('no_such_folder') })
      expect(refused.text).not.toContain(harness.folder)
    }
    await client.close()
  })

  it('are told in words what they cannot have', async () => {
    const other = await harness.signIn('other')
    sendFile('secret.txt', Buffer.from('secret'))
    sendFile('large.bin', Buffer.alloc(3 * 1024 * 1024, 'x'))
    harness.simulator.world.inject({ account: 'shop', text: 'no file' })
    await untilUnread(3)
    const all = await connectNewer(url, (await allow(harness, 'read')).token)
    const few = await connectNewer(
      url,
      (await harness.request('programs.allow', { name: 'Few', scope: 'read', accounts: [other] })).token,
    )
    const [large, secret] = await files(all)
    for (const [message_id, code] of [
      ['12345', 'no_such_message'],
      ['x', 'no_such_message'],
      [Number.MAX_SAFE_INTEGER, 'no_such_message'],
    ])
      expect((await all.call('download', { message_id })).text).toContain(`"error":"${code}"`)
    const { structured } = await all.call('history', { msg_type: 'TEXT' })
    const [plain] = (structured as { messages: { message_id: string }[] }).messages
    expect((await all.call('download', { message_id: plain?.message_id })).text).toContain('no_media')
    expect((await few.call('download', { message_id: secret })).text).toContain('no_such_message')

    const { resource } = (await all.call('download', { message_id: large })).structured as {
      resource: string
    }
    await expect(all.read(resource)).rejects.toThrow(/too large.*download/)
    for (const uri of [
      resource,
      'linkboard://media/999',
      'linkboard://media/x',
      'linkboard://conversation/1',
    ])
      await expect(few.read(uri)).rejects.toThrow(/not found/i)
    await harness.request('lock.set', { passphrase: 'correct horse battery' })
    await harness.request('lock.now', undefined)
    await expect(all.read('linkboard://conversation/1')).rejects.toThrow(/locked/)
    expect((await all.call('history')).text).toContain('"error":"locked"')
    await harness.request('lock.unlock', { passphrase: 'correct horse battery' })
    const { calls } = await harness.request('programs.calls', { limit: 200 })
    expect(calls.map(({ tool, outcome, code }) => [tool, outcome, code])).toEqual(
      expect.arrayContaining([
        ['resource:media', 'failed', 'too_large'],
        ['resource:media', 'failed', 'no_such_resource'],
        ['resource:conversation', 'refused', 'locked'],
        ['download', 'failed', 'no_such_message'],
      ]),
    )
    await Promise.all([all.close(), few.close()])
  })
})
