import { MAX_NAME, MAX_QUICK_REPLY_ITEMS, MAX_QUICK_REPLY_TEXT } from '#shared/limits.ts'
import type { QuickReplyProblem } from '#shared/model/quick-reply.ts'
import { excerpt } from '#shared/text/excerpt.ts'
import { isBlank, repairName, repairText } from '#shared/text/repair.ts'
import type { ImportedItem, ImportedReply } from './imported.ts'

/** Longest title that is made of a text, in UTF-16 units. */
const TITLE_LENGTH = 30

/** An entry of a file as it can be kept, or why it cannot. Without a title it is named by its beginning. */
export function checkEntry(given: ImportedReply): ImportedReply | QuickReplyProblem {
  const items = given.items.flatMap((item): ImportedItem[] => {
    if (item.kind === 'file') return [item]
    const text = repairText(item.text)
    return isBlank(text) ? [] : [{ kind: 'text', text }]
  })
  const [first] = items
  if (first === undefined) return 'nothing-in-it'
  if (items.length > MAX_QUICK_REPLY_ITEMS) return 'too-many-items'
  if (items.some((item) => item.kind === 'text' && item.text.length > MAX_QUICK_REPLY_TEXT))
    return 'text-too-long'
  const group = repairName(given.group)
  const title = repairName(given.title) || repairName(excerpt(beginningOf(first), TITLE_LENGTH))
  if (title.length > MAX_NAME || group.length > MAX_NAME) return 'title-too-long'
  return { title, group, items }
}

function beginningOf(item: ImportedItem): string {
  if (item.kind === 'file') return item.name
  return item.text.split('\n').find((line) => !isBlank(line)) ?? ''
}
