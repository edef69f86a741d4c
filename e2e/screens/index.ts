import { ACCOUNTS } from './accounts.ts'
import { BROADCASTS } from './broadcasts.ts'
import { CONVERSATION } from './conversation.ts'
import { INBOX } from './inbox.ts'
import { PROGRAMS } from './programs.ts'
import type { Screen } from './screen.ts'
import { SETTINGS } from './settings.ts'

export { FIRST_SCREENS } from './first-start.ts'
export { PRACTICE_SCREENS } from './practice.ts'
export type { Desk, Screen } from './screen.ts'

/** With all accounts there, in the order in which they can be opened one after the other. */
export const SCREENS: readonly Screen[] = [
  ...INBOX,
  ...CONVERSATION,
  ...BROADCASTS,
  ...ACCOUNTS,
  ...SETTINGS,
  ...PROGRAMS,
]
