import type { SendReason } from '#shared/model/message.ts'
import { QUOTA, type ReplyEvidence, windowAt } from '#shared/model/reply-window.ts'
import { PIECE_CHARACTERS } from '#shared/text/pieces.ts'
import { unreachable } from '#shared/unreachable.ts'

/** From this many sends on, a refusal is most likely the quota (fact sheet 5.4: "about 10"). */
const QUOTA_SUSPECT = QUOTA - 1

/** What we know ourselves about a send that the server refused with its overloaded code. */
export interface RefusalEvidence extends ReplyEvidence {
  now: number
  /** Length of the text in code points; 0 for anything else. */
  textLength: number
}

/**
 * What our own counters say against a send, whatever words the server refused it with: "rate limited" comes with
 * a spent window or quota too (fact sheet 5.4). Null where they say nothing. The send itself is not counted in
 * `sentSinceInbound`.
 */
export function explainByCounters(
  evidence: ReplyEvidence & { now: number },
): Extract<SendReason, 'never-written' | 'window-closed' | 'quota-used'> | null {
  const window = windowAt({ ...evidence, refusedSinceInbound: false }, evidence.now)
  switch (window.kind) {
    case 'never-written':
      return 'never-written'
    case 'closed':
      return 'window-closed'
    case 'refused':
    case 'open':
      return evidence.sentSinceInbound >= QUOTA_SUSPECT ? 'quota-used' : null
    default:
      return unreachable(window)
  }
}

/** Explains a "prepare failed" refusal from our own evidence (P5, fact sheet 5.4). */
export function explainRefusal(evidence: RefusalEvidence): SendReason {
  const counted = explainByCounters(evidence)
  if (counted !== null) return counted
  return evidence.textLength > PIECE_CHARACTERS ? 'too-long' : 'stale-context'
}
