import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { Database } from '#core/storage/database.ts'
import { MediaFileRepository } from '#core/storage/media-file-repository.ts'
import { readStorageUse } from '#core/storage/storage-use.ts'
import { TestClock } from '#core/testing/clock.ts'
import { testRandom } from '#core/testing/random.ts'
import type { StagedId, StageResult } from '#shared/model/media.ts'
import vectors from '#test/fixtures/ilink-vectors.json'
import { exifWithPlace, jpegWith } from './place/testing.ts'
import { Staging } from './staging.ts'
import { createTestFileStore } from './testing.ts'

const PNG = Buffer.from(vectors.media_round_trip.plaintext_hex, 'hex')
const key = (n: number) => `40000000-0000-4000-8000-${String(n).padStart(12, '0')}`

function createTestStaging(maxBytes = 1_000_000) {
  const random = testRandom()
  const disk = createTestFileStore(random)
  const database = new Database(':memory:')
  const files = new MediaFileRepository(database)
  const staging = new Staging({
    store: disk.store,
    files,
    clock: new TestClock(0),
    random,
    maxBytes: () => maxBytes,
    onReleased: (hashes) => {
      for (const { hash } of files.takeUnreferenced(hashes)) disk.store.remove(hash)
    },
  })
  function write(name: string, content: Uint8Array): string {
    const file = path.join(disk.folder, name)
    writeFileSync(file, content)
    return file
  }
  const take = (file: string, n = 1) => staging.handle({ kind: 'path', key: key(n), path: file })
  return { ...disk, database, files, staging, write, take, [Symbol.dispose]: disk[Symbol.dispose] }
}

const problemOf = (result: StageResult | null) => (result?.ok === false ? result.problem : result)

async function read(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  // chunks are written over
  for await (const chunk of chunks) parts.push(Buffer.from(chunk))
  return Buffer.concat(parts)
}

describe('a picture that says where it was taken', () => {
  it('goes out without that, unless the other copy of it is chosen', async () => {
    using app = createTestStaging()
    const picture = jpegWith(exifWithPlace())
    const result = await app.take(app.write('door.jpg', picture))
    if (result?.ok !== true || result.file.withPlace === null) throw new Error('not taken in two copies')
    const { id, withPlace } = result.file
    expect(result.file).toMatchObject({ name: 'door.jpg', size: picture.length, sendKind: 'image' })
    const bytesOf = (staged: StagedId) => read(app.store.read(app.files.staged(staged)?.file.hash ?? ''))
    expect(await bytesOf(withPlace)).toEqual(picture)
    const clean = await bytesOf(id)
    expect(clean.length).toBe(picture.length)
    expect(clean.toString('latin1')).not.toMatch(/GPS/u)
    app.staging.discard([id, withPlace])
    expect(app.files.totalBytes()).toBe(0)
  })

  it('has both copies again when what it is part of is opened anew, the kept one whole', async () => {
    using app = createTestStaging()
    const taken = await app.take(app.write('door.jpg', jpegWith(exifWithPlace())))
    const kept = taken?.ok === true ? taken.file.withPlace : null
    const file = kept === null ? undefined : app.files.staged(kept)?.file
    if (file === undefined) throw new Error('not taken in two copies')
    const again = await app.staging.again('door.jpg', file)
    expect(again.withPlace === null ? null : app.files.staged(again.withPlace)?.file).toEqual(file)
    const clean = taken?.ok === true ? app.files.staged(taken.file.id)?.file : undefined
    expect(app.files.staged(again.id)?.file).toEqual(clean)
    const cleanAgain = await app.staging.again('door.jpg', clean ?? file)
    expect(cleanAgain.withPlace).toBeNull()
  })

  it('says of one that cannot be looked through that it may hold a place', async () => {
    using app = createTestStaging()
    const taken = await app.take(app.write('door.jpg', jpegWith(exifWithPlace())))
    const kept = taken?.ok === true ? taken.file.withPlace : null
    const file = kept === null ? undefined : app.files.staged(kept)?.file
    if (file === undefined) throw new Error('not taken in two copies')
    const gone = { ...file, hash: '0'.repeat(64) }
    app.files.add(gone, 1)
    expect(await app.staging.again('door.jpg', gone)).toMatchObject({ withPlace: null, mayHoldPlace: true })
    expect(await app.staging.again('door.jpg', file)).toMatchObject({ mayHoldPlace: false })
  })

  it('and one that does not is there once', async () => {
    using app = createTestStaging()
    expect(await app.take(app.write('dot.png', PNG))).toMatchObject({ file: { withPlace: null } })
    expect(app.files.totalBytes()).toBe(PNG.length)
  })
})

describe('a dropped file', () => {
  it.each([
    ['\u1112\u1161\u11ab\u1100\u1173\u11af.txt', '\ud55c\uae00.txt'],
    ['家👨\u200d👩\u200d👧.txt', '家👨\u200d👩\u200d👧.txt'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['\u200b', 'file'],
  ])('P12: %j goes out as %j', async (given, sent) => {
    using app = createTestStaging()
    expect(await app.take(app.write(given, PNG))).toMatchObject({ ok: true, file: { name: sent } })
  })

  it.skipIf(path.sep === '\\')('goes out under the last part of a name with a backslash', async () => {
    using app = createTestStaging()
    expect(await app.take(app.write('a\\b.txt', PNG))).toMatchObject({ ok: true, file: { name: 'b.txt' } })
  })

  it('is copied at once: changing or deleting it afterwards changes nothing', async () => {
    using app = createTestStaging()
    const file = app.write('新品 目录.png', PNG)
    const result = await app.take(file)
    expect(result).toMatchObject({
      ok: true,
      file: { name: '新品 目录.png', size: 69, kind: 'image', type: 'image/png', sendKind: 'image' },
    })
    truncateSync(file, 3)
    const staged = result?.ok === true ? app.files.staged(result.file.id) : null
    expect(staged?.file.md5).toBe(vectors.media_round_trip.rawfilemd5)
    expect(await read(app.store.read(staged?.file.hash ?? ''))).toEqual(PNG)
  })

  it('P12: is what its bytes are, whatever its name says', async () => {
    using app = createTestStaging()
    expect(await app.take(app.write('picture.png', Buffer.from('just words')))).toMatchObject({
      file: { kind: 'other', type: null, sendKind: 'file' },
    })
    expect(await app.take(app.write('noextension', PNG))).toMatchObject({ file: { sendKind: 'image' } })
  })

  it('lies there once, however often it is dropped', async () => {
    using app = createTestStaging()
    const results = [await app.take(app.write('a.png', PNG)), await app.take(app.write('b.png', PNG))]
    expect(results.map((result) => result?.ok)).toEqual([true, true])
    expect(readStorageUse(app.database)).toMatchObject({ totalFiles: 1, totalBytes: 69 })
  })

  it('is gone from the disk once nobody wants it', async () => {
    using app = createTestStaging()
    const result = await app.take(app.write('a.png', PNG))
    if (result?.ok !== true) throw new Error('not taken')
    const hash = app.files.staged(result.file.id)?.file.hash ?? ''
    app.staging.discard([result.file.id])
    expect([readStorageUse(app.database).totalFiles, app.store.isWhole({ hash, size: 69 })]).toEqual([
      0,
      false,
    ])
  })

  it('is refused with what is wrong with it', async () => {
    using app = createTestStaging(100)
    mkdirSync(path.join(app.folder, 'folder'))
    expect(problemOf(await app.take(path.join(app.folder, 'folder')))).toBe('folder')
    expect(problemOf(await app.take(app.write('empty', Buffer.alloc(0))))).toBe('empty')
    expect(problemOf(await app.take(app.write('large', Buffer.alloc(101))))).toBe('too-large')
    expect(problemOf(await app.take(path.join(app.folder, 'not there')))).toBe('unreadable')
  })

  it('leaves nothing half done behind', async () => {
    using app = createTestStaging()
    await app.take(app.write('a.png', PNG))
    await app.take(path.join(app.folder, 'not there'))
    expect(readdirSync(path.join(app.folder, 'media', 'incoming'))).toEqual([])
  })
})

describe('a pasted file', () => {
  const begin = (n: number, size: number) => ({ kind: 'begin', key: key(n), name: 'C:\\x\\pasted.png', size })
  const chunk = (n: number, bytes: Uint8Array) => ({ kind: 'chunk', key: key(n), bytes })

  it('comes in chunks and is whole', async () => {
    using app = createTestStaging()
    expect(await app.staging.handle(begin(1, 69))).toBeNull()
    expect(await app.staging.handle(chunk(1, PNG.subarray(0, 40)))).toBeNull()
    expect(await app.staging.handle(chunk(1, PNG.subarray(40)))).toBeNull()
    expect(await app.staging.handle({ kind: 'end', key: key(1) })).toMatchObject({
      file: { name: 'pasted.png', size: 69, sendKind: 'image' },
    })
  })

  it('is refused when more or less comes than was announced', async () => {
    using app = createTestStaging()
    await app.staging.handle(begin(1, 10))
    expect(problemOf(await app.staging.handle(chunk(1, PNG)))).toBe('changed')
    await app.staging.handle(begin(2, 70))
    await app.staging.handle(chunk(2, PNG))
    expect(problemOf(await app.staging.handle({ kind: 'end', key: key(2) }))).toBe('changed')
  })

  it('can be cancelled', async () => {
    using app = createTestStaging()
    await app.staging.handle(begin(1, 69))
    await app.staging.handle(chunk(1, PNG.subarray(0, 40)))
    expect(await app.staging.handle({ kind: 'cancel', key: key(1) })).toBeNull()
    expect(problemOf(await app.staging.handle({ kind: 'end', key: key(1) }))).toBe('cancelled')
    expect(readStorageUse(app.database).totalFiles).toBe(0)
  })
})

it.each([
  null,
  'path',
  { kind: 'path', key: 'no uuid', path: '/etc/passwd' },
  { kind: 'path', key: key(1), path: '' },
  { kind: 'chunk', key: key(1), bytes: 'text' },
  { kind: 'begin', key: key(1), name: 'x', size: -1 },
  { kind: 'other', key: key(1) },
])('takes nothing for %j', async (message) => {
  using app = createTestStaging()
  expect(await app.staging.handle(message)).toEqual({ ok: false, name: '', problem: 'unreadable' })
})
