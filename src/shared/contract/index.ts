import { accountRequests } from './accounts.ts'
import { appRequests } from './app.ts'
import { backupRequests } from './backup.ts'
import { broadcastRequests } from './broadcasts.ts'
import { contactRequests } from './contacts.ts'
import { conversationRequests } from './conversations.ts'
import { diagnosticsRequests } from './diagnostics.ts'
import { importRequests } from './import.ts'
import { lockRequests } from './lock.ts'
import { mediaRequests } from './media.ts'
import { networkRequests } from './network.ts'
import { outboxRequests } from './outbox.ts'
import { practiceRequests } from './practice.ts'
import { programRequests } from './programs.ts'
import { quickReplyRequests } from './quick-replies.ts'
import type { ParsedInput, RequestInput, RequestOutput } from './request.ts'
import { scheduledRequests } from './scheduled.ts'
import { searchRequests } from './search.ts'

/** Every request a page can make. Handlers, preload and the renderer's client derive from it. */
export const contract = {
  ...appRequests,
  ...practiceRequests,
  ...lockRequests,
  ...accountRequests,
  ...conversationRequests,
  ...contactRequests,
  ...outboxRequests,
  ...scheduledRequests,
  ...mediaRequests,
  ...searchRequests,
  ...broadcastRequests,
  ...quickReplyRequests,
  ...importRequests,
  ...backupRequests,
  ...diagnosticsRequests,
  ...networkRequests,
  ...programRequests,
}

export type Contract = typeof contract
export type RequestName = keyof Contract
/** What the page passes in. */
export type InputOf<N extends RequestName> = RequestInput<Contract[N]>
/** What a handler receives, parsed. */
export type ParsedInputOf<N extends RequestName> = ParsedInput<Contract[N]>
export type OutputOf<N extends RequestName> = RequestOutput<Contract[N]>
