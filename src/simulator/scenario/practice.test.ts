import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mediaOf, prepare, uploadFor } from '../cdn/test-media.ts'
import type { Simulator } from '../index.ts'
import { startSimulator } from '../index.ts'
import { ManualTimers, messagesOf, TestClient, textsOf, until } from '../test-client.ts'
import type { WireObject } from '../wire.ts'
import { field, textOf } from '../wire.ts'
import type { Practice, PracticeBinding } from './practice.ts'
import { startPractice } from './practice.ts'

const hour = 3_600_000
const start = 1_790_000_000_000

describe('practice people', () => {
  let sim: Simulator
  let timers: ManualTimers
  let practice: Practice

  beforeEach(async () => {
    timers = new ManualTimers()
    sim = await startSimulator({ seed: 1, timers, clock: { now: () => start } })
    practice = startPractice(sim)
  })
  afterEach(async () => {
    practice.stop()
    await sim.close()
  })

  const binding = (alias: string): PracticeBinding => {
    const found = practice.presetBindings().find((candidate) => candidate.alias === alias)
    if (!found) throw new Error(`no account ${alias}`)
    return found
  }
  const clientOf = (alias: string): TestClient => {
    const { botToken, baseUrl } = binding(alias)
    return new TestClient(baseUrl ?? '', botToken)
  }
  const userIdOf = (alias: string, person: string): string =>
    binding(alias).people.find((candidate) => candidate.alias === person)?.userId ?? ''

  it('fill the inbox with a day of every kind of message', async () => {
    const messages: WireObject[] = []
    for (const { alias } of practice.presetBindings())
      messages.push(...messagesOf(await clientOf(alias).poll()))
    expect(messages.length).toBeGreaterThanOrEqual(30)
    expect(new Set(messages.map((message) => message['from_user_id'])).size).toBeGreaterThanOrEqual(12)
    const types = messages.flatMap((message) => {
      const items = field(message, 'item_list')
      return Array.isArray(items) ? items.map((item) => field(item, 'type')) : []
    })
    expect(new Set(types)).toEqual(new Set([1, 2, 3, 4, 5, 8]))
    for (const message of messages) expect(Number(message['create_time_ms'])).toBeLessThan(start)
  })

  it('are enough for a broadcast to thirty, most of whom can be reached and some of whom cannot', async () => {
    const windows = practice.presetBindings().flatMap(({ account, people }) =>
      people.map(({ userId }) => {
        const { messages } = sim.world.phone({ account, person: userId })
        return start - Math.max(...messages.filter(({ by }) => by === 'person').map(({ at }) => at))
      }),
    )
    expect(windows.filter((age) => age < 24 * hour).length).toBeGreaterThanOrEqual(30)
    expect(windows.some((age) => age > 24 * hour)).toBe(true)
  })

  it('wrote nothing that cannot be downloaded, each picture its own', async () => {
    const lines = practice
      .presetBindings()
      .flatMap(({ account, people }) =>
        people.flatMap(({ userId }) => sim.world.phone({ account, person: userId }).messages),
      )
    const media = lines.flatMap((line) => line.media ?? [])
    expect(new Set(media.map(({ kind }) => kind))).toEqual(new Set(['image', 'voice', 'video', 'file']))
    for (const { size, sha256 } of media) expect(sim.world.mediaBytes(sha256)).toHaveLength(size)
    const pictures = media.filter(({ kind }) => kind === 'image')
    expect(new Set(pictures.map(({ sha256 }) => sha256)).size).toBe(pictures.length)
  })

  it('say what they got when the operator sends media', async () => {
    const client = clientOf('工作室')
    await client.poll()
    const to = userIdOf('工作室', '小陈')
    const upload = prepare(to, Buffer.from('price list'), 3)
    const media = mediaOf(await uploadFor(client, upload), upload.keyHex)
    const file_item = { media, file_name: '价格.txt', len: '10' }
    expect((await client.send(to, '', { item_list: [{ type: 4, file_item }] })).json['ret']).toBe(0)
    timers.pass(6000)
    const [answer] = textsOf(await client.poll())
    expect(answer).toMatch(/收到/)
  })

  it('leave one window about to close, one closed and one quota nearly used up', async () => {
    const soon = [clientOf('售后'), userIdOf('售后', '赵先生')] as const
    expect((await soon[0].send(soon[1], '您好')).json['ret']).toBe(0)
    expect((await clientOf('老客户').send(userIdOf('老客户', '孙总'), '您好')).json['ret']).toBe(-2)
    const low = [clientOf('门店'), userIdOf('门店', '小杨')] as const
    const answers = []
    for (let round = 0; round < 3; round += 1)
      answers.push((await low[0].send(low[1], `${round}`)).json['ret'])
    expect(answers).toEqual([0, 0, -2])
    sim.world.advance({ ms: hour })
    expect((await soon[0].send(soon[1], '还在吗')).json['ret']).toBe(-2)
  })

  it('answer a few seconds after the operator wrote', async () => {
    const client = clientOf('工作室')
    await client.poll()
    await client.send(userIdOf('工作室', '小陈'), '看过了，很好')
    timers.pass(6000)
    const [answer] = messagesOf(await client.poll())
    expect(answer?.['from_user_id']).toBe(userIdOf('工作室', '小陈'))
  })

  it('write by themselves from time to time', async () => {
    const written = () =>
      practice
        .presetBindings()
        .flatMap(({ account, people }) =>
          people.map(({ userId }) => sim.world.phone({ account, person: userId })),
        )
        .reduce((sum, { messages }) => sum + messages.length, 0)
    const before = written()
    for (let round = 0; round < 10; round += 1) timers.pass(25_000)
    expect(written()).toBeGreaterThanOrEqual(before + 8)
  })

  it('scan and confirm a fresh code, then say hello', async () => {
    const client = new TestClient(sim.url)
    const qrcode = await client.newCode()
    timers.pass(3000)
    expect((await client.status(qrcode)).json['status']).toBe('scaned')
    timers.pass(3000)
    const { json } = await client.status(qrcode)
    expect(json['status']).toBe('confirmed')
    const bot = new TestClient(sim.url, textOf(json, 'bot_token'))
    const polled = bot.poll()
    await until(() => sim.world.log({ call: 'getupdates' }).requests.length === 1)
    timers.pass(3000)
    expect(messagesOf(await polled)).toHaveLength(1)
  })

  it('let another owner scan each of two codes shown at once', async () => {
    const client = new TestClient(sim.url)
    const codes = [await client.newCode(), await client.newCode()]
    timers.pass(3000)
    timers.pass(3000)
    const answers = await Promise.all(codes.map((qrcode) => client.status(qrcode)))
    expect(answers.map(({ json }) => json['status'])).toEqual(['confirmed', 'confirmed'])
    expect(new Set(answers.map(({ json }) => json['ilink_user_id'])).size).toBe(2)
  })

  it('fall silent when stopped', () => {
    practice.stop()
    expect(timers.waiting).toBe(0)
  })
})
