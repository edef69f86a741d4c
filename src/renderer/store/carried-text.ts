import type { ConversationSummary } from '#shared/model/conversation.ts'
import { isBlank } from '#shared/text/repair.ts'
import type { Drafts } from './drafts.ts'

type Box = Pick<ConversationSummary, 'id' | 'draft'>

/** What stands in a conversation's message box: what was typed here, else the stored draft. */
export function textIn(drafts: Drafts, { id, draft }: Box): string {
  return drafts.texts.getState().get(id) ?? draft
}

/**
 * Another recipient was chosen for a text, which is the draft of the conversation it will go to
 * (P14): what was written here moves along, and the draft that stood there before comes back.
 * @param from the box written in so far, and what stood in it `before`; null for none yet
 * @returns what stood in the other box before
 */
export function carryText(drafts: Drafts, from: { box: Box; before: string } | null, to: Box): string {
  const before = textIn(drafts, to)
  if (!from || from.box.id === to.id) return before
  const written = textIn(drafts, from.box)
  if (written === from.before) return before
  drafts.type(from.box.id, from.before)
  drafts.type(to.id, isBlank(before) ? written : `${before}\n${written}`)
  return before
}
