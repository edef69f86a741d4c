import { readJson } from '#core/storage/column-schemas.ts'
import { integer, type Row, text, textOrNull } from '#core/storage/row.ts'
import { en } from '#shared/i18n/en.ts'
import { zhCN } from '#shared/i18n/zh-CN.ts'
import { shortContactId } from '#shared/model/conversation.ts'
import { groupIdOf } from '#shared/model/group.ts'

/** By what a contact is found. */
export interface ContactWords {
  /** What the contact is called; Chinese names are found by pinyin and initials too. */
  names: string[]
  /** What else the operator knows about the contact. */
  words: string[]
}

/** Columns that `contactWords` reads; `c` is the conversation, `a` its account, `k` the contact, which may be absent. */
export const CONTACT_WORDS_COLUMNS = `
  c.contact_user_id, k.alias AS contact_alias, COALESCE(k.note, '') AS note,
  (SELECT json_group_array(t.tag) FROM contact_tags t WHERE t.user_id = c.contact_user_id) AS tags,
  a.alias AS account_alias, a.number AS account_number, a.owner_user_id`

/** The one place that says by which words a contact is found. */
export function contactWords(row: Row): ContactWords {
  const userId = text(row, 'contact_user_id')
  const alias = textOrNull(row, 'contact_alias')
  const account = textOrNull(row, 'account_alias')
  const accountNames = account === null ? numbered(integer(row, 'account_number')) : [account]
  const words = [...accountNames, text(row, 'note'), ...tagsOf(row)]
  if (alias !== null) return { names: [alias], words }
  if (textOrNull(row, 'owner_user_id') === userId) return { names: accountNames, words }
  return { names: unnamed(userId), words }
}

function tagsOf(row: Row): string[] {
  const tags = readJson(text(row, 'tags'))
  return Array.isArray(tags) ? tags.map(String) : []
}

/** What an account without a name is called, in both languages. */
function numbered(number: number): string[] {
  return [en, zhCN].map(({ account }) => account.numbered.replace('{{number}}', String(number)))
}

function unnamed(userId: string): string[] {
  const groupId = groupIdOf(userId)
  return [en, zhCN].map(({ contact }) =>
    (groupId === null ? contact.unnamed : contact.group).replace('{{id}}', shortContactId(groupId ?? userId)),
  )
}
