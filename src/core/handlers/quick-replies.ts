import type { QuickReplies } from '#core/quick-replies/quick-replies.ts'
import type { HandlersOf } from '#core/router.ts'
import type { quickReplyRequests } from '#shared/contract/quick-replies.ts'

export function createQuickReplyHandlers(replies: QuickReplies): HandlersOf<typeof quickReplyRequests> {
  return {
    'quickReplies.save': ({ id, ...content }) => ({ id: replies.save(id, content) }),
    'quickReplies.open': async ({ id }) => ({ items: await replies.open(id) }),
    'quickReplies.move': ({ id, where }) => replies.move(id, where),
    'quickReplies.renameGroup': ({ from, to }) => replies.renameGroup(from, to),
    'quickReplies.remove': ({ id }) => replies.remove(id),
    'quickReplies.restore': ({ id }) => replies.restore(id),
    'quickReplies.send': (request) => ({ messageIds: replies.send(request) }),
  }
}
