import { expect, it } from 'vitest'
import { settleRestoredMedia } from '#core/backup/restored-media.ts'
import { settleRestoredOutbox } from '#core/backup/restored-outbox.ts'
import { accepted } from '#core/outbox/testing.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import { settle } from '#core/testing/settle.ts'
import { AppError } from '#shared/errors.ts'
import { createTestSchedule } from './testing.ts'

const MB = 1024 * 1024

const PICTURE: MediaFile = { hash: 'a1', size: 2_000, md5: 'm1', kind: 'image', type: 'image/png' }
const LIST: MediaFile = { hash: 'b2', size: 3_000, md5: 'm2', kind: 'other', type: 'application/pdf' }
const FILM: MediaFile = { hash: 'c3', size: 90 * MB, md5: 'm3', kind: 'video', type: 'video/mp4' }

const UPLOADED = {
  kind: 'uploaded',
  encryptQueryParam: 'param',
  keyHex: '00112233445566778899aabbccddeeff',
  cipherSize: 2_016,
} as const

/** Somebody has written, and two files are being reviewed. */
function withFiles() {
  const app = createTestSchedule()
  app.start()
  app.write()
  const staged = [
    { stagedId: app.stage('shelf.png', PICTURE).id, asFile: false },
    { stagedId: app.stage('list.pdf', LIST).id, asFile: false },
  ]
  return { ...app, staged }
}

const parts = (app: ReturnType<typeof withFiles>) =>
  app.messages
    .before(app.conversationWith(), null, 100)
    .filter(({ sending }) => sending !== null)
    .map(({ parts, sending }) => `${parts[0]?.kind} ${sending?.state}: ${sending?.reason}`)

it('a text and the files behind it leave in their order when their time has come', async () => {
  const app = withFiles()
  app.add('the shelf', 10, { files: app.staged })
  expect(app.schedule.list()).toMatchObject([
    {
      text: 'the shelf',
      files: [
        { name: 'shelf.png', kind: 'image', isMissing: false },
        { name: 'list.pdf', kind: 'file', isMissing: false },
      ],
    },
  ])
  await app.pass(9)
  expect([app.session.uploads, app.session.sends]).toEqual([[], []])
  await app.pass(1.1)
  expect(app.schedule.list()).toEqual([])
  expect(parts(app)).toEqual(['text sending: null', 'image uploading: null', 'file uploading: null'])
  await app.session.last.answer(accepted('1'))
  for (const upload of app.session.uploads) await upload.end(UPLOADED)
  await app.clock.advance(2_000)
  await app.session.last.answer(accepted('2'))
  await app.clock.advance(2_000)
  expect(app.session.last.message.item).toMatchObject({ type: 4, file_item: { file_name: 'list.pdf' } })
})

it('files go out alone, and nothing at all is not scheduled', () => {
  const app = withFiles()
  app.add(' ', 10, { files: app.staged })
  expect(app.schedule.list()).toMatchObject([{ text: '', files: [{}, {}] }])
  expect(() => app.add(' ', 10)).toThrow(new AppError('text-empty'))
})

it('what is scheduled is reviewed no more, and cannot be scheduled again', () => {
  const app = withFiles()
  app.add('once', 10, { files: app.staged })
  expect(() => app.add('twice', 10, { files: app.staged })).toThrow(new AppError('not-found'))
  expect(app.schedule.list()).toHaveLength(1)
})

it('its files are kept while it is scheduled, and let go when it is cancelled', () => {
  const app = withFiles()
  const id = app.add('', 10, { files: app.staged })
  const hashes = [PICTURE.hash, LIST.hash]
  expect(app.files.takeUnreferenced(hashes)).toEqual([])
  app.schedule.cancel(id)
  expect(app.released).toEqual(hashes)
  expect(app.files.takeUnreferenced(hashes).map(({ hash }) => hash)).toEqual(hashes)
})

it('its files are let go with the account, and with the history of the contact', () => {
  const app = withFiles()
  app.add('', 10, { files: app.staged.slice(0, 1) })
  app.outbox.cancelConversation(app.conversationWith())
  expect([app.schedule.list(), app.released]).toEqual([[], [PICTURE.hash]])
  app.add('', 10, { files: app.staged.slice(1) })
  app.outbox.cancelAccount(app.accountId)
  expect([app.schedule.list(), app.released]).toEqual([[], [PICTURE.hash, LIST.hash]])
})

it('comes back to be edited with its files', async () => {
  const app = withFiles()
  const id = app.add('the shelf', 10, { files: app.staged })
  const taken = await app.schedule.takeBack(id, '')
  expect(taken.draft).toBe('the shelf')
  expect(taken.files.map(({ staged, asFile }) => [staged.name, asFile])).toEqual([
    ['shelf.png', false],
    ['list.pdf', false],
  ])
  const [first] = taken.files
  if (first === undefined) throw new Error('no file came back')
  const alone = app.add('', 10, { files: [{ stagedId: first.staged.id, asFile: true }] })
  expect(await app.schedule.takeBack(alone, 'typed')).toMatchObject({
    draft: 'typed',
    files: [{ asFile: true }],
  })
})

it('every file counts where few messages are left', async () => {
  const app = withFiles()
  app.add('the shelf', 10, { files: app.staged })
  for (let n = 0; n < 8; n += 1) app.conversations.recordSend(app.conversationWith())
  await app.pass(11)
  expect(app.session.sends).toEqual([])
  expect(parts(app)).toEqual([
    'text waiting-for-contact: quota-used',
    'image waiting-for-contact: quota-used',
    'file waiting-for-contact: quota-used',
  ])
})

it('waits for the operator where the bytes of a file have gone', async () => {
  const app = withFiles()
  app.add('the shelf', 10, { files: app.staged })
  app.gone.add(LIST.hash)
  await app.pass(11)
  expect([app.session.sends, app.session.uploads]).toEqual([[], []])
  expect(parts(app)).toEqual([
    'text waiting-for-contact: file-missing',
    'image waiting-for-contact: file-missing',
    'file waiting-for-contact: file-missing',
  ])
})

it('says which of its files is not known any more, and cannot be sent as it is', async () => {
  const app = withFiles()
  const id = app.add('', 10, { files: app.staged.slice(0, 1) })
  app.database.sql('DELETE FROM media_files WHERE hash = ?').run(PICTURE.hash)
  expect(app.schedule.list()).toMatchObject([{ files: [{ name: 'shelf.png', isMissing: true }] }])
  expect(() => app.schedule.sendNow(id)).toThrow(new AppError('media-missing'))
  expect(await app.schedule.takeBack(id, '')).toEqual({ draft: '', files: [] })
})

it.each(['media_files WHERE hash', 'scheduled_files WHERE hash'])(
  'waits whole for the operator, who sees which file is gone: %s',
  async (row) => {
    const app = withFiles()
    app.add('the shelf', 10, { files: app.staged })
    app.database.sql(`DELETE FROM ${row} = ?`).run(LIST.hash)
    await app.pass(20)
    expect([app.session.sends, app.session.uploads, app.schedule.list()]).toEqual([[], [], []])
    expect(parts(app)).toEqual([
      'text waiting-for-contact: file-missing',
      'image waiting-for-contact: file-missing',
      'file waiting-for-contact: file-missing',
    ])
    app.outbox.sendWaiting(app.conversationWith())
    await settle()
    expect(parts(app)).toEqual(['text sending: null', 'image uploading: null', 'file refused: file-missing'])
  },
)

it('what a backup did not hold of it is seen among what waits after a restore', async () => {
  const app = withFiles()
  app.add('the shelf', 10, { files: app.staged })
  settleRestoredOutbox(app.database)
  settleRestoredMedia(app.database, new Set([PICTURE.hash]))
  app.alarm.check()
  await settle()
  expect(parts(app)).toEqual([
    'text waiting-for-contact: restored',
    'image waiting-for-contact: restored',
    'file waiting-for-contact: file-missing',
  ])
})

it('nothing of it is uploaded where sending it now could not be written', async () => {
  const app = withFiles()
  const id = app.add('', 10, { files: app.staged })
  const breaks = () =>
    app.database.transaction(() => {
      app.schedule.sendNow(id)
      throw new Error('the disk is full')
    })
  expect(breaks).toThrow('the disk is full')
  await settle()
  expect(app.session.uploads).toEqual([])
  expect(app.schedule.list()).toMatchObject([{ id, files: [{}, {}] }])
  app.schedule.sendNow(id)
  await settle()
  expect(app.session.uploads).toHaveLength(2)
})

it('a large file has the time that its bytes take, another one waits as ever', async () => {
  const app = withFiles()
  app.add('', 10, { files: [{ stagedId: app.stage('film.mp4', FILM).id, asFile: false }] })
  await app.pass(10.1)
  await app.pass(8)
  expect(parts(app)).toEqual(['video uploading: null'])
  await app.session.uploads[0]?.end(UPLOADED)
  await settle()
  expect(parts(app)).toEqual(['video sending: null'])
})
