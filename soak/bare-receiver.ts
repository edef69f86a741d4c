import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import type { Credentials } from '#simulator/index.ts'
import { ownArgument, serve } from './channel.ts'

// The floor: the least that keeps what polls bring. One poll, one durable transaction, the next poll.

export interface ReceiverArgument {
  file: string
  accounts: { account: string; credentials: Credentials }[]
}

export type ReceiverCalls = {
  /** The text or file name of every stored message, by account. */
  history: { input: null; output: { account: string; content: string }[] }
}

const POLL_TIMEOUT_MS = 12_000
const RETRY_MS = 500

const { file, accounts } = ownArgument<ReceiverArgument>()
const db = new DatabaseSync(file)
db.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
  CREATE TABLE IF NOT EXISTS cursors (account TEXT PRIMARY KEY, cursor TEXT);
  CREATE TABLE IF NOT EXISTS messages (account TEXT, message_id TEXT, content TEXT, UNIQUE (account, message_id))`)
const readCursor = db.prepare('SELECT cursor FROM cursors WHERE account = ?')
const setCursor = db.prepare('INSERT OR REPLACE INTO cursors VALUES (?, ?)')
const insert = db.prepare('INSERT OR IGNORE INTO messages VALUES (?, ?, ?)')

/** Ids are widened: this one parses no deeper than it must. */
function widened(text: string): string {
  return text.replaceAll(/"message_id":(\d+)/g, '"message_id":"$1"')
}

async function pollOnce(account: string, { baseUrl, botToken }: Credentials): Promise<void> {
  const response = await fetch(`${baseUrl}/ilink/bot/getupdates`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${botToken}` },
    body: JSON.stringify({ get_updates_buf: readCursor.get(account)?.['cursor'] ?? '' }),
    signal: AbortSignal.timeout(POLL_TIMEOUT_MS),
  })
  const answer = JSON.parse(widened(await response.text()))
  if (!response.ok || !Array.isArray(answer.msgs)) throw new Error('no messages')
  db.exec('BEGIN IMMEDIATE')
  for (const message of answer.msgs) {
    const item = message?.item_list?.[0]
    const content = item?.text_item?.text ?? item?.file_item?.file_name
    if (typeof content === 'string') insert.run(account, message.message_id ?? null, content)
  }
  const cursor = answer.get_updates_buf
  if (typeof cursor === 'string' && cursor !== '') setCursor.run(account, cursor)
  db.exec('COMMIT')
}

async function receive(account: string, credentials: Credentials): Promise<never> {
  while (true) await pollOnce(account, credentials).catch(() => pause(RETRY_MS))
}

serve<ReceiverCalls>({
  history: () =>
    db
      .prepare('SELECT account, content FROM messages')
      .all()
      .map((row) => ({ account: String(row['account']), content: String(row['content']) })),
})
for (const { account, credentials } of accounts) void receive(account, credentials)
