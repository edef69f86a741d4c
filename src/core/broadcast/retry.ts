import type { BroadcastItem, BroadcastRecipient } from '#shared/model/broadcast.ts'
import { unreachable } from '#shared/unreachable.ts'

/**
 * Indexes of a recipient's messages that a retry sends once more: never one that was accepted, nor one that
 * the operator has dealt with or taken back, and one that may have arrived only on request.
 */
export function itemsToRetry(
  { isPlanned, state, items }: Pick<BroadcastRecipient, 'isPlanned' | 'state' | 'items'>,
  unconfirmedToo: boolean,
): number[] {
  if (!isPlanned) return []
  switch (state) {
    case 'queued':
    case 'sending':
    case 'accepted':
    case 'cancelled':
      return []
    case 'refused':
    case 'skipped':
      break
    case 'unconfirmed':
      if (!unconfirmedToo) return []
      break
    default:
      unreachable(state)
  }
  return [...items.keys()].filter((index) => {
    const item = items[index]
    return item !== undefined && isToRetry(item, unconfirmedToo)
  })
}

function isToRetry(
  { messageId, state, reason, resolution, mayBeThere }: BroadcastItem,
  unconfirmedToo: boolean,
): boolean {
  if (resolution !== null || (mayBeThere && !unconfirmedToo)) return false
  switch (state) {
    case 'refused':
      return true
    case 'cancelled':
      // without a reason the operator took it back
      return reason !== null
    case 'unconfirmed':
      return unconfirmedToo
    case 'queued':
      return messageId === null
    case 'held':
    case 'uploading':
    case 'sending':
    case 'accepted':
    case 'waiting-for-contact':
      return false
    default:
      return unreachable(state)
  }
}
