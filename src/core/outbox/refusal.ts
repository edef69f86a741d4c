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
 * Explains a "prepare failed" refusal from our own evidence (P5, fact sheet 5.4). The send itself
 * is not counted in `sentSinceInbound`.
 */
export function explainRefusal(evidence: RefusalEvidence): SendReason {
  const window = windowAt({ ...evidence, refusedSinceInbound: false }, evidence.now)
  switch (window.kind) {
    case 'never-written':
      return 'never-written'
    case 'closed':
      return 'window-closed'
    case 'refused':
    case 'open':
      if (evidence.sentSinceInbound >= QUOTA_SUSPECT) return 'quota-used'
      if (evidence.textLength > PIECE_CHARACTERS) return 'too-long'
      return 'stale-context'
    default:
      return unreachable(window)
  }
}
