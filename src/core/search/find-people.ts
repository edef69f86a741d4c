import type { ReadHandle } from '#core/storage/handles.ts'
import { type AccountId, ConversationId } from '#shared/model/ids.ts'
import { CONTACT_WORDS_COLUMNS, contactWords } from './contact-words.ts'
import type { NameFinder } from './name-finder.ts'

export interface PeopleSearch {
  text: string
  /** Of this account alone; null for all. */
  accountId: AccountId | null
  limit: number
}

/**
 * Conversations with the people that a text finds, in the order of their last messages, somebody who never wrote
 * among them. Each word has to be found in a name, a tag, a note or the account, or all together spell a name.
 */
export function findPeople(
  database: ReadHandle,
  names: NameFinder,
  { text, accountId, limit }: PeopleSearch,
): ConversationId[] {
  const typed = text.split(/\p{White_Space}+/u).flatMap((word) => names.fold(word) || [])
  if (typed.length === 0) return []
  const together = typed.join('')
  const found: ConversationId[] = []
  const rows = database
    .select(
      `SELECT c.id, ${CONTACT_WORDS_COLUMNS} FROM conversations c
         JOIN accounts a ON a.id = c.account_id AND a.removed = 0 AND c.erased = 0
         LEFT JOIN contacts k ON k.user_id = c.contact_user_id
       WHERE ?1 IS NULL OR c.account_id = ?1
       ORDER BY c.last_message_id DESC NULLS LAST, c.id`,
    )
    .all(accountId)
  for (const row of rows) {
    const known = contactWords(row)
    const words = [...known.names, ...known.words].map((word) => names.fold(word))
    const isFound =
      typed.every((word) => words.some((one) => one.includes(word))) ||
      known.names.some((name) => names.readsLike(name, together))
    if (!isFound) continue
    found.push(ConversationId.parse(row['id']))
    if (found.length === limit) break
  }
  return found
}
