import { posix } from 'node:path'
import { z } from 'zod'
import {
  botIdOfToken,
  type FoundAccount,
  OptionalCursor,
  OptionalText,
  OptionalToken,
  readJson,
  toBotId,
  toName,
} from './found-account.ts'
import type { SourceFolder } from './source-folder.ts'

const STATE_FOLDER = 'openclaw-weixin'
const INDEX_FILE = 'accounts.json'
const ACCOUNTS_FOLDER = 'accounts'
/** Beside an account's file, named after it. */
const SIDE_FILES = ['.sync.json', '.context-tokens.json'] as const

/** An id becomes part of a path, so it may hold nothing that leads elsewhere (P12). */
const FileId = z.string().regex(/^(?!\.)[A-Za-z0-9@._-]{1,128}$/)

const Index = z.array(z.unknown())
const AccountFile = z.object({
  token: OptionalToken,
  baseUrl: OptionalText,
  baseurl: OptionalText,
  userId: OptionalText,
  savedAt: OptionalText,
})
const SyncFile = z.object({ get_updates_buf: OptionalCursor })

/**
 * The accounts of an OpenClaw state directory (design 10), or of the `openclaw-weixin` folder in it.
 * Null when it is neither. Its context tokens carry no time, so none of them proves an open window
 * and none is taken.
 */
export async function readOpenClaw(folder: SourceFolder, base: string): Promise<FoundAccount[] | null> {
  const state = await stateFolder(folder, base)
  if (state === null) return null
  const indexFile = posix.join(state, INDEX_FILE)
  const index = await readJson(folder, indexFile, Index)
  const listed = index.kind === 'value' ? index.value : await idsOfFiles(folder, state)
  const ids = listed.map((id) => FileId.safeParse(id).data).filter((id) => id !== undefined)
  const accounts = await Promise.all([...new Set(ids)].map((id) => readAccount(folder, state, id)))
  const isBroken = index.kind === 'broken' || ids.length < listed.length
  return isBroken ? [brokenIndex(indexFile), ...accounts] : accounts
}

async function stateFolder(folder: SourceFolder, base: string): Promise<string | null> {
  const folders = await folder.folders(base)
  if (folders.includes(STATE_FOLDER)) return posix.join(base, STATE_FOLDER)
  const files = await folder.files(base)
  return files.includes(INDEX_FILE) || (base === '' && folder.name === STATE_FOLDER) ? base : null
}

/** The accounts there are, when the list of them cannot be read. */
async function idsOfFiles(folder: SourceFolder, state: string): Promise<string[]> {
  const files = await folder.files(posix.join(state, ACCOUNTS_FOLDER))
  return files
    .filter((file) => file.endsWith('.json') && !SIDE_FILES.some((ending) => file.endsWith(ending)))
    .map((file) => file.slice(0, -'.json'.length))
}

function brokenIndex(file: string): FoundAccount {
  return {
    source: 'openclaw',
    name: INDEX_FILE,
    alias: null,
    file,
    isDefault: false,
    brokenFiles: [],
    credentials: 'broken-file',
  }
}

async function readAccount(folder: SourceFolder, state: string, id: string): Promise<FoundAccount> {
  // old installations named files after the id as it is, with `@` and `.`
  const spellings = [...new Set([id, toBotId(id)])].map((name) => posix.join(state, ACCOUNTS_FOLDER, name))
  const [normal = '', raw = normal] = spellings
  const first = await readJson(folder, `${normal}.json`, AccountFile)
  const stem = first.kind === 'absent' ? raw : normal
  const read = first.kind === 'absent' ? await readJson(folder, `${raw}.json`, AccountFile) : first
  const account: FoundAccount = {
    source: 'openclaw',
    name: toName(id),
    alias: null,
    file: `${read.kind === 'absent' ? normal : stem}.json`,
    isDefault: false,
    brokenFiles: [],
    credentials: 'token-missing',
  }
  if (read.kind === 'absent') return account
  if (read.kind === 'broken') return { ...account, credentials: 'broken-file' }
  const { token, baseUrl, baseurl, userId, savedAt } = read.value
  if (token === null) return account
  const syncFile = `${stem}.sync.json`
  const sync = await readJson(folder, syncFile, SyncFile)
  return {
    ...account,
    brokenFiles: sync.kind === 'broken' ? [syncFile] : [],
    credentials: {
      token,
      botId: botIdOfToken(token) ?? toBotId(id),
      ownerUserId: userId,
      baseUrl: baseUrl ?? baseurl,
      cursor: sync.kind === 'value' ? sync.value.get_updates_buf : '',
      createdAt: toTime(savedAt),
      contexts: [],
    },
  }
}

function toTime(savedAt: string | null): number | null {
  const time = Date.parse(savedAt ?? '')
  return Number.isNaN(time) ? null : time
}
