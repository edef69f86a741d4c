import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sealToken } from '#core/accounts/bound-token.ts'
import { FileStore } from '#core/media/file-store.ts'
import { AccountRepository } from '#core/storage/account-repository.ts'
import { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { Database } from '#core/storage/database.ts'
import { MediaFileRepository } from '#core/storage/media-file-repository.ts'
import { MediaRepository } from '#core/storage/media-repository.ts'
import { MessageWriter } from '#core/storage/messages/message-writer.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { OutboxRepository } from '#core/storage/outbox-repository.ts'
import { TestAutoBackupStore } from '#core/testing/auto-backup-store.ts'
import { testRandom } from '#core/testing/random.ts'
import { TestVault } from '#core/testing/vault.ts'
import type { BackupTask } from '#shared/model/backup.ts'
import { type AccountId, type ConversationId, MessageId } from '#shared/model/ids.ts'
import { StagedId } from '#shared/model/media.ts'
import type { SendState } from '#shared/model/message.ts'
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts'
import { Backups, type BackupsDeps } from './backups.ts'
import { ChunkWriter, readAt, readChunks } from './chunks.ts'
import { createHeader, deriveKey, HEADER_BYTES, parseHeader } from './container.ts'
import type { RestoredParts } from './ports.ts'
import { prepareStage } from './prepare-stage.ts'
import { isSoundDatabase } from './sound-database.ts'

export const NOW = 1_790_000_000_000
export const PASSPHRASE = '八个字的口令在此 42'

/** What P9 names, as a test profile has it: none of it may be readable in a backup. */
export const SECRETS = {
  token: 'one@im.bot:0123456789abcdef-bot-token',
  contextToken: 'a-secret-context-token-of-the-contact',
  cursor: 'Z2V0X3VwZGF0ZXNfYnVmLWN1cnNvcg==',
  raw: 'unreadable-raw-message-of-the-server',
  text: 'what the contact wrote in confidence',
  draft: 'what was being written back',
} as const

/** One computer: a profile folder on disk, its database, and backups over them. */
export class TestComputer {
  readonly folder: string
  readonly media: FileStore
  readonly vault = new TestVault()
  readonly database: Database
  readonly accounts: AccountRepository
  readonly parts: BackupsDeps
  readonly backups: Backups
  readonly tasks: (BackupTask | null)[] = []
  /** Asked at every percent. */
  onTask: (task: BackupTask | null) => void = () => {}
  /** What happens while a restored database is prepared. */
  onPrepare: () => void = () => {}
  settings: Settings = { ...DEFAULT_SETTINGS, theme: 'dark', panes: { ...DEFAULT_SETTINGS.panes, list: 400 } }
  /** What the dialogs answer; null cancels. */
  file: string | null
  suggested = ''
  startedOver: RestoredParts | null = null
  readonly autoStore = new TestAutoBackupStore()
  /** What a look through the copy of the database finds, where it is as it should be. */
  isSound = true
  damages = 0
  madeByHand = 0
  #isOpen = true

  /** @param folder a profile that is there; a new one otherwise */
  constructor(folder: string = mkdtempSync(path.join(tmpdir(), 'linkboard-backup-'))) {
    this.folder = folder
    this.media = new FileStore(path.join(folder, 'data', 'media'), { uuid: randomUUID })
    this.file = path.join(folder, 'my.linkboard-backup')
    this.database = openDatabase(path.join(this.folder, 'data'), NOW).database
    this.accounts = new AccountRepository(this.database, { ...testRandom(), uuid: randomUUID })
    this.parts = {
      ports: {
        profileFolder: this.folder,
        appVersion: '0.1.0',
        chooseTarget: async (name) => {
          this.suggested = name
          return this.file
        },
        chooseSource: async () => this.file,
        prepare: async (order, signal) => {
          this.onPrepare()
          signal.throwIfAborted()
          return prepareStage(order)
        },
        async stage(folder, { settings, tokens }) {
          writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(settings))
          writeFileSync(path.join(folder, 'secrets.json'), JSON.stringify([...tokens]))
        },
        startOver: (parts) => {
          this.startedOver = parts
        },
        automatic: {
          store: this.autoStore,
          chooseFolder: async () => this.file,
          isSound: async (file) => this.isSound && isSoundDatabase(file),
          damaged: () => {
            this.damages += 1
          },
        },
      },
      accounts: this.accounts,
      vault: this.vault,
      settings: { read: () => this.settings },
      clock: { now: () => NOW },
      madeByHand: () => {
        this.madeByHand += 1
      },
      deleted: () => Promise.resolve(),
      scryptParams: { log2N: 10, r: 1, p: 1 },
      events: {
        raise: (event) => {
          if (event.kind !== 'backup-changed') return
          this.tasks.push(event.task)
          this.onTask(event.task)
        },
      },
    }
    this.backups = new Backups(this.parts)
  }

  /** An account with a conversation in it, everything secret about it included. */
  fill(): { account: AccountId; conversation: ConversationId } {
    const { database, accounts, vault } = this
    const binding = {
      botId: 'one@im.bot',
      baseUrl: 'https://ilinkai.weixin.qq.com',
      ownerUserId: 'owner@im.wechat',
    }
    const { id } = accounts.bind(null, binding)
    accounts.setAlias(id, 'Shop')
    vault.tokens.set(id, sealToken(1, SECRETS.token))
    const conversations = new ConversationRepository(database)
    const conversation = conversations.ensure(id, 'contact@im.wechat')
    conversations.setContactAlias('contact@im.wechat', '老王')
    database.sql('UPDATE accounts SET cursor = ?').run(SECRETS.cursor)
    database
      .sql(
        'UPDATE conversations SET context_token = ?, context_token_at = ?, last_inbound_at = ?, draft = ?, sent_since_inbound = 3, waiting_offered = 1 WHERE id = ?',
      )
      .run(SECRETS.contextToken, NOW - 5, NOW - 5, SECRETS.draft, conversation)
    database
      .sql('INSERT INTO unreadable_messages (account_id, received_at, raw) VALUES (?, ?, ?)')
      .run(id, NOW, SECRETS.raw)
    const insert = database.sql(
      `INSERT INTO messages (account_id, conversation_id, direction, origin, at, received_at, parts, message_id)
       VALUES (?, ?, 'in', 'contact', ?, ?, ?, ?)`,
    )
    database.transaction(() => {
      for (let n = 0; n < 300; n += 1) {
        const parts = JSON.stringify([{ kind: 'text', text: `${SECRETS.text} ${n} ${'长'.repeat(4000)}` }])
        insert.run(id, conversation, NOW + n, NOW + n, parts, `m${n}`)
      }
    })
    return { account: id, conversation }
  }

  /** A message of our own in a state, on its way or not. */
  addSend(account: AccountId, conversation: ConversationId, state: SendState): number {
    const writer = new MessageWriter(this.database)
    const id = new OutboxRepository(this.database, writer).add({
      accountId: account,
      conversationId: conversation,
      clientId: `client-${state}`,
      requestId: null,
      at: NOW,
      part: { kind: 'text', text: state },
      item: '{}',
      force: false,
      state: 'queued',
      reason: null,
      piece: null,
      broadcastId: null,
      replaces: null,
      timing: null,
      program: null,
    })
    writer.setState(id, state)
    return id
  }

  /** Bytes on disk and known, which nothing refers to yet; answers their hash. */
  async #addFile(bytes: Uint8Array): Promise<string> {
    const writer = await this.media.begin()
    await writer.write(bytes)
    const sealed = await writer.seal()
    sealed.place()
    new MediaFileRepository(this.database).add(sealed.file, NOW)
    return sealed.file.hash
  }

  /** The account's newest message holds these bytes; answers their hash. */
  async addAttachment(
    account: AccountId,
    conversation: ConversationId,
    bytes: Uint8Array,
    key: string | null,
  ) {
    const hash = await this.#addFile(bytes)
    const newest = this.database.sql('SELECT MAX(id) AS id FROM messages').get()?.['id']
    new MediaRepository(this.database).add({
      messageId: MessageId.parse(newest),
      accountId: account,
      conversationId: conversation,
      place: 0,
      declared: 'file',
      name: 'price list',
      at: NOW,
      state: 'held',
      reason: null,
      hash,
      reference:
        key === null ? null : { fullUrl: null, encryptQueryParam: 'p', keyHex: key, keyState: 'present' },
      plainSize: null,
      plainMd5: null,
    })
    return hash
  }

  /** Bytes that were dropped and are not sent yet; answers their hash. */
  async addStaged(bytes: Uint8Array): Promise<string> {
    const hash = await this.#addFile(bytes)
    this.database
      .sql('INSERT INTO staged_files (id, hash, name) VALUES (?, ?, ?)')
      .run(StagedId.parse(randomUUID()), hash, 'a draft')
    return hash
  }

  /** Every table with every row, as it is on this computer now. */
  dump(): Record<string, unknown[]> {
    return dumpDatabase(this.database)
  }

  /** What lies in the profile, by path inside it; the backup itself left out. */
  files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.linkboard-backup'))
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)))
      .sort()
  }

  bytes(): Buffer {
    return readFileSync(this.file ?? '')
  }

  makeFolder(name: string): string {
    const made = path.join(this.folder, name)
    mkdirSync(made)
    return made
  }

  /** Closes the database, as a product that ends does. */
  close(): void {
    if (this.#isOpen) this.database.close()
    this.#isOpen = false
  }

  async end(): Promise<void> {
    await this.backups.stop()
    this.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export function dumpDatabase(database: Database): Record<string, unknown[]> {
  const tables = database
    .sql("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL ORDER BY name")
    .all()
    .map((row) => String(row['name']))
  return Object.fromEntries(
    tables.map((name) => [name, database.sql(`SELECT * FROM "${name}" ORDER BY rowid`).all()]),
  )
}

/** What a test may change in a backup whose passphrase it knows; `content` follows the manifest. */
export interface Forgery {
  manifest: Record<string, unknown>
  content: Buffer
}

/** Opens a backup, lets a test change what it holds, and seals it again soundly. */
export async function forge(file: string, change: (backup: Forgery) => void): Promise<void> {
  const plain = await readPlain(file)
  const end = 4 + plain.readUInt32BE()
  const backup: Forgery = {
    manifest: JSON.parse(plain.toString('utf8', 4, end)),
    content: plain.subarray(end),
  }
  change(backup)
  const json = Buffer.from(JSON.stringify(backup.manifest))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(json.length)
  const header = createHeader({ log2N: 10, r: 1, p: 1 })
  await using output = await open(file, 'w')
  const writer = await ChunkWriter.begin(
    output,
    header,
    await deriveKey(PASSPHRASE, header, new AbortController().signal),
  )
  for (const part of [length, json, backup.content]) await writer.write(part)
  await writer.end()
}

async function readPlain(file: string): Promise<Buffer> {
  await using input = await open(file, 'r')
  const header = parseHeader(await readAt(input, 0, HEADER_BYTES))
  const chunks: Buffer[] = []
  for await (const chunk of readChunks(
    input,
    header,
    await deriveKey(PASSPHRASE, header, new AbortController().signal),
    () => {},
  )) {
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
