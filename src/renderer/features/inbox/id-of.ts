import type { ConversationId } from '#shared/model/ids.ts'

/** The id that an element carries in its `data-` attribute; null where there is none. */
export function idOf(attribute: string | undefined): ConversationId | null {
  const id = Number(attribute)
  return isConversationId(id) ? id : null
}

function isConversationId(id: number): id is ConversationId {
  return Number.isSafeInteger(id) && id > 0
}
