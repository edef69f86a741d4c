import type { broadcastDraft as english } from '../en/broadcast-draft.ts'
import type { Translated } from '../shape.ts'

export const broadcastDraft: Translated<typeof english> = {
  broadcastDraft: {},
}
