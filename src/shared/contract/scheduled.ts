import { z } from 'zod'
import { MAX_FILES } from '../limits.ts'
import { ConversationId, ScheduledId } from '../model/ids.ts'
import { type StagedFile, StagedId } from '../model/media.ts'
import { WallTimeSchema } from '../model/wall-time-schema.ts'
import { OwnText } from './own-texts.ts'
import { request } from './request.ts'

export const scheduledRequests = {
  /**
   * Has a text and files behind it, or one of the two, go out at a time of the operator's clock inside the reply window,
   * and clears the draft in the same transaction; the files are not staged any more. `requestId` makes it harmless to ask
   * twice. Fails with `text-empty` where there is neither, `not-found` when a staged file is gone, `text-too-long`, `window-closed`, `time-past` or `time-after-window`.
   */
  'scheduled.add': request(
    z.object({
      conversationId: ConversationId,
      requestId: z.uuid(),
      text: OwnText,
      files: z.array(z.object({ stagedId: StagedId, asFile: z.boolean() })).max(MAX_FILES),
      due: WallTimeSchema,
    }),
  )<void>(),
  /** Gives it another time. Fails as above. */
  'scheduled.move': request(z.object({ id: ScheduledId, due: WallTimeSchema }))<void>(),
  /** It is scheduled no more and stands in the draft, behind `typed`, which is what the message box holds; files are staged. */
  'scheduled.takeBack': request(z.object({ id: ScheduledId, typed: OwnText }))<{
    draft: string
    files: { staged: StagedFile; asFile: boolean }[]
  }>(),
  'scheduled.cancel': request(z.object({ id: ScheduledId }))<void>(),
  /** Fails with `window-closed`, or `media-missing` where a file is not here any more. */
  'scheduled.sendNow': request(z.object({ id: ScheduledId }))<void>(),
}
