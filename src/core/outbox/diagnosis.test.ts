import { describe, expect, it } from 'vitest'
import { IlinkServerError, IlinkTransportError } from '#core/ilink/errors.ts'
import { settle } from '#core/testing/settle.ts'
import { createTranslator } from '#shared/i18n/translate.ts'
import type { SendReason } from '#shared/model/message.ts'
import { withFiles } from './files-testing.ts'
import { accepted, createTestOutbox, RATE_LIMITED } from './testing.ts'

type Lost = Pick<IlinkTransportError, 'kind'> & { status?: number }

async function lost({ kind, status }: Lost) {
  const app = createTestOutbox()
  app.write()
  const id = await app.sendOne('first')
  const error = new IlinkTransportError({
    ...{ endpoint: 'sendmessage', kind, delivery: 'unknown' },
    ...(status === undefined ? {} : { status }),
  })
  await app.session.last.answer({ kind: 'unknown-delivery', error })
  return app.message(id)
}

describe('P3: a send without a usable answer is unconfirmed, in words for what happened', () => {
  it.each<[string, Lost, SendReason, string | null]>([
    ['HTTP 500', { kind: 'http', status: 500 }, 'server-failed', 'HTTP 500'],
    ['HTTP 503', { kind: 'http', status: 503 }, 'server-failed', 'HTTP 503'],
    ['HTTP 429', { kind: 'http', status: 429 }, 'server-busy', 'HTTP 429'],
    ['HTTP 403', { kind: 'http', status: 403 }, 'server-declined', 'HTTP 403'],
    ['HTTP 302', { kind: 'redirect', status: 302 }, 'answered-by-another', 'HTTP 302'],
    ['HTTP 307', { kind: 'redirect', status: 307 }, 'answered-by-another', 'HTTP 307'],
    ['garbage', { kind: 'garbage' }, 'answer-unreadable', null],
    ['megabytes', { kind: 'too-large' }, 'answer-unreadable', null],
    ['silence', { kind: 'timeout' }, 'no-answer', null],
    ['half an answer', { kind: 'stalled' }, 'answer-lost', null],
    ['a broken connection', { kind: 'network' }, 'answer-lost', null],
  ])('%s', async (_, failure, reason, serverText) => {
    expect(await lost(failure)).toMatchObject({ state: 'unconfirmed', reason, serverText })
  })

  it.each<[SendReason, RegExp, RegExp]>([
    ['server-failed', /server.*before sending again/i, /服务器.*再次发送前/],
    ['server-busy', /wait a few minutes.*before sending again/i, /等几分钟.*再次发送前/],
    ['server-declined', /before sending again/, /再次发送前/],
    ['answered-by-another', /check the network.*before sending again/i, /检查网络.*再次发送前/],
    ['answer-unreadable', /could not be read.*before sending again/, /无法识别.*再次发送前/],
    ['no-answer', /No answer.*before sending again/, /没有等到回答.*再次发送前/],
  ])('%s says what to do next in both languages', (reason, english, chinese) => {
    expect(createTranslator('en')(`message.reason.${reason}`)).toMatch(english)
    expect(createTranslator('zh-CN')(`message.reason.${reason}`)).toMatch(chinese)
  })
})

describe('P5: "rate limited" is believed only where our own counters say nothing else', () => {
  it('with the window over: that is the reason, what is behind waits, and the account makes no pause', async () => {
    const app = createTestOutbox()
    app.write()
    await app.clock.advance(24 * 3_600_000)
    const id = await app.sendOne('still?', { force: true })
    await app.session.last.answer(RATE_LIMITED)
    expect(app.message(id)).toMatchObject({
      state: 'refused',
      reason: 'window-closed',
      serverText: 'rate limited',
    })
    expect(app.summary().refusedSinceInbound).toBe(true)
    app.write()
    await app.clock.advance(1_500)
    const next = await app.sendOne('good morning')
    expect(app.state(next)).toBe('sending')
  })

  it.each([
    [8, 'refused: rate-limited', 'queued: rate-limit-pause'],
    [9, 'refused: quota-used', 'waiting-for-contact: behind-refused'],
  ])('after %i of ten', async (sends, first, behind) => {
    const app = createTestOutbox()
    app.write()
    for (let n = 0; n < sends; n += 1) {
      await app.send(`text ${n}`)
      await app.session.last.answer(accepted(`90${n}`))
      await app.clock.advance(1_500)
    }
    const id = await app.sendOne('last')
    const next = await app.sendOne('behind it')
    await app.session.last.answer(RATE_LIMITED)
    expect([app.state(id), app.state(next)]).toEqual([first, behind])
  })

  it('before the contact ever wrote', async () => {
    const app = createTestOutbox()
    const id = await app.sendOne('hello?', { force: true })
    await app.session.last.answer(RATE_LIMITED)
    expect(app.state(id)).toBe('refused: never-written')
  })

  it('of an upload as well', async () => {
    const { app, ids } = await withFiles(2)
    for (let n = 0; n < 9; n += 1) app.conversations.recordSend(app.conversationWith())
    const error = new IlinkServerError({ endpoint: 'getuploadurl', ret: -2, errcode: null, errmsg: '' })
    await app.session.uploads[0]?.end({ kind: 'rate-limited', error })
    await settle()
    expect(ids.map((id) => app.state(id))).toEqual([
      'refused: quota-used',
      'waiting-for-contact: behind-refused',
    ])
    app.write()
    await app.clock.advance(1_500)
    const next = await app.sendOne('text')
    expect(app.state(next)).toBe('sending')
  })
})
