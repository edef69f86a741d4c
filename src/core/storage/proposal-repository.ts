import { z } from 'zod'
import { AccountId, ConversationId } from '#shared/model/ids.ts'
import { ProgramId, ProposalId } from '#shared/model/program.ts'
import type { Database } from './database.ts'
import { type MediaFile, toMediaFile } from './media-file-repository.ts'
import { flag, integer, type Row, text, textOrNull } from './row.ts'

/**
 * How a proposal stands. `waiting`: a person is to decide; `offered`: it lies beside the message box; `taken`: from
 * there into it; `sent`: it was queued, and the outbox says what became of it; the others are ends.
 */
const States = z.enum(['waiting', 'offered', 'taken', 'dismissed', 'sent', 'declined', 'refused'])
export type ProposalState = z.infer<typeof States>

/** A file of a proposal. */
export interface StoredProposalFile {
  hash: string
  name: string
  /** It goes out as a file, whatever it is. */
  asFile: boolean
  /** Null once its bytes are not known here any more. */
  file: MediaFile | null
}

/** A proposal as it is stored. Once it is settled its text is empty and its files are gone: what was sent is a message. */
export interface StoredProposal {
  id: ProposalId
  programId: ProgramId
  programName: string
  conversationId: ConversationId
  accountId: AccountId
  kind: 'send' | 'draft'
  state: ProposalState
  /** Of one that was refused. */
  reason: string | null
  text: string
  /** In sending order. */
  files: readonly StoredProposalFile[]
  createdAt: number
}

const SELECT = `SELECT p.*, c.account_id FROM proposals p JOIN conversations c ON c.id = p.conversation_id
  WHERE c.erased = 0`

const FILES = `SELECT t.hash AS item_hash, t.name, t.as_file, f.hash, f.size, f.md5, f.kind, f.type
  FROM proposal_files t LEFT JOIN media_files f ON f.hash = t.hash WHERE t.proposal_id = ? ORDER BY t.place`

function toFile(row: Row): StoredProposalFile {
  return {
    hash: text(row, 'item_hash'),
    name: text(row, 'name'),
    asFile: flag(row, 'as_file'),
    file: row['hash'] === null ? null : toMediaFile(row),
  }
}

/** What programs propose. Transactions are the callers'. */
export class ProposalRepository {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  get(id: ProposalId): StoredProposal | null {
    return this.#whole(this.#db.sql(`${SELECT} AND p.id = ?`).all(id))[0] ?? null
  }

  /** What a program has asked under a key of its own. */
  ofKey(programId: ProgramId, key: string): StoredProposal | null {
    return (
      this.#whole(this.#db.sql(`${SELECT} AND p.program_id = ? AND p.key = ?`).all(programId, key))[0] ?? null
    )
  }

  /** All that nobody has decided about, the oldest first. */
  open(): StoredProposal[] {
    return this.#whole(
      this.#db.sql(`${SELECT} AND p.state IN ('waiting', 'offered') ORDER BY p.created_at, p.rowid`).all(),
    )
  }

  /** What waits to be sent, the oldest first, without what it holds. */
  waiting(): {
    proposalId: ProposalId
    conversationId: ConversationId
    accountId: AccountId
    program: string
  }[] {
    return this.open().flatMap(({ id, conversationId, accountId, programName, kind, state }) =>
      kind === 'send' && state === 'waiting'
        ? [{ proposalId: id, conversationId, accountId, program: programName }]
        : [],
    )
  }

  /** How many of a program's wait for somebody to decide. */
  countOpen(programId: ProgramId): number {
    const row = this.#db
      .sql(
        `SELECT COUNT(*) AS count FROM proposals p WHERE p.program_id = ? AND p.state IN ('waiting', 'offered')`,
      )
      .get(programId)
    return row === undefined ? 0 : integer(row, 'count')
  }

  add(
    proposal: Omit<StoredProposal, 'accountId' | 'reason' | 'files'> & {
      files: readonly Omit<StoredProposalFile, 'file'>[]
      /** Under which its program asks for it again; null for none. */
      key: string | null
    },
  ): void {
    const {
      id,
      programId,
      programName,
      conversationId,
      kind,
      state,
      text: words,
      files,
      key,
      createdAt,
    } = proposal
    this.#db
      .sql(
        `INSERT INTO proposals (id, program_id, program_name, conversation_id, kind, state, text, key, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(id, programId, programName, conversationId, kind, state, words, key, createdAt)
    for (const [place, { hash, name, asFile }] of files.entries())
      this.#db
        .sql('INSERT INTO proposal_files (proposal_id, place, hash, name, as_file) VALUES (?, ?, ?, ?, ?)')
        .run(id, place, hash, name, asFile ? 1 : 0)
  }

  /** Lays it beside the message box. */
  offer(id: ProposalId): void {
    this.#db.sql("UPDATE proposals SET state = 'offered' WHERE id = ?").run(id)
  }

  /** Ends it; its words and files are forgotten here. Answers what files it held. */
  settle(
    id: ProposalId,
    state: Exclude<ProposalState, 'waiting' | 'offered'>,
    reason: string | null = null,
  ): string[] {
    const hashes = this.#db
      .sql('DELETE FROM proposal_files WHERE proposal_id = ? RETURNING hash')
      .all(id)
      .map((row) => text(row, 'hash'))
    this.#db.sql("UPDATE proposals SET state = ?, reason = ?, text = '' WHERE id = ?").run(state, reason, id)
    return hashes
  }

  /** Forgets what is settled and older than that: nobody asks for it any more. */
  forgetBefore(at: number): void {
    this.#db.sql(`DELETE FROM proposals WHERE created_at < ? AND state NOT IN ('waiting', 'offered')`).run(at)
  }

  /** Removes all of a conversation, its history being deleted; answers what that was. */
  removeOfConversation(id: ConversationId): { ids: ProposalId[]; hashes: string[] } {
    return this.#removeAll('conversation_id = ?', id)
  }

  /** Removes all of an account; answers what that was. */
  removeOfAccount(id: AccountId): { ids: ProposalId[]; hashes: string[] } {
    return this.#removeAll('conversation_id IN (SELECT c.id FROM conversations c WHERE c.account_id = ?)', id)
  }

  #removeAll(which: string, of: ConversationId | AccountId): { ids: ProposalId[]; hashes: string[] } {
    const hashes = this.#db
      .sql(
        `SELECT DISTINCT hash FROM proposal_files WHERE proposal_id IN (SELECT id FROM proposals WHERE ${which})`,
      )
      .all(of)
      .map((row) => text(row, 'hash'))
    const ids = this.#db
      .sql(`DELETE FROM proposals WHERE ${which} RETURNING id`)
      .all(of)
      .map((row) => ProposalId.parse(row['id']))
    return { ids, hashes }
  }

  #whole(rows: readonly Row[]): StoredProposal[] {
    return rows.map((row) => ({
      id: ProposalId.parse(row['id']),
      programId: ProgramId.parse(row['program_id']),
      programName: text(row, 'program_name'),
      conversationId: ConversationId.parse(row['conversation_id']),
      accountId: AccountId.parse(row['account_id']),
      kind: row['kind'] === 'send' ? 'send' : 'draft',
      state: States.catch('declined').parse(row['state']),
      reason: textOrNull(row, 'reason'),
      text: text(row, 'text'),
      files: this.#db.sql(FILES).all(text(row, 'id')).map(toFile),
      createdAt: integer(row, 'created_at'),
    }))
  }
}
