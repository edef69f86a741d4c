import type { NameFallbacks, TemplateSummary } from '#shared/model/broadcast.ts'
import { TemplateId } from '#shared/model/ids.ts'
import type { Database } from './database.ts'
import { type MediaFile, toMediaFile } from './media-file-repository.ts'
import { flag, integer, type Row, text } from './row.ts'

/** A file of a content. */
export interface ContentFile {
  hash: string
  name: string
  asFile: boolean
  /** Null once its bytes are not known here any more. */
  file: MediaFile | null
}

/** What a draft, a run or a template says; each has a content of its own. */
export interface StoredContent {
  text: string
  fallbacks: NameFallbacks
  /** In sending order. */
  files: ContentFile[]
}

function toFile(row: Row): ContentFile {
  return {
    hash: text(row, 'content_hash'),
    name: text(row, 'name'),
    asFile: flag(row, 'as_file'),
    file: row['hash'] === null ? null : toMediaFile(row),
  }
}

/** Contents of broadcasts, and templates. A file that a content names is kept (media-file-repository.ts). */
export class BroadcastContentRepository {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  add(content: StoredContent): number {
    const { lastInsertRowid } = this.#db
      .sql('INSERT INTO broadcast_contents (text, contact_fallback, account_fallback) VALUES (?, ?, ?)')
      .run(content.text, content.fallbacks.contact, content.fallbacks.account)
    const id = Number(lastInsertRowid)
    this.#addFiles(id, content.files)
    return id
  }

  replace(id: number, content: StoredContent): void {
    this.#db
      .sql('UPDATE broadcast_contents SET text = ?, contact_fallback = ?, account_fallback = ? WHERE id = ?')
      .run(content.text, content.fallbacks.contact, content.fallbacks.account, id)
    this.#db.sql('DELETE FROM broadcast_files WHERE content_id = ?').run(id)
    this.#addFiles(id, content.files)
  }

  #addFiles(id: number, files: readonly ContentFile[]): void {
    for (const [place, { hash, name, asFile }] of files.entries()) {
      this.#db
        .sql('INSERT INTO broadcast_files (content_id, place, hash, name, as_file) VALUES (?, ?, ?, ?, ?)')
        .run(id, place, hash, name, asFile ? 1 : 0)
    }
  }

  /** @throws Error when there is none: whoever has the id holds the content too */
  get(id: number): StoredContent {
    const row = this.#db.sql('SELECT * FROM broadcast_contents WHERE id = ?').get(id)
    if (row === undefined) throw new Error('no such content')
    return {
      text: text(row, 'text'),
      fallbacks: { contact: text(row, 'contact_fallback'), account: text(row, 'account_fallback') },
      files: this.#db
        .sql(
          `SELECT b.hash AS content_hash, b.name, b.as_file, f.hash, f.size, f.md5, f.kind, f.type
           FROM broadcast_files b LEFT JOIN media_files f ON f.hash = b.hash
           WHERE b.content_id = ? ORDER BY b.place`,
        )
        .all(id)
        .map(toFile),
    }
  }

  /** Its files are kept again, as far as they are here. */
  hold(id: number): void {
    this.#db.sql('UPDATE broadcast_files SET released = 0 WHERE content_id = ?').run(id)
  }

  /** After whoever held it. */
  remove(id: number): void {
    this.#db.sql('DELETE FROM broadcast_contents WHERE id = ?').run(id)
  }

  /** By name. */
  templates(): TemplateSummary[] {
    return this.#db
      .sql('SELECT id, name FROM broadcast_templates ORDER BY name')
      .all()
      .map((row) => ({ id: TemplateId.parse(row['id']), name: text(row, 'name') }))
  }

  /** A template's content, or null. */
  template(id: TemplateId): StoredContent | null {
    const row = this.#db.sql('SELECT content_id FROM broadcast_templates WHERE id = ?').get(id)
    return row === undefined ? null : this.get(integer(row, 'content_id'))
  }

  /** Keeps a content under a name; one of that name is replaced. */
  saveTemplate(name: string, content: StoredContent): TemplateId {
    const known = this.#db.sql('SELECT id, content_id FROM broadcast_templates WHERE name = ?').get(name)
    if (known !== undefined) {
      this.replace(integer(known, 'content_id'), content)
      return TemplateId.parse(known['id'])
    }
    const { lastInsertRowid } = this.#db
      .sql('INSERT INTO broadcast_templates (name, content_id) VALUES (?, ?)')
      .run(name, this.add(content))
    return TemplateId.parse(Number(lastInsertRowid))
  }

  removeTemplate(id: TemplateId): void {
    for (const row of this.#db
      .sql('DELETE FROM broadcast_templates WHERE id = ? RETURNING content_id')
      .all(id))
      this.remove(integer(row, 'content_id'))
  }
}
