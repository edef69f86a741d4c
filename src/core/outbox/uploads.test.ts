import { describe, expect, it } from 'vitest'
import { settle } from '#core/testing/settle.ts'
import { StagedId } from '#shared/model/media.ts'
import { aFile, sendFiles, stage, uploaded, withFiles } from './files-testing.ts'
import { accepted, createTestOutbox, REFUSED } from './testing.ts'

describe('files become messages', () => {
  it('goes caption first, then every file as one message of its kind, in order', async () => {
    const app = createTestOutbox()
    app.write()
    const staged = [
      stage(app, 1),
      stage(app, 2, { kind: 'video', type: 'video/mp4' }, 'clip.mp4'),
      stage(app, 3, { kind: 'other', type: 'application/pdf' }, '报价单.pdf'),
      stage(app, 4, { kind: 'audio', type: 'audio/mpeg' }, 'song.mp3'),
    ]
    sendFiles(app, staged, 'Here they are')
    expect(
      app
        .shown()
        .slice(-5)
        .map(({ parts }) => parts[0]?.kind),
    ).toEqual(['text', 'image', 'video', 'file', 'file'])
    expect(app.shown().at(-2)?.parts).toEqual([{ kind: 'file', name: '报价单.pdf', size: 1003 }])
    expect(staged.map((id) => app.files.staged(id))).toEqual([null, null, null, null])
  })

  it.each([
    ['a\u000bcaption\ud83d\n\n', 'a\ncaption'],
    ['\u3164\n\u200b', null],
  ])('sends the caption %j as %j', (caption, sent) => {
    const app = createTestOutbox()
    app.write()
    sendFiles(app, [stage(app, 1)], caption)
    const texts = app.shown().flatMap(({ direction, parts: [part] }) => {
      return direction === 'out' && part?.kind === 'text' ? [part.text] : []
    })
    expect(texts).toEqual(sent === null ? [] : [sent])
  })

  it('sends a picture as a file when the operator says so', async () => {
    const app = createTestOutbox()
    app.write()
    sendFiles(app, [stage(app, 1)], '', true)
    expect(app.shown().at(-1)?.parts).toEqual([{ kind: 'file', name: 'picture-1.png', size: 1001 }])
  })

  it('asking twice with one request id queues once', async () => {
    const { app, ids } = await withFiles(1)
    expect(sendFiles(app, [])).toEqual(ids)
  })

  it('refuses a file that is not staged any more, and queues nothing', () => {
    const app = createTestOutbox()
    app.write()
    const gone = StagedId.parse('30000000-0000-4000-8000-999999999999')
    expect(() => sendFiles(app, [stage(app, 1), gone], 'caption')).toThrow('not-found')
    expect(app.shown().filter(({ direction }) => direction === 'out')).toEqual([])
  })
})

describe('an upload and its send', () => {
  it('is uploading, then sent with the item that the upload gave', async () => {
    const { app, ids } = await withFiles(1)
    const [id] = ids
    if (id === undefined) throw new Error('nothing queued')
    expect(app.state(id)).toBe('uploading')
    expect(app.session.uploads[0]).toMatchObject({ kind: 'image', source: { size: 1001 } })
    await app.session.uploads[0]?.end(uploaded(1))
    await settle()
    expect(app.session.last.message.item).toEqual({
      type: 2,
      image_item: {
        media: {
          encrypt_query_param: 'param-1',
          aes_key: Buffer.from('00112233445566778899aabbccddeeff').toString('base64'),
          encrypt_type: 1,
        },
        mid_size: 1008,
      },
    })
    await app.session.last.answer(accepted('9001'))
    expect(app.state(id)).toBe('accepted')
  })

  it('P3: a text behind an upload of its conversation waits for it; another conversation does not', async () => {
    const { app, ids } = await withFiles(1)
    const behind = await app.sendOne('behind the picture')
    app.write({ from: 'someone-else@im.wechat' })
    await app.send('for someone else', { to: app.conversationWith('someone-else@im.wechat') })
    expect(app.session.texts).toEqual([expect.stringContaining('for someone else')])
    await app.session.last.answer(accepted('1'))
    await app.session.uploads[0]?.end(uploaded(1))
    await settle()
    await app.clock.advance(1500)
    await settle()
    expect(app.session.last.message.item).toMatchObject({ type: 2 })
    await app.session.last.answer(accepted('2'))
    await app.clock.advance(1500)
    await settle()
    expect(app.session.last.message.item).toEqual({ type: 1, text_item: { text: 'behind the picture' } })
    expect([ids.length, app.state(behind)]).toEqual([1, 'sending'])
  })

  it('is drawn where the contact quotes it by its id alone', async () => {
    const { app } = await withFiles(1)
    await app.session.uploads[0]?.end(uploaded(1))
    await settle()
    await app.session.last.answer(accepted('7512345678901234567'))
    app.write({ text: 'this one?', quotes: { svr_id: '7512345678901234567' } })
    expect(app.shown().at(-1)?.quote).toMatchObject({
      found: true,
      direction: 'out',
      media: { kind: 'image', state: 'held' },
    })
  })

  it('keeps the order of files that are uploaded out of order', async () => {
    const { app } = await withFiles(2)
    expect(app.session.uploads).toHaveLength(2)
    await app.session.uploads[1]?.end(uploaded(2))
    await settle()
    expect(app.session.sends).toHaveLength(0)
    await app.session.uploads[0]?.end(uploaded(1))
    await settle()
    expect(app.session.texts).toEqual([expect.stringContaining('param-1')])
  })

  it('uploads two of an account at once and no more', async () => {
    const { app } = await withFiles(5)
    expect(app.session.uploads).toHaveLength(2)
    await app.session.uploads[0]?.end(uploaded(1))
    await settle()
    expect(app.session.uploads).toHaveLength(3)
  })
})

it('what was uploaded under an earlier binding is uploaded anew before it is sent', async () => {
  const { app, ids } = await withFiles(2)
  const [first, second] = ids
  if (first === undefined || second === undefined) throw new Error('nothing queued')
  await app.session.uploads[1]?.end(uploaded(2))
  await settle()
  expect(app.repository.get(second)?.item).not.toBeNull()
  const binding = { botId: 'another', baseUrl: 'https://x.test', ownerUserId: null }
  app.accounts.bind(app.accountId, binding)
  expect(app.repository.get(second)?.item).toBeNull()
})

describe('an upload that is taken back or cut short', () => {
  it('ends at once when it is cancelled, and nothing is sent', async () => {
    const { app, ids } = await withFiles(1)
    const [id] = ids
    if (id === undefined) throw new Error('nothing queued')
    app.outbox.cancel(id)
    await settle()
    expect(app.session.uploads[0]?.signal.aborted).toBe(true)
    expect(app.state(id)).toBe('cancelled')
    expect(app.session.sends).toHaveLength(0)
  })

  it('P3, P15: begins anew after the program was killed, and is sent once', async () => {
    const { app, ids } = await withFiles(1)
    const [id] = ids
    if (id === undefined) throw new Error('nothing queued')
    expect(app.state(id)).toBe('uploading')
    app.outbox.settleInterrupted()
    expect(app.state(id)).toBe('queued')
  })

  it('P3: an item that was obtained is kept over a restart', async () => {
    const { app, ids } = await withFiles(1)
    const [id] = ids
    if (id === undefined) throw new Error('nothing queued')
    app.session.block(app.accountId)
    await app.session.uploads[0]?.end(uploaded(1))
    await settle()
    app.outbox.settleInterrupted()
    app.session.unblock(app.accountId)
    app.outbox.wake(app.accountId)
    await settle()
    expect(app.session.uploads).toHaveLength(1)
    expect(app.session.texts).toEqual([expect.stringContaining('param-1')])
  })

  it('P5: is held behind a refusal, and its upload is not lost', async () => {
    const app = createTestOutbox()
    app.write()
    await app.send('refused')
    const [id] = sendFiles(app, [stage(app, 1)])
    await settle()
    if (id === undefined) throw new Error('nothing queued')
    await app.session.last.answer(REFUSED)
    expect(app.state(id)).toBe('waiting-for-contact: behind-refused')
    await app.session.uploads[0]?.end(uploaded(1))
    await settle()
    app.write()
    app.outbox.sendWaiting(app.conversationWith())
    await settle()
    await app.clock.advance(1500)
    await settle()
    expect(app.session.uploads).toHaveLength(1)
    expect(app.session.texts.at(-1)).toContain('param-1')
  })
})

describe('an attachment sent on', () => {
  it('goes out as a fresh upload for the other conversation', async () => {
    const { app } = await withFiles(1)
    app.write({ from: 'someone-else@im.wechat' })
    const to = app.conversationWith('someone-else@im.wechat')
    const [attachment] = app.media.ofMessage(app.shown().at(-1)?.id ?? never())
    const [id] = app.outbox.forward({
      mediaId: attachment?.id ?? never(),
      conversationId: to,
      requestId: '20000000-0000-4000-8000-000000000002',
      force: false,
    })
    await settle()
    expect(app.session.uploads.at(-1)).toMatchObject({ toUserId: 'someone-else@im.wechat', kind: 'image' })
    expect(id === undefined ? '' : app.state(id)).toBe('uploading')
  })

  it('is refused when its bytes are gone', async () => {
    const { app } = await withFiles(1)
    const [attachment] = app.media.ofMessage(app.shown().at(-1)?.id ?? never())
    app.gone.add(aFile(1).hash)
    expect(() =>
      app.outbox.forward({
        mediaId: attachment?.id ?? never(),
        conversationId: app.conversationWith(),
        requestId: '20000000-0000-4000-8000-000000000003',
        force: false,
      }),
    ).toThrow('media-missing')
  })
})

function never(): never {
  throw new Error('there is none')
}
