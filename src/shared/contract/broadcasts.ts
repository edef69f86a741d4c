import { z } from 'zod'
import { MAX_FILES, MAX_RECIPIENTS, PACE_MAX_MS, PACE_MIN_MS } from '../limits.ts'
import type {
  BroadcastDetails,
  BroadcastDraft,
  BroadcastPlan,
  BroadcastRecipient,
} from '../model/broadcast.ts'
import { BroadcastId, ConversationId, type MessageId, SegmentId, TemplateId } from '../model/ids.ts'
import { StagedId } from '../model/media.ts'
import { RecipientChoice, SegmentFilter } from '../model/recipient-choice.ts'
import { WallTimeSchema } from '../model/wall-time-schema.ts'
import { OwnName, OwnText } from './own-texts.ts'
import { request } from './request.ts'

const OfBroadcast = z.object({ id: BroadcastId })
const OfTemplate = z.object({ id: TemplateId })
const OfSegment = z.object({ id: SegmentId })

const Content = z.object({
  text: OwnText,
  fallbacks: z.object({ contact: OwnName, account: OwnName }),
  files: z.array(z.object({ stagedId: StagedId, asFile: z.boolean() })).max(MAX_FILES),
})

const Draft = z.object({
  content: Content,
  choice: RecipientChoice,
  paceMs: z.number().int().min(PACE_MIN_MS).max(PACE_MAX_MS),
})

export const broadcastRequests = {
  /**
   * Keeps a draft; without an id it becomes a new one. Its files stay staged. Fails with `broadcast-frozen`
   * for one that was started, `not-found`.
   */
  'broadcasts.saveDraft': request(Draft.extend({ id: BroadcastId.nullable() }))<{ id: BroadcastId }>(),
  /** A draft to be worked on; its files are staged for it. Files whose bytes are gone are left out. */
  'broadcasts.openDraft': request(OfBroadcast)<BroadcastDraft>(),
  /** A new draft like a former run, for everybody of it or for whom it did not reach. */
  'broadcasts.repeat': request(z.object({ id: BroadcastId, which: z.enum(['all', 'unreached']) }))<{
    id: BroadcastId
  }>(),
  /** Deletes a draft. Fails with `broadcast-frozen` for one that was started. */
  'broadcasts.removeDraft': request(OfBroadcast)<void>(),
  /** Keeps a content under a name; one of that name is replaced. */
  'broadcasts.saveTemplate': request(z.object({ name: OwnName.min(1), content: Content }))<{
    id: TemplateId
  }>(),
  /** A template's content, its files staged. */
  'broadcasts.openTemplate': request(OfTemplate)<BroadcastDraft['content']>(),
  'broadcasts.removeTemplate': request(OfTemplate)<void>(),
  /** Keeps a filter of contacts under a name; the segment of that name gets it. */
  'broadcasts.saveSegment': request(z.object({ name: OwnName.min(1), filter: SegmentFilter }))<{
    id: SegmentId
  }>(),
  /** Fails with `segment-name-taken` where another one has the name. */
  'broadcasts.renameSegment': request(OfSegment.extend({ name: OwnName.min(1) }))<void>(),
  /** Deletes a segment; drafts that were filled from it keep their filters. */
  'broadcasts.removeSegment': request(OfSegment)<void>(),
  /**
   * Sends it to the contact who is marked as the operator, as ordinary messages: whole or not at all. `requestId` makes
   * it harmless to ask twice. Fails with `not-possible-now` for anybody else, `nothing-to-send`, `text-too-long`,
   * `window-closed`, `too-few-left`, `broadcast-file-missing`, `media-missing`, and `not-found`.
   */
  'broadcasts.testSend': request(
    z.object({ conversationId: ConversationId, requestId: z.uuid(), content: Content }),
  )<{ messageIds: MessageId[] }>(),
  /** What would happen if this were started now. */
  'broadcasts.plan': request(Draft)<BroadcastPlan>(),
  /**
   * Answers once the draft is a run. Starts it for these people of its plan and nobody else; who cannot be reached any more is recorded as
   * skipped. Fails with `broadcast-started` when it was started before, `nothing-to-send`, `text-too-long`,
   * `broadcast-too-many-messages`, `broadcast-no-recipients`, `broadcast-nobody-reachable`, `broadcast-file-missing`.
   */
  'broadcasts.start': request(
    z.object({ id: BroadcastId, recipients: z.array(ConversationId).max(MAX_RECIPIENTS) }),
  )<void>(),
  /**
   * Freezes a draft to start at a time of the operator's clock for these people. When it comes, who of them cannot be
   * reached is recorded as skipped. Fails with `broadcast-started`, `broadcast-no-recipients`, `broadcast-file-missing`,
   * `time-past`.
   */
  'broadcasts.schedule': request(
    z.object({
      id: BroadcastId,
      recipients: z.array(ConversationId).max(MAX_RECIPIENTS),
      due: WallTimeSchema,
    }),
  )<void>(),
  /** Gives a scheduled broadcast another time. Fails with `time-past`, `not-possible-now`. */
  'broadcasts.move': request(OfBroadcast.extend({ due: WallTimeSchema }))<void>(),
  /** Answers once the scheduled broadcast is a run. Fails as a start does, and with `not-possible-now`. */
  'broadcasts.startNow': request(OfBroadcast)<void>(),
  /** Makes a scheduled broadcast a draft again. Fails with `not-possible-now`. */
  'broadcasts.toDraft': request(OfBroadcast)<void>(),
  /** Nothing more goes out until it is resumed; what is on its way is not called back. */
  'broadcasts.pause': request(OfBroadcast)<void>(),
  /** Goes on with a paused or stopped run, once those before it are through. */
  'broadcasts.resume': request(OfBroadcast)<void>(),
  /** Ends a run for good; what was sent stays sent. */
  'broadcasts.cancel': request(OfBroadcast)<void>(),
  /**
   * Sends what was refused or skipped during the run once more, in the same run; what is unconfirmed only when
   * asked for, since the contact may have it. Fails with `not-possible-now`, `broadcast-file-missing`,
   * `broadcast-nothing-failed`, and `broadcast-nobody-reachable` when nothing of it could leave now.
   */
  'broadcasts.retry': request(z.object({ id: BroadcastId, unconfirmedToo: z.boolean() }))<void>(),
  /** Puts a run that has ended away, or takes it out again. Fails with `not-possible-now` for one that has not. */
  'broadcasts.archive': request(OfBroadcast.extend({ archived: z.boolean() }))<void>(),
  /** Deletes a run that has ended, with its ledger; its messages stay. Fails with `not-possible-now`. */
  'broadcasts.removeRun': request(OfBroadcast)<void>(),
  /** Asks where to and writes the ledger there as CSV, in the interface's language; false when cancelled. */
  'broadcasts.export': request(OfBroadcast)<{ saved: boolean }>(),
  /** A run with the beginning of its ledger: `LEDGER_PORTION` lines, or fewer where that is all. */
  'broadcasts.show': request(OfBroadcast)<BroadcastDetails>(),
  /** As many lines of its ledger from a place on. */
  'broadcasts.lines': request(OfBroadcast.extend({ from: z.number().int().min(0) }))<BroadcastRecipient[]>(),
  /** Lines of this run's ledger are sent as they change; replaces the former one. */
  'broadcasts.watch': request(z.object({ id: BroadcastId.nullable() }))<void>(),
  /** Leaves somebody out of every broadcast, in all accounts, or takes that back. */
  'contacts.setExcluded': request(z.object({ id: ConversationId, excluded: z.boolean() }))<void>(),
}
