import { type MediaKind, StagedId } from '#shared/model/media.ts'
import type { Database } from './database.ts'
import { parseMediaKind } from './media-columns.ts'
import { integer, type Row, text, textOrNull } from './row.ts'

/** Bytes in the app's keeping, by content: the same file counts and lies there once. */
export interface MediaFile {
  /** SHA-256 of the bytes in hex; it is the file's name on disk. */
  hash: string
  size: number
  /** MD5 of the bytes in hex, which uploads announce. */
  md5: string
  kind: MediaKind
  /** MIME type by content; null for bytes of no known type. */
  type: string | null
}

/** A file that waits for the operator to send it or to think better of it. */
export interface StagedRow {
  id: StagedId
  name: string
  file: MediaFile
}

export function toMediaFile(row: Row): MediaFile {
  return {
    hash: text(row, 'hash'),
    size: integer(row, 'size'),
    md5: text(row, 'md5'),
    kind: parseMediaKind(text(row, 'kind')),
    type: textOrNull(row, 'type'),
  }
}

/** A file that is not known any more; its bytes may go. */
export interface ForgottenFile {
  hash: string
  size: number
}

function toForgotten(row: Row): ForgottenFile {
  return { hash: text(row, 'hash'), size: integer(row, 'size') }
}

const UNREFERENCED = `NOT EXISTS (SELECT 1 FROM media m WHERE m.hash = f.hash)
  AND NOT EXISTS (SELECT 1 FROM staged_files s WHERE s.hash = f.hash)
  AND NOT EXISTS (SELECT 1 FROM broadcast_files b WHERE b.hash = f.hash AND b.released = 0)
  AND NOT EXISTS (SELECT 1 FROM quick_reply_items q WHERE q.hash = f.hash)
  AND NOT EXISTS (SELECT 1 FROM scheduled_files t WHERE t.hash = f.hash)
  AND NOT EXISTS (SELECT 1 FROM proposal_files p WHERE p.hash = f.hash)`

/** What lies on disk, and what is staged. */
export class MediaFileRepository {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** Knows the file from now on; one with the same content is there already. */
  add(file: MediaFile, now: number): void {
    this.#db
      .sql(
        `INSERT INTO media_files (hash, size, md5, kind, type, added_at) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (hash) DO NOTHING`,
      )
      .run(file.hash, file.size, file.md5, file.kind, file.type, now)
  }

  addStaged(id: StagedId, name: string, file: MediaFile): void {
    this.#db.sql('INSERT INTO staged_files (id, hash, name) VALUES (?, ?, ?)').run(id, file.hash, name)
  }

  staged(id: StagedId): StagedRow | null {
    const row = this.#db
      .sql(
        `SELECT s.id, s.name, f.hash, f.size, f.md5, f.kind, f.type
         FROM staged_files s JOIN media_files f ON f.hash = s.hash WHERE s.id = ?`,
      )
      .get(id)
    if (row === undefined) return null
    return { id: StagedId.parse(row['id']), name: text(row, 'name'), file: toMediaFile(row) }
  }

  /** Answers the hashes of what was staged. */
  removeStaged(ids: readonly StagedId[]): string[] {
    return ids.flatMap((id) =>
      this.#db
        .sql('DELETE FROM staged_files WHERE id = ? RETURNING hash')
        .all(id)
        .map((row) => text(row, 'hash')),
    )
  }

  /** Answers the hashes of what was staged. */
  removeAllStaged(): string[] {
    return this.#db
      .sql('DELETE FROM staged_files RETURNING hash')
      .all()
      .map((row) => text(row, 'hash'))
  }

  /** Lets go of the files of broadcasts that ended before then; their messages keep theirs for themselves. */
  releaseEndedBroadcasts(before: number): void {
    this.#db
      .sql(
        `UPDATE broadcast_files SET released = 1
         WHERE released = 0 AND content_id IN (SELECT content_id FROM broadcasts WHERE ended_at < ?)`,
      )
      .run(before)
  }

  /** Forgets those of these files that nothing refers to any more. */
  takeUnreferenced(hashes: readonly string[]): ForgottenFile[] {
    return hashes.flatMap((hash) =>
      this.#db
        .sql(`DELETE FROM media_files AS f WHERE f.hash = ? AND ${UNREFERENCED} RETURNING hash, size`)
        .all(hash)
        .map(toForgotten),
    )
  }

  /** Up to `limit` hashes of known files behind `after`, ascending; begins with the empty text. */
  hashesAfter(after: string, limit: number): string[] {
    return this.#db
      .select('SELECT hash FROM media_files WHERE hash > ? ORDER BY hash LIMIT ?')
      .all(after, limit)
      .map((row) => text(row, 'hash'))
  }

  /** Whether a file of this content is known. */
  has(hash: string): boolean {
    return this.#db.sql('SELECT 1 FROM media_files WHERE hash = ?').get(hash) !== undefined
  }

  totalBytes(): number {
    const row = this.#db.sql('SELECT COALESCE(SUM(size), 0) AS bytes FROM media_files').get()
    return row === undefined ? 0 : integer(row, 'bytes')
  }
}
