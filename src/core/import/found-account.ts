import { z } from 'zod'
import type { ImportSource } from '#shared/model/import.ts'
import { WINDOW_MS } from '#shared/model/reply-window.ts'
import { excerpt } from '#shared/text/excerpt.ts'
import { repairName } from '#shared/text/repair.ts'
import type { SourceFolder } from './source-folder.ts'

/** A context token that another program keeps. Both texts are data of strangers, the token a secret. */
export interface FoundContext {
  userId: string
  token: string
  /** When its message came; Unix milliseconds. */
  at: number
  /** Sends since that message. */
  sent: number
}

/** What signs an account in, with its secrets (P9). */
export interface FoundCredentials {
  token: string
  botId: string
  ownerUserId: string | null
  /** As written there, not checked; null means the configured server. */
  baseUrl: string | null
  cursor: string
  /** Since when it is signed in; Unix milliseconds. Null when unknown. */
  createdAt: number | null
  contexts: FoundContext[]
}

/** One account in another program's folder. */
export interface FoundAccount {
  source: ImportSource
  name: string
  /** What to call it here; null leaves it to its number. */
  alias: string | null
  /** Relative to the folder, with `/`. */
  file: string
  isDefault: boolean
  /** Files beside it that cannot be read. */
  brokenFiles: string[]
  credentials: FoundCredentials | 'broken-file' | 'token-missing'
}

/** Longest name shown, and longest alias, in UTF-16 units. */
const NAME_LENGTH = 60

/** A name out of a file or a folder, fit for one line: no control characters, no reversed text. */
export function toName(raw: string): string {
  return excerpt(repairName(raw.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')), NAME_LENGTH)
}

/** A text; null when absent, blank or of another type. */
export const OptionalText = z.string().trim().min(1).max(4096).nullable().catch(null)

/** A cursor may be long; what is no text is no cursor. */
export const OptionalCursor = z.string().catch('')

/** A token fit for a request header; absent is null, anything else unreadable. */
export const OptionalToken = z
  .union([
    z.literal('').transform(() => null),
    z
      .string()
      .trim()
      .max(4096)
      .regex(/^[\x21-\x7e]+$/),
  ])
  .nullish()
  .transform((token) => token ?? null)

/** Splits contexts by the reply window (design 10: expired ones are dropped). */
export function byWindow(
  contexts: readonly FoundContext[],
  now: number,
): { usable: FoundContext[]; expired: number } {
  const usable = contexts.filter(({ at }) => now - at < WINDOW_MS)
  return { usable, expired: contexts.length - usable.length }
}

/** What a JSON file held. */
export type JsonRead<T> = { kind: 'absent' } | { kind: 'broken' } | { kind: 'value'; value: T }

/** Reads a JSON file. What is wrong with it is not passed on: a parser's words quote the file (P9). */
export async function readJson<S extends z.ZodType>(
  folder: SourceFolder,
  file: string,
  schema: S,
): Promise<JsonRead<z.output<S>>> {
  const read = await folder.read(file)
  if (read.kind === 'absent') return read
  if (read.kind === 'unusable') return { kind: 'broken' }
  let json: unknown
  try {
    json = JSON.parse(read.text)
  } catch {
    return { kind: 'broken' }
  }
  const parsed = schema.safeParse(json)
  return parsed.success ? { kind: 'value', value: parsed.data } : { kind: 'broken' }
}

/** The bot id in a token (fact sheet 7: `<bot id>:<hex>`); null when it names none. */
export function botIdOfToken(token: string): string | null {
  const colon = token.indexOf(':')
  return colon > 0 ? token.slice(0, colon) : null
}

/** Undoes the spelling of an id as a file name: `x-im-bot` is `x@im.bot` (fact sheet 2.3). */
export function toBotId(id: string): string {
  return id.endsWith('-im-bot') ? `${id.slice(0, -'-im-bot'.length)}@im.bot` : id
}
