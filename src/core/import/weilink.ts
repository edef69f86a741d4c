import { posix } from 'node:path'
import { z } from 'zod'
import {
  botIdOfToken,
  type FoundAccount,
  type FoundContext,
  type FoundCredentials,
  OptionalCursor,
  OptionalText,
  OptionalToken,
  readJson,
  toBotId,
  toName,
} from './found-account.ts'
import type { SourceFolder } from './source-folder.ts'

const TOKEN_FILE = 'token.json'
const CONTEXTS_FILE = 'contexts.json'
const DEFAULT_FILE = '.default_session'
const DEFAULT_NAME = 'default'
/** What the base directory of WeiLink is called, and what only it has in it. */
const BASE_NAMES = ['.weilink'] as const
const BASE_MARKS = [DEFAULT_FILE, '.data.lock', '.poll.lock'] as const

const TokenFile = z.object({
  bot_id: OptionalText,
  base_url: OptionalText,
  token: OptionalToken,
  user_id: OptionalText,
  cursor: OptionalCursor,
  created_at: z.number().nullable().catch(null),
})

const ContextsFile = z.record(z.string(), z.unknown())
const Context = z.object({
  t: z.string().min(1).max(16_384),
  ts: z.number().nonnegative(),
  sc: z.number().int().nonnegative().catch(0),
})
const UserId = z.string().min(1).max(256)

/** A folder with a `token.json` in it. */
interface SessionFolder {
  name: string
  path: string
}

/**
 * The sessions of a WeiLink base directory (design 10), or the one session whose folder this is.
 * Empty when it is neither.
 */
export async function readWeiLink(folder: SourceFolder, base: string): Promise<FoundAccount[]> {
  const named = (await folder.folders(base)).map((name) => ({ name, path: posix.join(base, name) }))
  const sessions = await Promise.all(named.map((session) => readSession(folder, session)))
  const found = sessions.filter((session) => session !== null)
  if (!found.some(({ name }) => name === DEFAULT_NAME)) {
    const flat = await readSession(folder, { name: await flatName(folder, base), path: base })
    if (flat !== null) found.unshift(flat)
  }
  const byDefault = await defaultOf(folder, base, found)
  return found.map((account) => (account === byDefault ? { ...account, isDefault: true } : account))
}

/** A `token.json` directly in the folder is the old flat layout, unless the folder is one session's. */
async function flatName(folder: SourceFolder, base: string): Promise<string> {
  const isSession = base === '' && (await folder.isInside(BASE_NAMES, BASE_MARKS))
  return isSession ? folder.name : DEFAULT_NAME
}

/** The session named in `.default_session`, else `default`, else the one signed in first. */
async function defaultOf(
  folder: SourceFolder,
  base: string,
  found: readonly FoundAccount[],
): Promise<FoundAccount | undefined> {
  const read = await folder.read(posix.join(base, DEFAULT_FILE))
  const named = read.kind === 'text' ? toName(read.text) : null
  return (
    found.find(({ name }) => name === named) ??
    found.find(({ name }) => name === DEFAULT_NAME) ??
    found.toSorted((one, other) => signedInAt(one) - signedInAt(other))[0]
  )
}

function signedInAt({ credentials }: FoundAccount): number {
  return (typeof credentials === 'string' ? null : credentials.createdAt) ?? Number.MAX_SAFE_INTEGER
}

async function readSession(folder: SourceFolder, session: SessionFolder): Promise<FoundAccount | null> {
  const file = posix.join(session.path, TOKEN_FILE)
  const read = await readJson(folder, file, TokenFile)
  if (read.kind === 'absent') return null
  const name = toName(session.name)
  const account: FoundAccount = {
    source: 'weilink',
    name,
    alias: name === DEFAULT_NAME || name === '' ? null : name,
    file,
    isDefault: false,
    brokenFiles: [],
    credentials: 'broken-file',
  }
  if (read.kind === 'broken') return account
  const credentials = toCredentials(read.value)
  if (typeof credentials === 'string') return { ...account, credentials }
  const contextsFile = posix.join(session.path, CONTEXTS_FILE)
  const contexts = await readJson(folder, contextsFile, ContextsFile)
  return {
    ...account,
    brokenFiles: contexts.kind === 'broken' ? [contextsFile] : [],
    credentials: {
      ...credentials,
      contexts: contexts.kind === 'value' ? toContexts(contexts.value) : [],
    },
  }
}

/** A time in seconds beyond this lies three thousand years off: it came in milliseconds. */
const MAX_SECONDS = 1e11

function toMs(time: number): number {
  return Math.round(time > MAX_SECONDS ? time : time * 1000)
}

function toCredentials(file: z.output<typeof TokenFile>): FoundAccount['credentials'] {
  const { token } = file
  if (token === null) return 'token-missing'
  const botId = file.bot_id === null ? botIdOfToken(token) : toBotId(file.bot_id)
  if (botId === null) return 'broken-file'
  return {
    token,
    botId,
    ownerUserId: file.user_id,
    baseUrl: file.base_url,
    cursor: file.cursor,
    createdAt: file.created_at === null ? null : toMs(file.created_at),
    contexts: [],
  } satisfies FoundCredentials
}

/** Entries without a token are contacts that only were written to. */
function toContexts(file: z.output<typeof ContextsFile>): FoundContext[] {
  return Object.entries(file).flatMap(([key, value]) => {
    const userId = UserId.safeParse(key)
    const context = Context.safeParse(value)
    if (!userId.success || !context.success) return []
    const { t: token, ts, sc: sent } = context.data
    return [{ userId: userId.data, token, at: toMs(ts), sent }]
  })
}
