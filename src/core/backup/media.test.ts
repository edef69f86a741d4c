import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FileStore } from '#core/media/file-store.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { QuickReplyRepository } from '#core/storage/quick-reply-repository.ts'
import { ScheduledRepository } from '#core/storage/scheduled-repository.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { finishSwap } from './profile-swap.ts'
import { type Forgery, forge, NOW, PASSPHRASE, TestComputer } from './testing.ts'

const PICTURE = Buffer.from('the bytes of a picture in confidence')
/** Several chunks of a backup, and no end of one. */
const FILM = Buffer.alloc(1_500_001, 'a film of some length ')
const KEY = '00112233445566778899aabbccddeeff'

let old: TestComputer
let next: TestComputer
let account: AccountId
let conversation: ConversationId
beforeEach(() => {
  old = new TestComputer()
  next = new TestComputer()
  const filled = old.fill()
  account = filled.account
  conversation = filled.conversation
})
afterEach(async () => {
  await old.end()
  await next.end()
})

function hold(bytes: Uint8Array, key: string | null = null): Promise<string> {
  return old.addAttachment(account, conversation, bytes, key)
}

async function carryOver(): Promise<void> {
  expect(await old.backups.create(PASSPHRASE)).not.toBeNull()
  next.file = old.file
  await next.backups.choose()
  await next.backups.open(PASSPHRASE)
}

/** What the next computer knows of media once it has started over with the backup. */
async function restore() {
  expect(await next.backups.restore()).toBe(true)
  next.close()
  expect(finishSwap(next.folder)).not.toBeNull()
  const { database } = openDatabase(path.join(next.folder, 'data'), NOW)
  const read = (sql: string) =>
    database
      .sql(sql)
      .all()
      .map((row) => ({ ...row }))
  const known = {
    media: read('SELECT state, reason, hash FROM media ORDER BY id'),
    files: read('SELECT hash FROM media_files ORDER BY hash').map((row) => row['hash']),
    staged: read('SELECT id FROM staged_files'),
  }
  database.close()
  return known
}

function onDisk(): string[] {
  return next
    .files()
    .filter((name) => name.startsWith(path.join('data', 'media', path.sep)))
    .map((name) => path.basename(name))
}

async function openForged(change: (backup: Forgery) => void): Promise<void> {
  await old.backups.create(PASSPHRASE)
  await forge(String(old.file), change)
  next.file = old.file
  await next.backups.choose()
  await next.backups.open(PASSPHRASE)
}

describe('media in a backup', () => {
  it('come back whole on another computer, readable by their owner alone', async () => {
    const [picture, film] = [await hold(PICTURE), await hold(FILM, KEY)]
    await carryOver()
    expect(await restore()).toEqual({
      media: [
        { state: 'held', reason: null, hash: picture },
        { state: 'held', reason: null, hash: film },
      ],
      files: [picture, film].sort(),
      staged: [],
    })
    const store = new FileStore(path.join(next.folder, 'data', 'media'), { uuid: () => 'unused' })
    expect(readFileSync(store.pathOf(picture)).equals(PICTURE)).toBe(true)
    expect(readFileSync(store.pathOf(film)).equals(FILM)).toBe(true)
    if (process.platform === 'win32') return
    expect(statSync(store.pathOf(film)).mode & 0o777).toBe(0o600)
    expect(statSync(path.join(next.folder, 'data', 'media')).mode & 0o777).toBe(0o700)
  })

  it('P9: cannot be read in its bytes', async () => {
    await hold(PICTURE, KEY)
    await carryOver()
    for (const secret of [PICTURE, KEY]) expect(old.bytes().includes(secret)).toBe(false)
  })

  it('count in how far it is', async () => {
    await hold(Buffer.alloc(20_000_000))
    await old.backups.create(PASSPHRASE)
    const percents = old.tasks.flatMap((task) => (task === null ? [] : [task.percent]))
    expect(percents).toEqual([...percents].sort((one, other) => one - other))
    expect(percents.length).toBeGreaterThan(50)
    expect(percents.at(-1)).toBe(100)
  })

  it('that are not on this computer any more do not come, and are fetched again where they can be', async () => {
    const kept = await hold(PICTURE)
    const missing = [
      await hold(Buffer.from('gone, with address'), KEY),
      await hold(Buffer.from('gone for good')),
    ]
    const short = await hold(Buffer.from('cut by somebody'), KEY)
    const spoilt = await hold(Buffer.from('spoilt by the disk'), KEY)
    for (const hash of missing) rmSync(old.media.pathOf(hash))
    truncateSync(old.media.pathOf(short), 3)
    writeFileSync(old.media.pathOf(spoilt), 'spoilt by a disk!!')
    const before = old.dump()
    await carryOver()
    expect(old.dump()).toEqual(before)
    expect(await restore()).toEqual({
      media: [
        { state: 'held', reason: null, hash: kept },
        { state: 'on-demand', reason: null, hash: null },
        { state: 'removed', reason: 'missing', hash: null },
        { state: 'on-demand', reason: null, hash: null },
        { state: 'on-demand', reason: null, hash: null },
      ],
      files: [kept],
      staged: [],
    })
    expect(onDisk()).toEqual([kept])
  })

  it('may be removed while it is written', async () => {
    const hashes = [await hold(PICTURE, KEY), await hold(FILM, KEY)]
    old.onTask = (task) => {
      // the database is copied by then, and none of them written
      if (task === null || task.percent < 30) return
      for (const hash of hashes) old.media.remove(hash)
    }
    await carryOver()
    expect((await restore()).media.map(({ state }) => state)).toEqual(['on-demand', 'on-demand'])
  })

  it('hold what quick replies hold', async () => {
    const hash = await old.addStaged(PICTURE)
    old.database.sql('DELETE FROM staged_files').run()
    const item = { kind: 'file', hash, name: 'price.png', asFile: false, file: null } as const
    new QuickReplyRepository(old.database).add({ title: 'Price', group: '', items: [item] })
    await carryOver()
    expect(await restore()).toMatchObject({ files: [hash] })
    expect(onDisk()).toEqual([hash])
  })

  it('hold what is scheduled', async () => {
    const hash = await old.addStaged(PICTURE)
    old.database.sql('DELETE FROM staged_files').run()
    new ScheduledRepository(old.database).add({
      ...{ conversationId: conversation, requestId: 'one', text: '' },
      files: [{ hash, name: 'shelf.png', asFile: false }],
      due: wallTimeAt(NOW + 3_600_000),
    })
    await carryOver()
    expect(await restore()).toMatchObject({ files: [hash] })
    expect(onDisk()).toEqual([hash])
  })

  it('that were only staged stay behind', async () => {
    const sent = await hold(PICTURE)
    await old.addStaged(FILM)
    await old.addStaged(PICTURE)
    await carryOver()
    expect(await restore()).toEqual({
      media: [{ state: 'held', reason: null, hash: sent }],
      files: [sent],
      staged: [],
    })
    expect(onDisk()).toEqual([sent])
  })

  it('end with it when it is cancelled among them', async () => {
    await hold(Buffer.alloc(20_000_000))
    const before = old.files()
    old.onTask = (task) => task !== null && task.percent >= 60 && old.backups.cancel()
    expect(await old.backups.create(PASSPHRASE)).toBeNull()
    expect(old.files()).toEqual(before)
    expect(existsSync(String(old.file))).toBe(false)
  })
})

describe('restoring media', () => {
  it('sets the former ones aside with the former database', async () => {
    const { account: here, conversation: there } = next.fill()
    const former = await next.addAttachment(here, there, Buffer.from('the former picture'), null)
    const picture = await hold(PICTURE)
    await carryOver()
    await restore()
    expect(onDisk()).toEqual([picture])
    expect(next.files()).toContain(
      path.join('data', `media.before-restore-${NOW}`, former.slice(0, 2), former),
    )
  })

  it('cancelled among them, changes nothing', async () => {
    await hold(Buffer.alloc(20_000_000))
    await carryOver()
    const before = next.files()
    next.onTask = (task) => task?.kind === 'restore' && task.percent >= 60 && next.backups.cancel()
    expect(await next.backups.restore()).toBe(false)
    expect(next.files()).toEqual(before)
  })

  it('takes a backup from before there were media', async () => {
    await openForged(({ manifest }) => delete manifest['media'])
    expect(await restore()).toEqual({ media: [], files: [], staged: [] })
  })

  it('refuses bytes that are not what their name says', async () => {
    await hold(PICTURE)
    const opened = openForged(({ content }) => {
      const at = content.indexOf(PICTURE)
      content.writeUInt8(content.readUInt8(at) ^ 1, at)
    })
    await expect(opened).rejects.toMatchObject({ code: 'backup-damaged' })
  })

  it.each([
    ['longer than said', PICTURE.length - 1],
    ['shorter than said', PICTURE.length + 1],
  ])('refuses a file that is %s', async (_name, size) => {
    const hash = await hold(PICTURE)
    const opened = openForged(({ manifest }) => {
      manifest['media'] = [{ hash, size }]
    })
    await expect(opened).rejects.toMatchObject({ code: 'backup-damaged' })
  })

  it.each([
    ['a path', '../../../../evil'],
    ['a path of the right length', `../${'a'.repeat(61)}`],
    ['another case', 'A'.repeat(64)],
    ['too long', 'a'.repeat(65)],
    ['more than a line', `${'a'.repeat(64)}\n`],
    ['nothing', ''],
  ])('P12: refuses a name that is no digest: %s', async (_name, hash) => {
    await hold(PICTURE)
    const opened = openForged(({ manifest }) => {
      manifest['media'] = [{ hash, size: PICTURE.length }]
    })
    await expect(opened).rejects.toMatchObject({ code: 'backup-damaged' })
    await expect(next.backups.restore()).rejects.toMatchObject({ code: 'not-possible-now' })
  })

  it('refuses a file that is listed twice, and bytes that nothing lists', async () => {
    const hash = await hold(PICTURE)
    const one = { hash, size: PICTURE.length }
    const twice = openForged(({ manifest }) => {
      manifest['media'] = [one, one]
    })
    await expect(twice).rejects.toMatchObject({ code: 'backup-damaged' })
    const unlisted = openForged(({ manifest }) => {
      manifest['media'] = []
    })
    await expect(unlisted).rejects.toMatchObject({ code: 'backup-damaged' })
  })
})
