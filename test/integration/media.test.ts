import { createHash, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { it as baseIt, describe, expect } from 'vitest'
import type { ConversationId } from '#shared/model/ids.ts'
import type { StagedId } from '#shared/model/media.ts'
import type { Message } from '#shared/model/message.ts'
import vectors from '#test/fixtures/ilink-vectors.json'
import { AppHarness } from '#test/support/app-harness.ts'

const PNG = Buffer.from(vectors.media_round_trip.plaintext_hex, 'hex')
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** One test's product with a conversation that is watched; others go on beside it. */
class MediaScene {
  readonly harness: AppHarness
  readonly #conversationId: ConversationId

  private constructor(harness: AppHarness, conversationId: ConversationId) {
    this.harness = harness
    this.#conversationId = conversationId
  }

  static async begin(harness: AppHarness): Promise<MediaScene> {
    await harness.signIn('shop')
    harness.simulator.world.inject({ account: 'shop', text: '在吗' })
    const snapshot = await harness.until((now) => now.conversations.some((one) => one.unread > 0))
    const [conversation] = snapshot.conversations
    if (conversation === undefined) throw new Error('no conversation')
    await harness.request('app.watch', { conversationIds: [conversation.id] })
    return new MediaScene(harness, conversation.id)
  }

  async stage(name: string, bytes: Uint8Array): Promise<StagedId> {
    const file = path.join(this.harness.folder, name)
    writeFileSync(file, bytes)
    const result = await this.harness.app.stage({ kind: 'path', key: crypto.randomUUID(), path: file })
    if (result?.ok !== true) throw new Error(`not staged: ${result?.problem}`)
    return result.file.id
  }

  async sendFiles(files: readonly StagedId[], caption = ''): Promise<void> {
    await this.harness.request('outbox.sendFiles', {
      conversationId: this.#conversationId,
      requestId: crypto.randomUUID(),
      caption,
      files: files.map((stagedId) => ({ stagedId, asFile: false })),
      force: false,
    })
  }

  async messages(): Promise<Message[]> {
    const page = { conversationId: this.#conversationId, limit: 50 }
    return (await this.harness.request('messages.page', page)).messages
  }

  untilMessages(isSo: (all: Message[]) => boolean) {
    return this.harness.until(async () => isSo(await this.messages()))
  }

  onPhone() {
    const { messages } = this.harness.simulator.world.phone({ account: 'shop' })
    return messages.filter(({ by }) => by === 'bot')
  }
}

const it = baseIt.extend('scene', async ({ onTestFinished }) => {
  const harness = await AppHarness.start()
  onTestFinished(async () => {
    const { violations } = harness.simulator.world.violations()
    await harness.end()
    expect(violations.map(({ sentence }) => sentence)).toEqual([])
  })
  return MediaScene.begin(harness)
})

// uploads and pauses between messages take their time, which passes for all of them at once
describe.concurrent('media through the whole product', () => {
  it('sends a caption and files as one message each, in order, whole', async ({ scene }) => {
    const large = randomBytes(3_000_000)
    const staged = [await scene.stage('dot.png', PNG), await scene.stage('报价单.bin', large)]
    await scene.sendFiles(staged, '两个文件')
    await scene.untilMessages(
      (all) => all.filter(({ sending }) => sending?.state === 'accepted').length === 3,
    )
    expect(scene.onPhone().map(({ kind, text, media }) => [kind, text ?? media?.sha256])).toEqual([
      ['text', '两个文件'],
      ['image', sha256(PNG)],
      ['file', sha256(large)],
    ])
    expect(scene.onPhone().at(-1)?.media).toMatchObject({ size: large.length, fileName: '报价单.bin' })
  }, 20_000)

  it('fetches what is received, in every spelling of the key, and holds exactly the bytes', async ({
    scene,
  }) => {
    const { world } = scene.harness.simulator
    world.inject({ account: 'shop', image: { bytes: PNG, key: 'A' } })
    world.inject({ account: 'shop', image: { bytes: PNG, key: 'none', fullUrl: false } })
    world.inject({ account: 'shop', file: { name: '../../价目表.txt', bytes: Buffer.from('价目') } })
    world.inject({ account: 'shop', quote: { style: 'inline', image: true }, text: '这个' })
    await scene.untilMessages((all) => {
      const media = all.flatMap((one) => [...one.media, ...(one.quote?.media ? [one.quote.media] : [])])
      return media.length === 4 && media.every(({ state }) => state === 'held')
    })
    const [, first, second, file] = await scene.messages()
    expect([first, second].map((one) => one?.media[0])).toMatchObject([
      { kind: 'image', type: 'image/png', size: 69 },
      { kind: 'image', type: 'image/png', size: 69 },
    ])
    expect(
      file?.media[0]?.id === undefined ? null : scene.harness.app.serving.media(file.media[0].id),
    ).toBeNull()
  })

  it('P10: asks nobody for a picture at a forbidden address, and says so', async ({ scene }) => {
    scene.harness.simulator.world.inject({
      account: 'shop',
      image: { bytes: PNG, fullUrl: 'https://evil.example/c2c/download' },
    })
    await scene.untilMessages((all) => all.at(-1)?.media[0]?.state === 'failed')
    expect((await scene.messages()).at(-1)?.media[0]?.reason).toBe('host-not-allowed')
    expect(scene.harness.simulator.world.log({ call: 'download' }).requests).toEqual([])
  })

  it('P15: goes on with an upload after a restart, and the phone gets it once', async ({ expect, scene }) => {
    scene.harness.simulator.world.fault({ call: 'upload', kind: 'hang' })
    await scene.sendFiles([await scene.stage('dot.png', PNG)])
    await expect
      .poll(() => scene.harness.simulator.world.log({ call: 'upload' }).requests.length, { timeout: 5_000 })
      .toBe(1)
    expect((await scene.messages()).at(-1)?.sending?.state).toBe('uploading')
    await scene.harness.restart()
    await scene.untilMessages((all) => all.at(-1)?.sending?.state === 'accepted')
    expect(scene.onPhone().map(({ media }) => media?.sha256)).toEqual([sha256(PNG)])
  })

  it('says that the CDN failed three times, and the operator tries again', async ({ scene }) => {
    scene.harness.simulator.world.fault({ call: 'upload', kind: 'status', status: 500, times: 3 })
    await scene.sendFiles([await scene.stage('dot.png', PNG)])
    await scene.untilMessages((all) => all.at(-1)?.sending?.state === 'refused')
    const failed = (await scene.messages()).at(-1)
    expect(failed?.sending?.reason).toBe('upload-failed')
    if (failed !== undefined) await scene.harness.request('outbox.retry', { id: failed.id })
    await scene.untilMessages((all) => all.at(-1)?.sending?.state === 'accepted')
    expect(scene.onPhone()).toHaveLength(1)
  })
})
