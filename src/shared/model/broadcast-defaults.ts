import type { RecipientState } from './broadcast.ts'
import type { RecipientChoice } from './recipient-choice.ts'

/** What a new broadcast begins with: recent contacts. */
export const RECENT_CONTACTS: RecipientChoice = {
  from: 'recent',
  accounts: null,
  closesWithinHours: null,
  wroteWithinHours: null,
  quietForHours: null,
  tags: { any: [], all: [], none: [] },
  notWithinDays: null,
  unreadOnly: false,
  skipUnnamed: false,
  picks: [],
  routes: [],
}

/** Nobody in any state, to count from. */
export const NO_RECIPIENTS: Readonly<Record<RecipientState, number>> = {
  queued: 0,
  sending: 0,
  accepted: 0,
  unconfirmed: 0,
  refused: 0,
  skipped: 0,
  cancelled: 0,
}
