import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { AccountId } from '#shared/model/ids.ts'
import { settingsFrom } from '#shared/model/settings.ts'
import { type ContentReader, uint32 } from './content-reader.ts'

const ManifestAccount = z.object({
  id: AccountId,
  number: z.number(),
  alias: z.string().nullable(),
  botId: z.string(),
  ownerUserId: z.string().nullable(),
  /** The bot token as the vault keeps it, with its binding; null for an account that has to sign in. */
  token: z.string().nullable(),
})
export type ManifestAccount = z.infer<typeof ManifestAccount>

/** One file of media. Its name becomes a path, so it is nothing but a digest (P12). */
export const ManifestAttachment = z.object({
  /** SHA-256 of the bytes in hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Bytes. */
  size: z.number().int().nonnegative(),
})
export type ManifestAttachment = z.infer<typeof ManifestAttachment>

/** What a backup says of itself, ahead of the database and the media; as secret as the rest of it. */
const Manifest = z.object({
  /** Unix milliseconds. */
  createdAt: z.number(),
  appVersion: z.string(),
  /** How many migrations the database has taken. */
  databaseVersion: z.number().int(),
  databaseBytes: z.number().int().nonnegative(),
  messages: z.number().int().nonnegative(),
  /** Those of another version are taken as far as they are known here. */
  settings: z.unknown().transform(settingsFrom),
  accounts: z.array(ManifestAccount),
  /** In the order in which they follow; none in a backup from before there were media. */
  media: z.array(z.unknown()).default([]),
})
export type Manifest = Omit<z.infer<typeof Manifest>, 'media'> & { media: ManifestAttachment[] }

/** Media looked at in one go. */
const PORTION = 1_000
/** Far above what thousands of accounts and a million media need. */
const MAX_BYTES = 128 * 1024 * 1024

/** The manifest as it stands in a backup: its length, then its JSON. */
export function encodeManifest(manifest: Manifest): Buffer {
  const json = Buffer.from(JSON.stringify(manifest))
  if (json.length > MAX_BYTES) throw new RangeError('the manifest is too long to be read again')
  return Buffer.concat([uint32(json.length), json])
}

/** The manifest at the beginning of a backup's content. @throws AppError `backup-damaged` */
export async function readManifest(content: ContentReader): Promise<Manifest> {
  const length = await content.uint32()
  if (length > MAX_BYTES) throw new AppError('backup-damaged')
  const parsed = Manifest.safeParse(parseJson((await content.bytes(length)).toString()))
  if (!parsed.success) throw new AppError('backup-damaged')
  return { ...parsed.data, media: await mediaFrom(parsed.data.media) }
}

/** Many are looked at a portion at a time: others have their turns in between. */
async function mediaFrom(listed: readonly unknown[]): Promise<ManifestAttachment[]> {
  const media: ManifestAttachment[] = []
  const hashes = new Set<string>()
  for (const [at, one] of listed.entries()) {
    if (at % PORTION === PORTION - 1) await setImmediate()
    const { data } = ManifestAttachment.safeParse(one)
    if (data === undefined || hashes.has(data.hash)) throw new AppError('backup-damaged')
    hashes.add(data.hash)
    media.push(data)
  }
  return media
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
