import { QuickReplyId } from '#shared/model/ids.ts'
import type { Database } from './database.ts'
import { type MediaFile, toMediaFile } from './media-file-repository.ts'
import { flag, integer, type Row, text, textOrNull } from './row.ts'

/** One item of a quick reply. */
export type StoredQuickReplyItem =
  | { kind: 'text'; text: string }
  | {
      kind: 'file'
      hash: string
      name: string
      asFile: boolean
      /** Null once its bytes are not known here any more. */
      file: MediaFile | null
    }

/** What a quick reply says. */
export interface QuickReplyContent {
  title: string
  /** Empty for none. */
  group: string
  /** In sending order. */
  items: readonly StoredQuickReplyItem[]
}

export interface StoredQuickReply extends QuickReplyContent {
  id: QuickReplyId
  place: number
}

const ITEMS = `SELECT i.reply_id, i.text, i.hash AS item_hash, i.name, i.as_file, f.hash, f.size, f.md5, f.kind, f.type
  FROM quick_reply_items i LEFT JOIN media_files f ON f.hash = i.hash`

function toItem(row: Row): StoredQuickReplyItem {
  const words = textOrNull(row, 'text')
  if (words !== null) return { kind: 'text', text: words }
  return {
    kind: 'file',
    hash: text(row, 'item_hash'),
    name: text(row, 'name'),
    asFile: flag(row, 'as_file'),
    file: row['hash'] === null ? null : toMediaFile(row),
  }
}

function toReply(row: Row, items: readonly StoredQuickReplyItem[]): StoredQuickReply {
  return {
    id: QuickReplyId.parse(row['id']),
    title: text(row, 'title'),
    group: text(row, 'group_name'),
    place: integer(row, 'place'),
    items,
  }
}

/** Quick replies in the operator's order. One that was removed is in no list. Transactions are the callers'. */
export class QuickReplyRepository {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  list(): StoredQuickReply[] {
    const items = Map.groupBy(
      this.#db.select(`${ITEMS} ORDER BY i.reply_id, i.place`).all(),
      (row) => row['reply_id'],
    )
    return this.#db
      .select(
        'SELECT id, title, group_name, place FROM quick_replies WHERE removed_at IS NULL ORDER BY place',
      )
      .all()
      .map((row) => toReply(row, (items.get(row['id']) ?? []).map(toItem)))
  }

  /** Null also for one that was removed. */
  get(id: QuickReplyId): StoredQuickReply | null {
    const row = this.#db
      .select('SELECT id, title, group_name, place FROM quick_replies WHERE id = ? AND removed_at IS NULL')
      .get(id)
    if (row === undefined) return null
    return toReply(row, this.#db.select(`${ITEMS} WHERE i.reply_id = ? ORDER BY i.place`).all(id).map(toItem))
  }

  /** Behind all others. */
  add({ title, group, items }: QuickReplyContent): QuickReplyId {
    const { lastInsertRowid } = this.#db
      .sql(
        `INSERT INTO quick_replies (title, group_name, place)
         VALUES (?, ?, (SELECT COALESCE(MAX(place), 0) + 1 FROM quick_replies))`,
      )
      .run(title, group)
    const id = QuickReplyId.parse(Number(lastInsertRowid))
    this.#addItems(id, items)
    return id
  }

  replace(id: QuickReplyId, { title, group, items }: QuickReplyContent): void {
    this.#db.sql('UPDATE quick_replies SET title = ?, group_name = ? WHERE id = ?').run(title, group, id)
    this.#db.sql('DELETE FROM quick_reply_items WHERE reply_id = ?').run(id)
    this.#addItems(id, items)
  }

  #addItems(id: QuickReplyId, items: readonly StoredQuickReplyItem[]): void {
    const insert = this.#db.sql(
      'INSERT INTO quick_reply_items (reply_id, place, text, hash, name, as_file) VALUES (?, ?, ?, ?, ?, ?)',
    )
    for (const [place, item] of items.entries()) {
      if (item.kind === 'text') insert.run(id, place, item.text, null, '', 0)
      else insert.run(id, place, null, item.hash, item.name, item.asFile ? 1 : 0)
    }
  }

  /** The nearest one of the same group before or behind it; null at the end. */
  neighbour({ group, place }: StoredQuickReply, where: 'up' | 'down'): StoredQuickReply | null {
    const row = this.#db
      .select(
        where === 'up'
          ? `SELECT id FROM quick_replies WHERE group_name = ? AND place < ? AND removed_at IS NULL
             ORDER BY place DESC LIMIT 1`
          : `SELECT id FROM quick_replies WHERE group_name = ? AND place > ? AND removed_at IS NULL
             ORDER BY place LIMIT 1`,
      )
      .get(group, place)
    return row === undefined ? null : this.get(QuickReplyId.parse(row['id']))
  }

  setPlace(id: QuickReplyId, place: number): void {
    this.#db.sql('UPDATE quick_replies SET place = ? WHERE id = ?').run(place, id)
  }

  /** Answers which were in the group. */
  renameGroup(from: string, to: string): QuickReplyId[] {
    return this.#db
      .sql('UPDATE quick_replies SET group_name = ? WHERE group_name = ? RETURNING id')
      .all(to, from)
      .map((row) => QuickReplyId.parse(row['id']))
  }

  /** Takes it out of every list, or with null puts it back where it stood. Answers whether there was one to change. */
  setRemoved(id: QuickReplyId, at: number | null): boolean {
    const { changes } = this.#db
      .sql(
        'UPDATE quick_replies SET removed_at = ?1 WHERE id = ?2 AND (removed_at IS NULL) = (?1 IS NOT NULL)',
      )
      .run(at, id)
    return Number(changes) > 0
  }

  /** Forgets those that were removed; answers the files that they held. */
  forgetRemoved(): { count: number; hashes: string[] } {
    const hashes = this.#db
      .sql(
        `SELECT DISTINCT i.hash FROM quick_replies r JOIN quick_reply_items i ON i.reply_id = r.id
         WHERE r.removed_at IS NOT NULL AND i.hash IS NOT NULL`,
      )
      .all()
      .map((row) => text(row, 'hash'))
    const { changes } = this.#db.sql('DELETE FROM quick_replies WHERE removed_at IS NOT NULL').run()
    return { count: Number(changes), hashes }
  }

  /** How many there are, and the UTF-16 units of their texts (an upper bound), removed ones too. */
  size(): { count: number; characters: number } {
    const row = this.#db
      .select(
        `SELECT (SELECT COUNT(*) FROM quick_replies) AS count,
           (SELECT COALESCE(SUM(LENGTH(text)), 0) FROM quick_reply_items) AS characters`,
      )
      .get()
    return row === undefined
      ? { count: 0, characters: 0 }
      : { count: integer(row, 'count'), characters: integer(row, 'characters') }
  }
}
