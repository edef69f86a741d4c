import { open, rename, rm, stat } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { openToken } from '#core/accounts/bound-token.ts'
import type { SecretVault } from '#core/ports.ts'
import { integer } from '#core/storage/row.ts'
import { AccountId } from '#shared/model/ids.ts'
import type { Settings } from '#shared/model/settings.ts'
import { ChunkWriter, readAt } from './chunks.ts'
import { createHeader, deriveKey, type Hardness } from './container.ts'
import { copyDatabase, removeCopy } from './database-copy.ts'
import { withFiles } from './failures.ts'
import { encodeManifest, type Manifest, type ManifestAccount } from './manifest.ts'

export interface WriteBackupOptions {
  /** The app's database. */
  source: string
  /** Where its copy lies while the backup is written; private, and removed in every case. */
  copy: string
  target: string
  passphrase: string
  hardness: Hardness
  vault: Pick<SecretVault, 'get'>
  settings: Settings
  now: number
  appVersion: string
  signal: AbortSignal
  /** 0 to 100. */
  onProgress(percent: number): void
}

type SnapshotAccount = Omit<ManifestAccount, 'token'> & { binding: number }

/** What the manifest says of the database, at the moment of its copy. */
interface Facts {
  messages: number
  databaseVersion: number
  accounts: SnapshotAccount[]
}

const READ_BYTES = 256 * 1024
/** The copy is about a third of the work, sealing the rest. */
const COPY_SHARE = 33

/**
 * Writes a backup of everything. The file appears under its name only when it is whole and on disk;
 * until then it stands beside it as `.part`. @returns its size in bytes
 * @throws AppError `backup-unwritable`, `storage-full`; the signal's reason
 */
export async function writeBackup(options: WriteBackupOptions): Promise<number> {
  const { source, copy, target, signal, onProgress } = options
  const part = `${target}.part`
  try {
    const facts = await copyDatabase({
      source,
      target: copy,
      read: readFacts,
      onProgress(done, total) {
        signal.throwIfAborted()
        onProgress((COPY_SHARE * done) / Math.max(total, 1))
      },
    })
    signal.throwIfAborted()
    const databaseBytes = (await stat(copy)).size
    const manifest = await toManifest(options, facts, databaseBytes)
    return await withFiles('backup-unwritable', async () => {
      const bytes = await seal(options, part, manifest)
      signal.throwIfAborted()
      await rename(part, target)
      return bytes
    })
  } finally {
    await removeCopy(copy)
    await rm(part, { force: true }).catch(() => undefined)
  }
}

async function readFacts(snapshot: DatabaseSync): Promise<Facts> {
  const version = snapshot.prepare('PRAGMA user_version').get() ?? {}
  return {
    messages: await countMessages(snapshot),
    databaseVersion: integer(version, 'user_version'),
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

/** Counts conversation by conversation: in one go a long history would hold up the app. */
async function countMessages(snapshot: DatabaseSync): Promise<number> {
  const ofOne = snapshot.prepare('SELECT COUNT(*) AS count FROM messages WHERE conversation_id = ?')
  let count = 0
  for (const { id } of snapshot.prepare('SELECT id FROM conversations').all()) {
    count += integer(ofOne.get(Number(id)) ?? {}, 'count')
    await setImmediate()
  }
  return count
}

async function toManifest(
  { vault, settings, now, appVersion }: WriteBackupOptions,
  { messages, databaseVersion, accounts }: Facts,
  databaseBytes: number,
): Promise<Manifest> {
  const described: ManifestAccount[] = []
  for (const { binding, ...account } of accounts) {
    const token = await vault.get(account.id)
    // somebody may have signed in again since the copy was made
    described.push({ ...account, token: openToken(token, binding) === null ? null : token })
  }
  return {
    createdAt: now,
    appVersion,
    databaseVersion,
    databaseBytes,
    messages,
    settings,
    accounts: described,
  }
}

/** Seals manifest and copy into a new file; answers its size. */
async function seal(options: WriteBackupOptions, part: string, manifest: Manifest): Promise<number> {
  const { copy, passphrase, hardness, signal, onProgress } = options
  const header = createHeader(hardness)
  const key = await deriveKey(passphrase, header)
  await rm(part, { force: true })
  await using output = await open(part, 'wx', 0o600)
  await using input = await open(copy, 'r')
  const writer = await ChunkWriter.begin(output, header, key)
  await writer.write(encodeManifest(manifest))
  const total = manifest.databaseBytes
  for (let at = 0; at < total; at += READ_BYTES) {
    signal.throwIfAborted()
    const bytes = await readAt(input, at, Math.min(READ_BYTES, total - at))
    await writer.write(bytes)
    onProgress(COPY_SHARE + ((100 - COPY_SHARE) * (at + bytes.length)) / total)
  }
  await writer.end()
  return (await output.stat()).size
}
