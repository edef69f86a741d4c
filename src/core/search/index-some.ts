import type { ReadHandle } from '#core/storage/handles.ts'
import { parseParts } from '#core/storage/messages/message-columns.ts'
import { integer, type Row, text } from '#core/storage/row.ts'
import { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { IndexSource } from './index-source.ts'
import type { IndexProgress, SearchIndex } from './search-index.ts'
import { kindsOf, searchableText } from './searchable-message.ts'
import type { Tokeniser } from './tokeniser.ts'

/** Messages taken in at once, in one transaction: others wait for the thread that long. */
const PORTION = 400
/** A portion ends earlier where texts are long. */
const PORTION_CHARACTERS = 200_000

/** How far the index is behind the database. */
export interface IndexState {
  /** Messages that are in it, of those that were there; for saying how far it is, not for counting. */
  upto: number
  newest: number
  /** The last change to messages that was followed: what was noted up to it is not needed any more. */
  changes: number
  /** Nothing is left to be done. */
  isComplete: boolean
}

/**
 * Brings the index a portion nearer to the database: changes first, then what has come, then what is to be forgotten.
 * How far it is stands in the index, in the same transaction, so that it can be cut short at any instant.
 */
export function indexSome(database: ReadHandle, source: IndexSource): IndexState {
  const newest = newestOf(database)
  if (!source.use((index) => canFollow(database, index.progress(), newest))) source.discard()
  return source.use((index) => {
    const known = index.progress()
    // whatever changed before the first message is taken in is read as it is by then
    const begun = known.upto === 0 ? { ...known, changes: lastChange(database) } : known
    const changed = changesAfter(database, begun.changes)
    const isForgetting = changed.length === 0 && begun.upto >= newest && begun.forgetting !== 'no'
    const next = isForgetting
      ? forget(index, begun)
      : index.transaction(() => take(database, index, source.tokeniser, begun, changed))
    const isComplete = next.upto >= newest && next.forgetting === 'no' && changed.length < PORTION
    return { upto: next.upto, newest, changes: next.changes, isComplete }
  })
}

/** How far the index is, without doing anything. */
export function readIndexState(database: ReadHandle, source: IndexSource): IndexState {
  const newest = newestOf(database)
  const { upto, changes } = source.use((index) => index.progress())
  return { upto, newest, changes, isComplete: upto >= newest && changesAfter(database, changes).length === 0 }
}

/**
 * Whether the index can be brought up to the database. One of more than there ever was is of another database; one that
 * lacks changes which are not noted any more lost its last commits with the power, and may hold deleted words (P23).
 */
function canFollow(database: ReadHandle, { upto, changes }: IndexProgress, newest: number): boolean {
  if (upto > newest) return false
  if (upto === 0 || changes >= lastChange(database)) return true
  return changesAfter(database, changes)[0]?.seq === changes + 1
}

/** Also one that was followed and forgotten: they are numbered without a gap. */
function lastChange(database: ReadHandle): number {
  const row = database.select("SELECT seq FROM sqlite_sequence WHERE name = 'message_changes'").get()
  return row === undefined ? 0 : integer(row, 'seq')
}

/** Also the number of a message that is gone counts: ids are never given twice. */
function newestOf(database: ReadHandle): number {
  const row = database.select("SELECT seq FROM sqlite_sequence WHERE name = 'messages'").get()
  return row === undefined ? 0 : integer(row, 'seq')
}

interface MessageChange {
  seq: number
  messageId: number
}

function changesAfter(database: ReadHandle, seq: number): MessageChange[] {
  return database
    .select('SELECT seq, message_id FROM message_changes WHERE seq > ? ORDER BY seq LIMIT ?')
    .all(seq, PORTION)
    .map((row) => ({ seq: integer(row, 'seq'), messageId: integer(row, 'message_id') }))
}

const COLUMNS = 'id, account_id, conversation_id, direction, at, parts'

function take(
  database: ReadHandle,
  index: SearchIndex,
  tokeniser: Tokeniser,
  begun: IndexProgress,
  changed: readonly MessageChange[],
): IndexProgress {
  const next = { ...begun }
  for (const { seq, messageId } of changed) {
    next.changes = seq
    // what is not in yet is read as it is by then
    if (messageId > begun.upto) continue
    const row = database.select(`SELECT ${COLUMNS} FROM messages WHERE id = ?`).get(messageId)
    if (row === undefined) index.remove(messageId)
    else put(index, tokeniser, row)
    next.forgetting = 'due'
  }
  if (changed.length < PORTION) takeNew(database, index, tokeniser, next)
  index.setProgress(next)
  return next
}

function takeNew(database: ReadHandle, index: SearchIndex, tokeniser: Tokeniser, next: IndexProgress): void {
  const rows = database
    .select(`SELECT ${COLUMNS} FROM messages WHERE id > ? ORDER BY id LIMIT ?`)
    .all(next.upto, PORTION)
  let characters = 0
  for (const row of rows) {
    characters += text(row, 'parts').length
    put(index, tokeniser, row)
    next.upto = integer(row, 'id')
    if (characters > PORTION_CHARACTERS) break
  }
  if (rows.length < PORTION && characters <= PORTION_CHARACTERS) next.upto = newestOf(database)
}

function put(index: SearchIndex, tokeniser: Tokeniser, row: Row): void {
  const parts = parseParts(text(row, 'parts'))
  index.put({
    id: integer(row, 'id'),
    accountId: AccountId.parse(row['account_id']),
    conversationId: ConversationId.parse(row['conversation_id']),
    direction: row['direction'] === 'out' ? 'out' : 'in',
    kinds: kindsOf(parts),
    at: integer(row, 'at'),
    parts: parts.flatMap((part) => {
      const words = searchableText(part)
      return words === null ? [] : [tokeniser.tokens(words)]
    }),
  })
}

function forget(index: SearchIndex, begun: IndexProgress): IndexProgress {
  const isLeft = index.transaction(() => {
    const goesOn = index.forgetSome(begun.forgetting === 'due')
    if (goesOn) index.setProgress({ ...begun, forgetting: 'begun' })
    return goesOn
  })
  if (isLeft) return { ...begun, forgetting: 'begun' }
  // only then it is done: a kill in between does it again
  index.emptyLog()
  const next: IndexProgress = { ...begun, forgetting: 'no' }
  index.setProgress(next)
  return next
}
