import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { MediaRepository } from '#core/storage/media-repository.ts'
import type { OutputOf, ParsedInputOf } from '#shared/contract/index.ts'
import { AppError } from '#shared/errors.ts'
import type { MediaViews } from './views.ts'

/** A page of a conversation's media, the newest first. @throws AppError `not-found` */
export function readGallery(
  {
    conversations,
    media,
    views,
  }: {
    conversations: ConversationRepository
    media: MediaRepository
    views: MediaViews
  },
  { conversationId, show, before, limit }: ParsedInputOf<'media.gallery'>,
): OutputOf<'media.gallery'> {
  if (conversations.target(conversationId) === null) throw new AppError('not-found')
  const rows = media.page({
    conversationId,
    declared: show === 'pictures' ? ['image', 'video'] : ['file', 'voice'],
    before: before ?? null,
    limit: limit + 1,
  })
  const items = rows.slice(0, limit).map((attachment) => ({
    media: views.of(attachment),
    messageId: attachment.messageId,
    conversationId: attachment.conversationId,
    direction: attachment.direction,
    at: attachment.at,
    name: attachment.name,
    declared: attachment.declared,
  }))
  return { items, hasOlder: rows.length > limit }
}
