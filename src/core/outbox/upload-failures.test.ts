import { describe, expect, it } from 'vitest'
import { IlinkServerError } from '#core/ilink/errors.ts'
import { settle } from '#core/testing/settle.ts'
import { aFile, sendFiles, stage, uploaded, withFiles } from './files-testing.ts'
import { accepted, createTestOutbox, REFUSED } from './testing.ts'

describe('an upload that fails', () => {
  it.each([
    [{ kind: 'failed' }, 'refused: upload-failed'],
    [{ kind: 'refused', serverText: 'too big' }, 'refused: upload-refused'],
    [{ kind: 'forbidden-host', host: 'evil.example' }, 'refused: upload-host-not-allowed'],
    [{ kind: 'no-address' }, 'refused: upload-refused'],
    [{ kind: 'source-failed', error: new Error('gone') }, 'refused: file-missing'],
  ] as const)('%o is said, and the next file goes on', async (outcome, state) => {
    const { app, ids } = await withFiles(2)
    await app.session.uploads[0]?.end(outcome)
    await app.session.uploads[1]?.end(uploaded(2))
    await settle()
    expect(ids.map((id) => app.state(id))).toEqual([state, 'sending'])
  })

  it('is tried again on request, as the same message with the same client id', async () => {
    const { app, ids } = await withFiles(1)
    const [id] = ids
    if (id === undefined) throw new Error('nothing queued')
    const clientId = app.repository.get(id)?.clientId
    await app.session.uploads[0]?.end({ kind: 'failed' })
    await settle()
    app.outbox.retry(id)
    await settle()
    expect(app.state(id)).toBe('uploading')
    await app.session.uploads[1]?.end(uploaded(1))
    await settle()
    expect(app.session.clientIds).toEqual([clientId])
  })

  it('P3: what was refused by a send cannot be retried, for it may have reached somebody', async () => {
    const { app, ids } = await withFiles(1)
    const [id] = ids
    if (id === undefined) throw new Error('nothing queued')
    await app.session.uploads[0]?.end(uploaded(1))
    await settle()
    await app.session.last.answer(REFUSED)
    expect(() => app.outbox.retry(id)).toThrow('not-possible-now')
  })

  it('goes on by itself when only the connection was missing', async () => {
    const { app, ids } = await withFiles(1)
    const [id] = ids
    if (id === undefined) throw new Error('nothing queued')
    await app.session.uploads[0]?.end({ kind: 'not-connected' })
    await settle()
    expect(app.state(id)).toBe('queued: not-connected')
    expect(app.session.uploads).toHaveLength(1)
    await app.clock.advance(2000)
    await settle()
    expect(app.session.uploads).toHaveLength(2)
  })

  it('P5: "rate limited" pauses the account, sends and uploads alike', async () => {
    const { app, ids } = await withFiles(3)
    const error = new IlinkServerError({ endpoint: 'getuploadurl', ret: -2, errcode: null, errmsg: '' })
    await app.session.uploads[0]?.end({ kind: 'rate-limited', error })
    await app.session.uploads[1]?.end(uploaded(2))
    await settle()
    expect(ids.map((id) => app.state(id))).toEqual([
      'refused: rate-limited',
      'queued: rate-limit-pause',
      'queued: rate-limit-pause',
    ])
    expect([app.session.uploads.length, app.session.sends.length]).toEqual([2, 0])
    await app.clock.advance(60_000)
    await settle()
    expect([app.session.uploads.length, app.session.sends.length]).toEqual([3, 1])
  })

  it('P5: two that are refused together count once, and the next one comes after a minute', async () => {
    const { app } = await withFiles(3)
    const error = new IlinkServerError({ endpoint: 'getuploadurl', ret: -2, errcode: null, errmsg: '' })
    await app.session.uploads[0]?.end({ kind: 'rate-limited', error })
    await app.session.uploads[1]?.end({ kind: 'rate-limited', error })
    await settle()
    await app.clock.advance(60_000)
    await settle()
    expect(app.session.uploads).toHaveLength(3)
  })

  it('P5: a pause that an upload was asked for outlasts a send under way', async () => {
    const { app } = await withFiles(2)
    const error = new IlinkServerError({ endpoint: 'getuploadurl', ret: -2, errcode: null, errmsg: '' })
    await app.session.uploads[0]?.end(uploaded(1))
    await settle()
    expect(app.session.sends).toHaveLength(1)
    await app.session.uploads[1]?.end({ kind: 'rate-limited', error })
    await app.session.last.answer(accepted('900'))
    await settle()
    await app.sendOne('afterwards')
    await app.clock.advance(59_000)
    await settle()
    expect(app.session.sends).toHaveLength(1)
    await app.clock.advance(1_000)
    await settle()
    expect(app.session.sends).toHaveLength(2)
  })

  it('one that ends after its message was held back and released again is sent', async () => {
    const { app, ids } = await withFiles(1, 'a caption')
    const file = ids[1]
    if (file === undefined) throw new Error('nothing queued')
    await app.session.last.answer(REFUSED)
    expect(app.state(file)).toBe('waiting-for-contact: behind-refused')
    app.write({ id: '2' })
    app.outbox.sendWaiting(app.conversationWith())
    await app.session.uploads[0]?.end(uploaded(1))
    await app.clock.advance(10_000)
    await settle()
    expect(app.state(file)).toBe('sending')
  })

  it('what was obtained is kept where it could not be written at once', async () => {
    const { app, ids } = await withFiles(1)
    const [id] = ids
    if (id === undefined) throw new Error('nothing queued')
    const setItem = app.repository.setItem.bind(app.repository)
    app.repository.setItem = () => {
      throw new Error('the disk is full')
    }
    await app.session.uploads[0]?.end(uploaded(1))
    await settle()
    app.repository.setItem = setItem
    await app.clock.advance(30_000)
    await settle()
    expect(app.session.uploads).toHaveLength(1)
    expect(app.state(id)).toBe('sending')
  })

  it('a server in trouble is not given the whole queue at once', async () => {
    const { app, ids } = await withFiles(10)
    await app.session.uploads[0]?.end({ kind: 'failed' })
    await app.session.uploads[1]?.end({ kind: 'failed' })
    await settle()
    expect(app.session.uploads).toHaveLength(2)
    expect(ids.filter((id) => app.state(id).startsWith('refused'))).toHaveLength(2)
    await app.clock.advance(30_000)
    await settle()
    expect(app.session.uploads).toHaveLength(4)
  })

  it('says that the file is gone without asking the server', async () => {
    const app = createTestOutbox()
    app.write()
    app.gone.add(aFile(1).hash)
    const [id] = sendFiles(app, [stage(app, 1)])
    await settle()
    expect(id === undefined ? '' : app.state(id)).toBe('refused: file-missing')
    expect(app.session.uploads).toHaveLength(0)
  })
})

it('a text behind files that are gone goes out, also when they are found gone one by one', async () => {
  const app = createTestOutbox()
  app.write()
  const staged = [1, 2, 3, 4].map((n) => stage(app, n))
  sendFiles(app, staged)
  await settle()
  const behind = await app.sendOne('behind them')
  for (const n of [3, 4]) app.gone.add(aFile(n).hash)
  await app.session.uploads[0]?.end({ kind: 'failed' })
  await app.session.uploads[1]?.end({ kind: 'failed' })
  await app.clock.advance(30_000)
  await settle()
  expect(app.state(behind)).toBe('sending')
})
