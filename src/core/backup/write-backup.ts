import { createHash, randomUUID } from 'node:crypto'
import { open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { openToken } from '#core/accounts/bound-token.ts'
import { FileStore } from '#core/media/file-store.ts'
import type { SecretVault } from '#core/ports.ts'
import type { ScryptParams } from '#core/scrypt.ts'
import { integer, text } from '#core/storage/row.ts'
import { AppError } from '#shared/errors.ts'
import { AccountId } from '#shared/model/ids.ts'
import type { Settings } from '#shared/model/settings.ts'
import { isAnything } from './auto-folder.ts'
import { ChunkWriter, readAt, readChunks } from './chunks.ts'
import { createHeader, deriveKey, type Header } from './container.ts'
import { copyDatabase, removeCopy } from './database-copy.ts'
import { withFiles } from './failures.ts'
import { encodeManifest, type Manifest, type ManifestAccount, ManifestAttachment } from './manifest.ts'
import { writeAttachment } from './media-content.ts'

export interface WriteBackupOptions {
  /** The app's database. */
  source: string
  /** Where its copy lies while the backup is written; private, and removed in every case. */
  copy: string
  /** The folder of media. */
  media: string
  target: string
  passphrase: string
  scryptParams: ScryptParams
  vault: Pick<SecretVault, 'get'>
  settings: Settings
  now: number
  appVersion: string
  signal: AbortSignal
  /**
   * Whether the copy of the database is sound all through. With it the file is read back before it has its name: nobody
   * looks at it before the day it is needed.
   */
  isSound?(copy: string): Promise<boolean>
  /** 0 to 100. */
  onProgress(percent: number): void
}

type SnapshotAccount = Omit<ManifestAccount, 'token'> & { binding: number }

/** What the manifest says of the database, at the moment of its copy. */
interface Facts {
  messages: number
  databaseVersion: number
  databaseBytes: number
  accounts: SnapshotAccount[]
  /** What messages and broadcasts hold; a file that is only staged is left out. */
  media: ManifestAttachment[]
}

const READ_BYTES = 256 * 1024
/** Media read from the database in one go. */
const PORTION = 1000
/** Copying a byte of the database is about half the work of sealing one. */
const COPY_WEIGHT = 0.5

/** Writing is so much of the work where what was written is read back. */
const WRITING_SHARE = 0.7

/**
 * Writes a backup of everything. The file appears under its name only when it is whole and on disk;
 * until then it stands beside it as `.part`, each under a name of its own: somebody may have two profiles backed up to
 * one place. @returns its size in bytes
 * @throws AppError `backup-unwritable`, `storage-full`, `backup-source-damaged`, `backup-not-proven`; the signal's reason
 */
export async function writeBackup(options: WriteBackupOptions): Promise<number> {
  const { source, copy, target, signal, isSound } = options
  const onProgress = (percent: number) =>
    options.onProgress(isSound === undefined ? percent : WRITING_SHARE * percent)
  const part = `${target}.${randomUUID().slice(0, 8)}.part`
  try {
    const facts = await copyDatabase({
      source,
      target: copy,
      read: readFacts,
      onProgress(done, total, read) {
        signal.throwIfAborted()
        onProgress(copyPercent(read) * (done / Math.max(total, 1)))
      },
    })
    signal.throwIfAborted()
    if (isSound !== undefined && !(await isSound(copy))) throw new AppError('backup-source-damaged')
    const manifest = await toManifest(options, { ...facts, databaseBytes: (await stat(copy)).size })
    const sealed = await withFiles('backup-unwritable', () =>
      seal({ ...options, onProgress }, part, manifest),
    )
    if (isSound !== undefined) await readBack(options, part, sealed)
    signal.throwIfAborted()
    // nobody was asked whether it may take the place of another, which may have come meanwhile
    if (isSound !== undefined && (await isAnything(target))) throw new AppError('backup-unwritable', 'EEXIST')
    await withFiles('backup-unwritable', () => rename(part, target))
    await makeDurable(path.dirname(target))
    return sealed.bytes
  } finally {
    await removeCopy(copy)
    await rm(part, { force: true }).catch(() => undefined)
  }
}

/** Some drives cannot promise to keep a name; what lies there under it is there all the same. */
async function makeDurable(folder: string): Promise<void> {
  try {
    await using handle = await open(folder, 'r')
    await handle.sync()
  } catch {}
}

/** @throws AppError `backup-not-proven` when what stands in the file is not what was to go there */
async function readBack(
  { signal, onProgress }: WriteBackupOptions,
  file: string,
  { key, header, digest }: Sealed,
): Promise<void> {
  const plain = createHash('sha256')
  const follow = (done: number, total: number) => {
    signal.throwIfAborted()
    onProgress(100 * (WRITING_SHARE + (1 - WRITING_SHARE) * (done / total)))
  }
  try {
    await withFiles('backup-unreadable', async () => {
      await using input = await open(file, 'r')
      for await (const chunk of readChunks(input, header, key, follow)) plain.update(chunk)
    })
  } catch (error) {
    if (error instanceof AppError) throw new AppError('backup-not-proven', error.code)
    throw error
  }
  if (plain.digest('hex') !== digest) throw new AppError('backup-not-proven')
}

async function readFacts(snapshot: DatabaseSync): Promise<Facts> {
  const pages = snapshot.prepare(
    'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size',
  )
  const version = snapshot.prepare('PRAGMA user_version').get() ?? {}
  return {
    messages: await countMessages(snapshot),
    media: await listMedia(snapshot),
    databaseVersion: integer(version, 'user_version'),
    databaseBytes: integer(pages.get() ?? {}, 'bytes'),
    accounts: snapshot
      .prepare('SELECT * FROM accounts WHERE removed = 0 ORDER BY position, number')
      .all()
      .map((row) => ({
        id: AccountId.parse(row['id']),
        number: integer(row, 'number'),
        alias: row['alias'] === null ? null : String(row['alias']),
        botId: String(row['bot_id']),
        ownerUserId: row['owner_user_id'] === null ? null : String(row['owner_user_id']),
        binding: integer(row, 'binding'),
      })),
  }
}

/** Without what ledgers still name of deleted histories. Counts conversation by conversation: in one go a long history would hold up the app. */
async function countMessages(snapshot: DatabaseSync): Promise<number> {
  const ofOne = snapshot.prepare('SELECT COUNT(*) AS count FROM messages WHERE conversation_id = ?')
  let count = 0
  for (const { id } of snapshot.prepare('SELECT id FROM conversations WHERE erased = 0').all()) {
    count += integer(ofOne.get(Number(id)) ?? {}, 'count')
    await setImmediate()
  }
  return count
}

/** Files that messages, sent and scheduled, broadcasts and quick replies hold, as far as their rows make sense: one that does not must not spoil the backup. */
async function listMedia(snapshot: DatabaseSync): Promise<ManifestAttachment[]> {
  const after = snapshot.prepare(
    `SELECT f.hash, f.size FROM media_files f
     WHERE f.hash > ? AND (EXISTS (SELECT 1 FROM media m WHERE m.hash = f.hash)
       OR EXISTS (SELECT 1 FROM broadcast_files b WHERE b.hash = f.hash)
       OR EXISTS (SELECT 1 FROM quick_reply_items q WHERE q.hash = f.hash)
       OR EXISTS (SELECT 1 FROM scheduled_files t WHERE t.hash = f.hash)) ORDER BY f.hash LIMIT ${PORTION}`,
  )
  const media: ManifestAttachment[] = []
  let rows = after.all('')
  for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
    for (const row of rows) {
      const attachment = ManifestAttachment.safeParse(row)
      if (attachment.success) media.push(attachment.data)
    }
    await setImmediate()
    rows = after.all(text(last, 'hash'))
  }
  return media
}

async function toManifest(
  { vault, settings, now, appVersion }: WriteBackupOptions,
  { accounts, ...facts }: Facts,
): Promise<Manifest> {
  const described: ManifestAccount[] = []
  for (const { binding, ...account } of accounts) {
    const token = await vault.get(account.id)
    // somebody may have signed in again since the copy was made
    described.push({ ...account, token: openToken(token, binding) === null ? null : token })
  }
  return { createdAt: now, appVersion, settings, accounts: described, ...facts }
}

type Sizes = Pick<Facts, 'databaseBytes' | 'media'>

/** How much of the work is done once the database is copied, 0 to 100. */
function copyPercent({ databaseBytes, media }: Sizes): number {
  const copied = COPY_WEIGHT * databaseBytes
  return (100 * copied) / (copied + bytesToSeal({ databaseBytes, media }))
}

function bytesToSeal({ databaseBytes, media }: Sizes): number {
  return media.reduce((sum, { size }) => sum + size, databaseBytes)
}

/** What a file has become, and how to read it again. */
interface Sealed {
  bytes: number
  key: Buffer
  header: Header
  /** SHA-256 of all that is sealed in it, in hex. */
  digest: string
}

/** Seals manifest, copy and media into a new file. */
async function seal(options: WriteBackupOptions, part: string, manifest: Manifest): Promise<Sealed> {
  const { copy, passphrase, scryptParams, signal, onProgress } = options
  const header = createHeader(scryptParams)
  const key = await deriveKey(passphrase, header, options.signal)
  await using output = await open(part, 'wx', 0o600)
  await using input = await open(copy, 'r')
  const writer = await ChunkWriter.begin(output, header, key)
  await writer.write(encodeManifest(manifest))
  const copied = copyPercent(manifest)
  const total = bytesToSeal(manifest)
  const tell = (done: number) => {
    signal.throwIfAborted()
    // the sum itself may fall short of a hundred by a rounding
    onProgress(done === total ? 100 : copied + ((100 - copied) * done) / total)
  }
  for (let at = 0; at < manifest.databaseBytes; at += READ_BYTES) {
    const bytes = await readAt(input, at, Math.min(READ_BYTES, manifest.databaseBytes - at))
    await writer.write(bytes)
    tell(at + bytes.length)
  }
  const store = new FileStore(options.media, { uuid: randomUUID })
  let before = manifest.databaseBytes
  for (const attachment of manifest.media) {
    await writeAttachment(writer, store, attachment, (done) => tell(before + done))
    before += attachment.size
    tell(before)
  }
  const digest = await writer.end()
  return { bytes: (await output.stat()).size, key, header, digest }
}
