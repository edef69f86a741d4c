import { z } from 'zod'
import { MAX_QUICK_REPLY_ITEMS, MAX_QUICK_REPLY_TEXT } from '../limits.ts'
import { ConversationId, type MessageId, QuickReplyId } from '../model/ids.ts'
import { StagedId } from '../model/media.ts'
import type { OpenedQuickReplyItem, QuickReplyImport } from '../model/quick-reply.ts'
import { repairText } from '../text/repair.ts'
import { OwnName, OwnText } from './own-texts.ts'
import { request } from './request.ts'

const OfQuickReply = z.object({ id: QuickReplyId })

const Item = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string().max(MAX_QUICK_REPLY_TEXT).overwrite(repairText),
  }),
  z.object({ kind: z.literal('file'), stagedId: StagedId, asFile: z.boolean() }),
])

export const quickReplyRequests = {
  /**
   * Keeps a quick reply; without an id it becomes a new one, behind all others. Blank texts are left out; its files
   * stay staged. Fails with `nothing-to-send`, `quick-replies-full`, and `not-found` for one that is gone.
   */
  'quickReplies.save': request(
    z.object({
      id: QuickReplyId.nullable(),
      title: OwnName.min(1),
      group: OwnName,
      items: z.array(Item).min(1).max(MAX_QUICK_REPLY_ITEMS),
    }),
  )<{ id: QuickReplyId }>(),
  /** Its items, the files staged for whoever asks; files whose bytes are gone are left out. */
  'quickReplies.open': request(OfQuickReply)<{ items: OpenedQuickReplyItem[] }>(),
  /** Exchanges its place with the nearest of its group; at the end nothing happens. */
  'quickReplies.move': request(z.object({ id: QuickReplyId, where: z.enum(['up', 'down']) }))<void>(),
  /** Renames a group; empty takes all out of it, and the name of another group puts both together. */
  'quickReplies.renameGroup': request(z.object({ from: OwnName.min(1), to: OwnName }))<void>(),
  /** Takes it away; for a minute `restore` brings it back. */
  'quickReplies.remove': request(OfQuickReply)<void>(),
  /** Fails with `not-found` when it is deleted for good. */
  'quickReplies.restore': request(OfQuickReply)<void>(),
  /**
   * Sends it at once, one message after the other in its order, its placeholders filled in for the contact. `draft` is
   * what stays in the message box, kept in the same transaction. `requestId` makes it harmless to ask twice.
   * Fails with `quick-reply-gaps` where a placeholder has no value, `media-missing`, `window-closed`, `not-found`.
   */
  'quickReplies.send': request(
    z.object({ id: QuickReplyId, conversationId: ConversationId, requestId: z.uuid(), draft: OwnText }),
  )<{ messageIds: MessageId[] }>(),
  /**
   * Asks where to and writes all of them there; `saved` is false when cancelled. CSV holds texts alone. `leftOut` counts
   * the files that are only named there, as they would be too much.
   */
  'quickReplies.export': request(z.object({ format: z.enum(['json', 'csv']) }))<{
    saved: boolean
    leftOut: number
  }>(),
  /**
   * What a staged file holds, JSON or CSV by its beginning. Fails with `quick-replies-unreadable`,
   * `quick-replies-too-large`, `quick-replies-no-columns`, `not-found`.
   */
  'quickReplies.readImport': request(z.object({ stagedId: StagedId }))<QuickReplyImport>(),
  /**
   * Imports it, behind what is there; fails as reading does, with `quick-replies-full` without having begun, and with
   * `storage-full` or `storage-failed` where its files meet a disk that fails.
   */
  'quickReplies.import': request(
    z.object({ stagedId: StagedId, sameTitle: z.enum(['skip', 'replace', 'add']) }),
  )<{ added: number; replaced: number }>(),
}
