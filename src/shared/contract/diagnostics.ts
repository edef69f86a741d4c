import { z } from 'zod'
import type { Quarantine, TimelineEntry } from '../model/diagnostics.ts'
import { AccountId, MessageId } from '../model/ids.ts'
import type { MessageDetails } from '../model/message-details.ts'
import { request } from './request.ts'

export const diagnosticsRequests = {
  /** What happened to an account, the newest first; `before` is the id of an entry. */
  'diagnostics.timeline': request(
    z.object({ accountId: AccountId, before: z.number().int().positive().optional() }),
  )<{ entries: TimelineEntry[]; hasOlder: boolean }>(),
  /** Ids, times and the history of one message. Fails with `not-found`. */
  'diagnostics.message': request(z.object({ id: MessageId }))<MessageDetails>(),
  /** Accounts with messages that could not be read. */
  'diagnostics.quarantine': request(z.undefined())<Quarantine[]>(),
  /** Shows the folder with the log files in the system's file manager. Fails with `folder-unreadable`. */
  'diagnostics.openLogFolder': request(z.undefined())<void>(),
  /**
   * Asks where to, and writes what may be handed on about this program; false when cancelled.
   * Fails with `file-unwritable` or `storage-full`.
   */
  'diagnostics.saveEvidence': request(z.undefined())<{ saved: boolean }>(),
}
