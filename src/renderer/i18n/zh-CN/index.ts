import { accounts } from './accounts.ts'
import { backup } from './backup.ts'
import { broadcastDraft } from './broadcast-draft.ts'
import { broadcasts } from './broadcasts.ts'
import { common } from './common.ts'
import { contact } from './contact.ts'
import { conversation } from './conversation.ts'
import { diagnostics } from './diagnostics.ts'
import { keys } from './keys.ts'
import { lock } from './lock.ts'
import { media } from './media.ts'
import { network } from './network.ts'
import { programs } from './programs.ts'
import { quickReplies } from './quick-replies.ts'
import { review } from './review.ts'
import { screens } from './screens.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { several } from './several.ts'

export const zhCN = {
  ...common,
  ...conversation,
  ...contact,
  ...screens,
  ...several,
  ...accounts,
  ...backup,
  ...broadcastDraft,
  ...broadcasts,
  ...diagnostics,
  ...keys,
  ...lock,
  ...media,
  ...network,
  ...programs,
  ...quickReplies,
  ...review,
  ...search,
  ...settings,
}
