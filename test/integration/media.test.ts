import { createHash, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConversationId } from '#shared/model/ids.ts'
import type { StagedId } from '#shared/model/media.ts'
import type { Message } from '#shared/model/message.ts'
import vectors from '#test/fixtures/ilink-vectors.json'
import { AppHarness } from '#test/support/app-harness.ts'

const PNG = Buffer.from(vectors.media_round_trip.plaintext_hex, 'hex')
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('media through the whole product', () => {
  let harness: AppHarness
  let conversationId: ConversationId
  beforeEach(async () => {
    harness = await AppHarness.start()
    await harness.signIn('shop')
    harness.simulator.world.inject({ account: 'shop', text: '在吗' })
    const snapshot = await harness.until((now) => now.conversations.some((one) => one.unread > 0))
    const [conversation] = snapshot.conversations
    if (conversation === undefined) throw new Error('no conversation')
    conversationId = conversation.id
    await harness.request('app.watch', { conversationIds: [conversationId] })
  })
  afterEach(async () => {
    expect(harness.simulator.world.violations().violations.map(({ sentence }) => sentence)).toEqual([])
    await harness.end()
  })

  async function stage(name: string, bytes: Uint8Array): Promise<StagedId> {
    const file = path.join(harness.folder, name)
    writeFileSync(file, bytes)
    const result = await harness.app.stage({ kind: 'path', key: crypto.randomUUID(), path: file })
    if (result?.ok !== true) throw new Error(`not staged: ${result?.problem}`)
    return result.file.id
  }

  async function sendFiles(files: readonly StagedId[], caption = '') {
    await harness.request('outbox.sendFiles', {
      conversationId,
      requestId: crypto.randomUUID(),
      caption,
      files: files.map((stagedId) => ({ stagedId, asFile: false })),
      force: false,
    })
  }

  async function messages(): Promise<Message[]> {
    return (await harness.request('messages.page', { conversationId, limit: 50 })).messages
  }

  const untilMessages = (isSo: (all: Message[]) => boolean) =>
    harness.until(async () => isSo(await messages()))
  const onPhone = () =>
    harness.simulator.world.phone({ account: 'shop' }).messages.filter(({ by }) => by === 'bot')

  it('sends a caption and files as one message each, in order, whole', async () => {
    const large = randomBytes(3_000_000)
    const staged = [await stage('dot.png', PNG), await stage('报价单.bin', large)]
    await sendFiles(staged, '两个文件')
    await untilMessages((all) => all.filter(({ sending }) => sending?.state === 'accepted').length === 3)
    expect(onPhone().map(({ kind, text, media }) => [kind, text ?? media?.sha256])).toEqual([
      ['text', '两个文件'],
      ['image', sha256(PNG)],
      ['file', sha256(large)],
    ])
    expect(onPhone().at(-1)?.media).toMatchObject({ size: large.length, fileName: '报价单.bin' })
  }, 20_000)

  it('fetches what is received, in every spelling of the key, and holds exactly the bytes', async () => {
    const { world } = harness.simulator
    world.inject({ account: 'shop', image: { bytes: PNG, key: 'A' } })
    world.inject({ account: 'shop', image: { bytes: PNG, key: 'none', fullUrl: false } })
    world.inject({ account: 'shop', file: { name: '../../价目表.txt', bytes: Buffer.from('价目') } })
    world.inject({ account: 'shop', quote: { style: 'inline', image: true }, text: '这个' })
    await untilMessages((all) => {
      const media = all.flatMap((one) => [...one.media, ...(one.quote?.media ? [one.quote.media] : [])])
      return media.length === 4 && media.every(({ state }) => state === 'held')
    })
    const [, first, second, file] = await messages()
    expect([first, second].map((one) => one?.media[0])).toMatchObject([
      { kind: 'image', type: 'image/png', size: 69 },
      { kind: 'image', type: 'image/png', size: 69 },
    ])
    expect(file?.media[0]?.id === undefined ? null : harness.app.serving.media(file.media[0].id)).toBeNull()
  })

  it('P10: asks nobody for a picture at a forbidden address, and says so', async () => {
    harness.simulator.world.inject({
      account: 'shop',
      image: { bytes: PNG, fullUrl: 'https://evil.example/c2c/download' },
    })
    await untilMessages((all) => all.at(-1)?.media[0]?.state === 'failed')
    expect((await messages()).at(-1)?.media[0]?.reason).toBe('host-not-allowed')
    expect(harness.simulator.world.log({ call: 'download' }).requests).toEqual([])
  })

  it('P15: goes on with an upload after a restart, and the phone gets it once', async () => {
    harness.simulator.world.fault({ call: 'upload', kind: 'hang' })
    await sendFiles([await stage('dot.png', PNG)])
    await expect.poll(() => harness.simulator.world.log({ call: 'upload' }).requests.length).toBe(1)
    expect((await messages()).at(-1)?.sending?.state).toBe('uploading')
    await harness.restart()
    await untilMessages((all) => all.at(-1)?.sending?.state === 'accepted')
    expect(onPhone().map(({ media }) => media?.sha256)).toEqual([sha256(PNG)])
  })

  it('says that the CDN failed three times, and the operator tries again', async () => {
    harness.simulator.world.fault({ call: 'upload', kind: 'status', status: 500, times: 3 })
    await sendFiles([await stage('dot.png', PNG)])
    await untilMessages((all) => all.at(-1)?.sending?.state === 'refused')
    const failed = (await messages()).at(-1)
    expect(failed?.sending?.reason).toBe('upload-failed')
    if (failed !== undefined) await harness.request('outbox.retry', { id: failed.id })
    await untilMessages((all) => all.at(-1)?.sending?.state === 'accepted')
    expect(onPhone()).toHaveLength(1)
  })
})
