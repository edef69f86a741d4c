import { z } from 'zod'
import { ConversationId, ScheduledId } from '../model/ids.ts'
import { WallTimeSchema } from '../model/wall-time-schema.ts'
import { OwnText } from './own-texts.ts'
import { request } from './request.ts'

export const scheduledRequests = {
  /**
   * Has a text go out at a time of the operator's clock inside the reply window, and clears the draft in the same
   * transaction. `requestId` makes it harmless to ask twice.
   * Fails with `text-empty`, `text-too-long`, `window-closed`, `time-past` or `time-after-window`.
   */
  'scheduled.add': request(
    z.object({ conversationId: ConversationId, requestId: z.uuid(), text: OwnText, due: WallTimeSchema }),
  )<void>(),
  /** Gives it another time. Fails as above. */
  'scheduled.move': request(z.object({ id: ScheduledId, due: WallTimeSchema }))<void>(),
  /** It is scheduled no more and stands in the draft, behind `typed`, which is what the message box holds. */
  'scheduled.takeBack': request(z.object({ id: ScheduledId, typed: OwnText }))<{ draft: string }>(),
  'scheduled.cancel': request(z.object({ id: ScheduledId }))<void>(),
  /** Fails with `window-closed`. */
  'scheduled.sendNow': request(z.object({ id: ScheduledId }))<void>(),
}
