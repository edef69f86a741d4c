import { type ContactCard, emptyCard } from '#shared/model/contact.ts'
import type { WriteHandle } from './handles.ts'
import { flag, type Row, text, textOrNull } from './row.ts'

/** What is changed about a contact; what is not named stays. */
export type CardChange = {
  [K in Exclude<keyof ContactCard, 'userId' | 'isSelf'>]?: ContactCard[K] | undefined
}

function toCard(row: Row, tags: string[]): ContactCard {
  return {
    userId: text(row, 'user_id'),
    tags,
    note: text(row, 'note'),
    followUp: textOrNull(row, 'follow_up'),
    isSelf: flag(row, 'is_self'),
  }
}

/** What the operator keeps about people. Transactions are the callers'. */
export class ContactRepository {
  readonly #db: WriteHandle

  constructor(database: WriteHandle) {
    this.#db = database
  }

  /** What is kept about a person; an empty card where there is nothing. */
  card(userId: string): ContactCard {
    const row = this.#db
      .select('SELECT user_id, note, follow_up, is_self FROM contacts WHERE user_id = ?')
      .get(userId)
    if (row === undefined) return emptyCard(userId)
    const tags = this.#db.select('SELECT tag FROM contact_tags WHERE user_id = ? ORDER BY place').all(userId)
    return toCard(
      row,
      tags.map((one) => text(one, 'tag')),
    )
  }

  /** The cards on which something stands. */
  cards(): ContactCard[] {
    const tags = new Map<string, string[]>()
    for (const row of this.#db
      .select('SELECT user_id, tag FROM contact_tags ORDER BY user_id, place')
      .all()) {
      const userId = text(row, 'user_id')
      tags.set(userId, [...(tags.get(userId) ?? []), text(row, 'tag')])
    }
    return this.#db
      .select(
        `SELECT user_id, note, follow_up, is_self FROM contacts c WHERE note <> '' OR follow_up IS NOT NULL OR is_self = 1
           OR EXISTS (SELECT 1 FROM contact_tags t WHERE t.user_id = c.user_id)`,
      )
      .all()
      .map((row) => toCard(row, tags.get(text(row, 'user_id')) ?? []))
  }

  change(userId: string, { tags, note, followUp }: CardChange): void {
    this.#db.sql('INSERT INTO contacts (user_id) VALUES (?) ON CONFLICT (user_id) DO NOTHING').run(userId)
    if (note !== undefined) this.#db.sql('UPDATE contacts SET note = ? WHERE user_id = ?').run(note, userId)
    if (followUp !== undefined)
      this.#db.sql('UPDATE contacts SET follow_up = ? WHERE user_id = ?').run(followUp, userId)
    if (tags === undefined) return
    this.#db.sql('DELETE FROM contact_tags WHERE user_id = ?').run(userId)
    const insert = this.#db.sql('INSERT INTO contact_tags (user_id, place, tag) VALUES (?, ?, ?)')
    for (const [place, tag] of tags.entries()) insert.run(userId, place, tag)
  }

  /** Marks who the operator is, or nobody; answers whose card changed. */
  setSelf(userId: string | null): string[] {
    const former = this.#db
      .sql('UPDATE contacts SET is_self = 0 WHERE is_self = 1 AND user_id IS NOT ? RETURNING user_id')
      .all(userId)
      .map((row) => text(row, 'user_id'))
    if (userId === null) return former
    this.#db
      .sql(
        `INSERT INTO contacts (user_id, is_self) VALUES (?, 1)
         ON CONFLICT (user_id) DO UPDATE SET is_self = 1`,
      )
      .run(userId)
    return [...former, userId]
  }
}
