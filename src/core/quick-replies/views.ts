import { sendKindOf } from '#core/media/content-kind.ts'
import type { StoredQuickReply, StoredQuickReplyItem } from '#core/storage/quick-reply-repository.ts'
import type { QuickReply, QuickReplyItem } from '#shared/model/quick-reply.ts'

/** A quick reply as a window sees it. */
export function toQuickReply({ id, title, group, place, items }: StoredQuickReply): QuickReply {
  return { id, title, group, place, items: items.map(toItem) }
}

function toItem(item: StoredQuickReplyItem): QuickReplyItem {
  if (item.kind === 'text') return { kind: 'text', text: item.text }
  const { name, asFile, file } = item
  return {
    kind: 'file',
    name,
    size: file?.size ?? null,
    sendKind: asFile || file === null ? 'file' : sendKindOf(file),
  }
}
