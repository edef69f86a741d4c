import type { ReadHandle } from '#core/storage/handles.ts'
import { parseParts } from '#core/storage/messages/message-columns.ts'
import { text } from '#core/storage/row.ts'
import type { MessageId } from '#shared/model/ids.ts'
import type { MessageMarks } from '#shared/model/search.ts'
import { searchableText } from './searchable-message.ts'
import type { Tokeniser } from './tokeniser.ts'
import { marksOf, readWanted } from './wanted.ts'

/** Where what was typed stands in these messages; those that are gone are left out. */
export function markMessages(
  database: ReadHandle,
  tokeniser: Tokeniser,
  { text: typed, messageIds }: { text: string; messageIds: readonly MessageId[] },
): MessageMarks[] {
  const terms = readWanted(tokeniser, typed)
  const query = database.select('SELECT parts FROM messages WHERE id = ?')
  return messageIds.flatMap((messageId) => {
    const row = query.get(messageId)
    if (row === undefined) return []
    const parts = parseParts(text(row, 'parts')).map((part) => {
      const words = searchableText(part)
      return words === null ? [] : marksOf(tokeniser.tokens(words), terms)
    })
    return [{ messageId, parts }]
  })
}
