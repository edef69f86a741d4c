import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { it as baseIt, describe, expect } from 'vitest'
import type { ProgramScope } from '#shared/model/program.ts'
import vectors from '#test/fixtures/ilink-vectors.json'
import { AppHarness } from '../../support/app-harness.ts'
import { allow, connectNewer, connectOlder, openDoor, type ProgramClient } from './program-clients.ts'

const PNG = Buffer.from(vectors.media_round_trip.plaintext_hex, 'hex')

/** A desk with a contact who has written, and programs of either era that act there. */
class Scene {
  readonly harness: AppHarness
  readonly userId: string
  readonly #url: string
  readonly #clients: ProgramClient[] = []

  private constructor(harness: AppHarness, userId: string, url: string) {
    this.harness = harness
    this.userId = userId
    this.#url = url
  }

  static async begin(): Promise<Scene> {
    const harness = await AppHarness.start()
    await harness.signIn('shop')
    harness.simulator.world.inject({ account: 'shop', text: '有货吗？' })
    const { conversations } = await harness.until((now) => now.conversations.some(({ unread }) => unread > 0))
    const [conversation] = conversations
    if (conversation === undefined) throw new Error('no conversation')
    const { url } = await openDoor(harness)
    return new Scene(harness, conversation.contactUserId, url)
  }

  async program(scope: ProgramScope, connect: typeof connectNewer) {
    const { id, token } = await allow(this.harness, scope)
    const client = await connect(this.#url, token)
    this.#clients.push(client)
    // a client checks results against the schemas that it was told
    await client.names()
    return { id, client }
  }

  /** What the operator does with the next thing that is proposed. */
  async decide(answer: 'send' | 'edit' | 'decline'): Promise<void> {
    const { proposals } = await this.harness.until((now) => now.proposals.some(({ kind }) => kind === 'send'))
    const [proposal] = proposals.filter(({ kind }) => kind === 'send')
    if (proposal === undefined) throw new Error('nothing is proposed')
    await this.harness.request('programs.answer', { id: proposal.id, answer })
  }

  onPhone() {
    const { messages } = this.harness.simulator.world.phone({ account: 'shop' })
    return messages.filter(({ by }) => by === 'bot')
  }

  async end(): Promise<void> {
    for (const client of this.#clients) await client.close()
    await this.harness.end()
  }
}

const it = baseIt.extend('scene', async ({ onTestFinished }) => {
  const scene = await Scene.begin()
  onTestFinished(() => scene.end())
  return scene
})

const ERAS = [
  ['2026', connectNewer],
  ['2025', connectOlder],
] as const

describe.concurrent.each(ERAS)('a program of the era of %s', { timeout: 30_000 }, (_era, connect) => {
  it('sends a text and then files out of its folder, once a person agrees', async ({
    scene,
    onTestFinished,
  }) => {
    const { id, client } = await scene.program('draft', connect)
    const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-for-programs-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    await scene.harness.request('programs.addFolder', { id, folder })
    writeFileSync(path.join(folder, 'shelf.png'), PNG)
    writeFileSync(path.join(folder, 'prices.txt'), '价目')
    writeFileSync(path.join(folder, 'hello.mp3'), 'ID3')
    const secret = path.join(scene.harness.folder, 'secret')
    writeFileSync(secret, 'secret')
    symlinkSync(secret, path.join(folder, 'link'))
    for (const name of ['link', path.relative(folder, secret), 'none']) {
      const refused = await client.call('send', { to: scene.userId, file_path: path.join(folder, name) })
      expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('no_such_file') })
      expect(refused.text).not.toContain(scene.harness.folder)
    }
    const sent = client.call('send', {
      ...{ to: scene.userId, text: '有的' },
      file_path: path.join(folder, 'prices.txt'),
      file_name: '价目表.txt',
      voice_path: path.join(folder, 'hello.mp3'),
      image_path: path.join(folder, 'shelf.png'),
    })
    await scene.decide('send')
    expect((await sent).structured).toMatchObject({
      ...{ success: true, state: 'accepted', cost: 4, remaining: 6 },
      message_ids: Array.from({ length: 4 }, () => expect.any(String)),
      new_messages: [],
    })
    expect(scene.onPhone().map(({ kind, text, media }) => [kind, text ?? media?.fileName])).toEqual([
      ['text', '有的'],
      ['image', undefined],
      ['file', '价目表.txt'],
      ['file', 'hello.mp3'],
    ])
    expect(scene.harness.database.sql('SELECT * FROM staged_files').all()).toEqual([])
  })

  it('is told when it is edited or declined, and drafts without sending', async ({ scene }) => {
    const { client } = await scene.program('draft', connect)
    for (const [answer, state] of [
      ['edit', 'taken_over'],
      ['decline', 'declined'],
    ] as const) {
      const asked = client.call('send', { to: scene.userId, text: '有的' })
      await scene.decide(answer)
      const { structured } = await asked
      expect(structured).toMatchObject({ success: false, state })
      const { request_id } = structured as { request_id: string }
      expect((await client.call('send_status', { request_id })).structured).toMatchObject({ state })
    }
    const drafted = await client.call('draft_reply', { to: scene.userId, text: '请稍等' })
    expect(drafted.structured).toMatchObject({ success: true })
    expect(await client.call('send_status', { request_id: 'none' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('no_such_request'),
    })
    expect(scene.onPhone()).toEqual([])
  })

  it('that may manage changes what the operator keeps, and others may not', async ({ scene }) => {
    const { client } = await scene.program('manage', connect)
    const renamed = await client.call('rename_session', { old_name: 'Account 1', new_name: ' 门店 ' })
    expect(renamed.structured).toEqual({ success: true, old_name: 'Account 1', new_name: '门店' })
    await scene.harness.signIn('studio')
    const taken = await client.call('rename_session', { old_name: 'Account 2', new_name: '门店' })
    expect(taken).toMatchObject({ isError: true, text: expect.stringContaining('name_taken') })
    const chosen = await client.call('set_default', { session_name: 'Account 2' })
    expect(chosen.structured).toEqual({ success: true, default_session: 'Account 2' })
    const { accounts } = await scene.harness.request('app.snapshot', undefined)
    expect(accounts.map(({ alias, isDefault }) => [alias, isDefault])).toEqual([
      ['门店', false],
      [null, true],
    ])
    const user_id = scene.userId
    const contact = { user_id, contact: null, follow_up: null }
    expect((await client.call('set_tags', { user_id, tags: ['#VIP', 'VIP', '老客户'] })).structured).toEqual({
      ...{ ...contact, tags: ['VIP', '老客户'], note: '' },
    })
    expect((await client.call('set_note', { user_id, note: '要发票' })).structured).toEqual({
      ...{ ...contact, tags: ['VIP', '老客户'], note: '要发票' },
    })
    const { client: other } = await scene.program('send', connect)
    for (const [tool, input] of [
      ['rename_session', { old_name: '门店', new_name: 'x' }],
      ['set_default', { session_name: '门店' }],
      ['set_tags', { user_id, tags: [] }],
      ['set_note', { user_id, note: '' }],
    ] as const)
      expect(await other.call(tool, input)).toMatchObject({
        isError: true,
        text: expect.stringContaining('not_allowed'),
      })
  })
})
