import path from 'node:path'
import { createApp } from '#core/app.ts'
import { createHostPolicy } from '#core/ilink/hosts.ts'
import { createAccountLeases } from '#core/net/account-leases.ts'
import { createNodeHttp } from '#core/net/http.ts'
import { createThreadedReads } from '#core/reads/threaded-reads.ts'
import { DATABASE_NAME } from '#core/storage/database.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { createNoteFile } from '#core/storage/recovery/recovery-note.ts'
import { createSystemClock, systemRandom } from '#core/system-ports.ts'
import { TestLog } from '#core/testing/log.ts'
import { NO_ACTIONS, NO_DESKTOP, NO_VOICES, PLAIN_INFO } from '#core/testing/no-window.ts'
import type { InputOf, OutputOf, RequestName } from '#shared/contract/index.ts'
import type { Snapshot } from '#shared/model/changes.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { Message, SendState } from '#shared/model/message.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import type { Credentials } from '#simulator/index.ts'
import { ownArgument, serve } from './channel.ts'
import { createFileVault } from './file-vault.ts'

/** Where the product keeps its things and which servers it knows. */
export interface AppArgument {
  folder: string
  apiUrl: string
  cdnUrl: string
}

/** One stored message as the operator would find it. */
export interface StoredLine {
  account: string
  direction: 'in' | 'out'
  /** The text, or a file's name. */
  content: string
  sendState: SendState | null
}

export type AppCalls = {
  /** Binds an account without a code; its alias is its name in the simulator. */
  adopt: { input: { account: string; credentials: Credentials }; output: null }
  /** Any request a window can make; a refusal comes back as its code. */
  request: {
    input: { name: RequestName; input: unknown }
    output: { value: unknown; refused: string | null }
  }
  /** All messages of all conversations. */
  history: { input: null; output: StoredLine[] }
  /** Ends in good order. */
  end: { input: null; output: null }
}

const PAGE = 200

const clock = createSystemClock()

/** Ends the process: the soak counts that as a failure and this line says why. */
function fail(where: string, error: unknown): never {
  process.stderr.write(
    `the app failed in ${where}: ${error instanceof Error ? error.stack : JSON.stringify(error)}\n`,
  )
  process.exit(70)
}

process.on('uncaughtException', (error) => fail('an uncaught exception', error))
process.on('unhandledRejection', (error) => fail('an unhandled rejection', error))

const { folder, apiUrl, cdnUrl } = ownArgument<AppArgument>()
let settings = { ...DEFAULT_SETTINGS, typingIndicator: true }
const http = createNodeHttp()
const log = new TestLog(fail)
const app = createApp({
  clock,
  random: systemRandom,
  http,
  hosts: createHostPolicy({ apiUrl, cdnUrl }),
  vault: createFileVault(path.join(folder, 'vault.json')),
  leases: createAccountLeases({ folders: [path.join(folder, 'leases')], unguarded() {} }),
  settings: {
    read: () => settings,
    write: (changed) => {
      settings = changed
    },
  },
  database: openDatabase(path.join(folder, 'data'), clock.now()).database,
  leftOver: () => [],
  recoveryNotes: createNoteFile(path.join(folder, 'data', DATABASE_NAME)),
  reads: createThreadedReads({
    script: path.join(import.meta.dirname, '../src/main/reads-worker.ts'),
    file: path.join(folder, 'data', DATABASE_NAME),
    log,
    damaged() {},
  }),
  desktop: NO_DESKTOP,
  actions: NO_ACTIONS,
  backup: null,
  homeFolder: null,
  botAgent: 'Soak/1.0',
  info: () => ({ ...PLAIN_INFO, protection: 'weak-agreed' }),
  log,
  mediaFolder: path.join(folder, 'data', 'media'),
  voices: NO_VOICES,
  lessons: null,
  lock: null,
  programs: null,
  proxy: null,
})

const window = app.connect()

async function request<N extends RequestName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
  const result = await window.request(name, input)
  if (!result.ok) throw new Error(`${name}: ${result.error.code}`)
  return result.value as OutputOf<N>
}

function contentOf({ parts }: Message): string {
  const [part] = parts
  if (part?.kind === 'text') return part.text
  return part?.kind === 'file' ? part.name : ''
}

async function conversation(id: ConversationId, account: string): Promise<StoredLine[]> {
  const lines: StoredLine[] = []
  let before: Message['id'] | undefined
  while (true) {
    const page = await request('messages.page', { conversationId: id, before, limit: PAGE })
    for (const message of page.messages) {
      const { direction, sending } = message
      lines.push({ account, direction, content: contentOf(message), sendState: sending?.state ?? null })
    }
    const [oldest] = page.messages
    if (!page.hasOlder || oldest === undefined) return lines
    before = oldest.id
  }
}

serve<AppCalls>({
  async adopt({ account, credentials }) {
    const { botToken: token, botId, userId: ownerUserId, baseUrl } = credentials
    await app.adopt(
      { token, botId, ownerUserId, baseUrl: baseUrl ?? apiUrl },
      { alias: account, contacts: [] },
    )
    return null
  },
  async request({ name, input }) {
    const result = await window.request(name, input)
    return result.ok
      ? { value: result.value ?? null, refused: null }
      : { value: null, refused: result.error.code }
  },
  async history() {
    const snapshot: Snapshot = await request('app.snapshot', undefined)
    const names = new Map(snapshot.accounts.map(({ id, alias }) => [id, alias ?? '']))
    const lines: StoredLine[] = []
    for (const { id, accountId } of snapshot.conversations) {
      lines.push(...(await conversation(id, names.get(accountId) ?? '')))
    }
    return lines
  },
  async end() {
    await app.stop()
    await http.close()
    setImmediate(() => process.exit(0))
    return null
  },
})
app.start()
