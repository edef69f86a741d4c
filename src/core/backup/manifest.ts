import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { AccountId } from '#shared/model/ids.ts'
import { Settings } from '#shared/model/settings.ts'

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

/** What a backup says of itself, ahead of the database; as secret as the rest of it. */
const Manifest = z.object({
  /** Unix milliseconds. */
  createdAt: z.number(),
  appVersion: z.string(),
  /** How many migrations the database has taken. */
  databaseVersion: z.number().int(),
  databaseBytes: z.number().int().nonnegative(),
  messages: z.number().int().nonnegative(),
  settings: Settings,
  accounts: z.array(ManifestAccount),
})
export type Manifest = z.infer<typeof Manifest>

const LENGTH_BYTES = 4
/** Far above what thousands of accounts need. */
const MAX_BYTES = 32 * 1024 * 1024

/** The manifest as it stands in a backup: its length, then its JSON. */
export function encodeManifest(manifest: Manifest): Buffer {
  const json = Buffer.from(JSON.stringify(manifest))
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(json.length)
  return Buffer.concat([length, json])
}

/**
 * The manifest at the beginning of what was read so far, and how many bytes it takes; null while
 * more is needed. @throws AppError `backup-damaged`
 */
export function decodeManifest(bytes: Buffer): { manifest: Manifest; length: number } | null {
  if (bytes.length < LENGTH_BYTES) return null
  const length = LENGTH_BYTES + bytes.readUInt32BE()
  if (length > MAX_BYTES) throw new AppError('backup-damaged')
  if (bytes.length < length) return null
  const parsed = Manifest.safeParse(parseJson(bytes.toString('utf8', LENGTH_BYTES, length)))
  if (!parsed.success) throw new AppError('backup-damaged')
  return { manifest: parsed.data, length }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
