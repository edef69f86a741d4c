import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { AppConnection } from '#core/app-surface.ts'
import type { BackupPorts } from '#core/backup/ports.ts'
import { isSoundInThread } from '#core/backup/sound-database.ts'
import { DATABASE_NAME } from '#core/storage/database.ts'
import { TestAutoBackupStore } from '#core/testing/auto-backup-store.ts'
import type { InputOf, OutputOf, RequestName } from '#shared/contract/index.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import { AccountId, type BroadcastId, ConversationId, MessageId } from '#shared/model/ids.ts'
import { createBenchApp } from './bench-app.ts'
import { addReachablePeople, createQuietServer } from './main-thread/reachable-people.ts'
import { generateProfile, type ProfileOptions } from './profile/generate.ts'

/** B10: the longest time main takes to answer a small request while something long goes on. */

/** A fifth of the messages are the first account's, the one that is deleted. */
const PROFILE: ProfileOptions = {
  ...{ accounts: 200, conversations: 2_000, messages: 1_000_000 },
  ...{ seed: 10, now: 1_760_000_000_000, firstShare: 0.2, mediaEvery: 20 },
}
const BAR_MS = 50
const QUIET_MS = 3_000
const LOOK_MS = 200
const LONGEST = ConversationId.parse(1)
const PEOPLE = 10_000
const SERVER_URL = 'http://127.0.0.1:9'
const CHECKER = path.resolve(import.meta.dirname, '../src/main/check-worker.ts')
const PASSPHRASE = 'eight and more characters'

interface Report {
  kind: 'report'
  longest: number
  asked: number
}

async function request<N extends RequestName>(
  window: AppConnection,
  name: N,
  input: InputOf<N>,
): Promise<OutputOf<N>> {
  const result = await window.request(name, input)
  if (!result.ok) throw new Error(`${name} was refused: ${result.error.code}`)
  return result.value as OutputOf<N>
}

/** The longest answer since the last report. */
function report(asker: Worker): Promise<Report> {
  const { promise, resolve } = Promise.withResolvers<Report>()
  const take = (message: Report | { kind: 'ask' }) => {
    if (message.kind !== 'report') return
    asker.off('message', take)
    resolve(message)
  }
  asker.on('message', take)
  asker.postMessage('report')
  return promise
}

function backupPorts(folder: string): BackupPorts {
  return {
    profileFolder: folder,
    appVersion: '0.0.0',
    chooseTarget: () => Promise.resolve(path.join(folder, 'bench.linkboard-backup')),
    chooseSource: () => Promise.resolve(null),
    stage: () => Promise.resolve(),
    startOver: () => {},
    automatic: {
      store: new TestAutoBackupStore(),
      chooseFolder: () => Promise.resolve(null),
      isSound: (file, signal) => isSoundInThread({ script: CHECKER, file, signal }),
      damaged: () => {},
    },
  }
}

/** What of the profile the work is about. */
interface Found {
  /** The account with a fifth of everything. */
  readonly first: AccountId
  /** A message of the longest conversation, far back. */
  readonly quoted: MessageId
}

function lookUp(folder: string): Found {
  const database = new DatabaseSync(path.join(folder, 'data', DATABASE_NAME), { readOnly: true })
  const account = database.prepare('SELECT id FROM accounts WHERE number = 1').get()
  const message = database
    .prepare('SELECT id FROM messages WHERE conversation_id = ? AND id > ? ORDER BY id LIMIT 1')
    .get(LONGEST, PROFILE.messages / 2)
  database.close()
  return { first: AccountId.parse(account?.['id']), quoted: MessageId.parse(message?.['id']) }
}

/** What goes on, by the name it is printed under; each resolves when it is over. */
function work(window: AppConnection, folder: string): Readonly<Record<string, () => Promise<unknown>>> {
  const { first, quoted } = lookUp(folder)
  const draft: InputOf<'broadcasts.plan'> = {
    content: {
      text: '{contact}, the new catalogue is there.',
      fallbacks: { contact: 'you', account: '' },
      files: [],
    },
    choice: RECENT_CONTACTS,
    paceMs: 3_000,
  }
  let run: BroadcastId | null = null
  return {
    nothing: () => delay(QUIET_MS),
    'storage sums': () => request(window, 'media.storage', undefined),
    'a quote half a million messages back': () =>
      request(window, 'messages.around', { conversationId: LONGEST, messageId: quoted, limit: 60 }),
    'a plan over 12,000 routes': () => request(window, 'broadcasts.plan', draft),
    'starting a broadcast to 10,000': async () => {
      const { id } = await request(window, 'broadcasts.saveDraft', { id: null, ...draft })
      const { included } = await request(window, 'broadcasts.plan', draft)
      if (included.length < PEOPLE) throw new Error(`only ${included.length} can be reached`)
      const recipients = included.map(({ conversationId }) => conversationId)
      await request(window, 'broadcasts.start', { id, recipients })
      run = id
      await delay(QUIET_MS)
    },
    'its ledger on a screen': async () => {
      await request(window, 'broadcasts.watch', { id: run })
      if (run !== null) await request(window, 'broadcasts.show', { id: run })
      await delay(QUIET_MS)
    },
    'cancelling it': async () => {
      if (run !== null) await request(window, 'broadcasts.cancel', { id: run })
      await delay(QUIET_MS)
    },
    'clearing up media': () => request(window, 'media.cleanUp', undefined),
    'an automatic backup': async () => {
      const target = path.join(folder, '..', `${path.basename(folder)}-backups`)
      mkdirSync(target)
      await request(window, 'backup.automate', {
        ...{ folder: target, everyDays: 1, keep: 2, passphrase: PASSPHRASE },
      })
      const isThere = () => readdirSync(target).some((name) => name.endsWith('.linkboard-backup'))
      while (!isThere()) await delay(LOOK_MS)
      // ends once nothing of it is under way any more
      await request(window, 'backup.stopAutomatic', undefined)
      rmSync(target, { recursive: true })
    },
    'a backup': () => request(window, 'backup.create', { passphrase: PASSPHRASE }),
    'deleting an account with 200,000 messages': async () => {
      await request(window, 'accounts.remove', { id: first, history: 'delete' })
      const database = new DatabaseSync(path.join(folder, 'data', DATABASE_NAME), { readOnly: true })
      const left = database.prepare('SELECT 1 FROM accounts WHERE id = ?')
      while (left.get(first) !== undefined) await delay(LOOK_MS)
      database.close()
    },
  }
}

/** Whether the bar of B10 holds. */
export async function benchMainThread(): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-main-'))
  try {
    generateProfile(folder, PROFILE)
    const data = path.join(folder, 'data')
    const server = createQuietServer(SERVER_URL)
    const vault = await addReachablePeople(data, { people: PEOPLE, url: SERVER_URL })
    const size = statSync(path.join(folder, 'data', DATABASE_NAME)).size
    console.log(`main-thread: ${PROFILE.messages} messages, ${Math.round(size / 1024 / 1024)} MB`)
    const app = createBenchApp({
      ...{ folder: data, server, http: server.http, vault },
      backup: backupPorts(folder),
    })
    app.start()
    const window = app.connect()
    window.subscribe(() => {})
    const asker = new Worker(path.join(import.meta.dirname, 'main-thread/asker.ts'))
    asker.on('message', (message: Report | { kind: 'ask' }) => {
      if (message.kind !== 'ask') return
      void request(window, 'messages.atTime', { conversationId: LONGEST, at: 0 }).then(() =>
        asker.postMessage('answer'),
      )
    })
    await delay(QUIET_MS)
    let holds = true
    for (const [name, run] of Object.entries(work(window, folder))) {
      await report(asker)
      const began = performance.now()
      await run()
      const took = performance.now() - began
      const { longest, asked } = await report(asker)
      const isOver = name !== 'nothing' && longest > BAR_MS
      holds &&= !isOver
      console.log(
        `main-thread: ${name}: ${took.toFixed(0)} ms, longest of ${asked} answers ${longest.toFixed(1)} ms ` +
          `(bar ${BAR_MS} ms)${isOver ? ' MISSED' : ''}`,
      )
    }
    await asker.terminate()
    await app.stop()
    return holds
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
