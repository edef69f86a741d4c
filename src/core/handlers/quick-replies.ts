import type { QuickReplies } from '#core/quick-replies/quick-replies.ts'
import type { QuickReplyFiles } from '#core/quick-replies/quick-reply-files.ts'
import type { HandlersOf } from '#core/router.ts'
import type { quickReplyRequests } from '#shared/contract/quick-replies.ts'

export interface QuickReplyHandlerDeps {
  quickReplies: QuickReplies
  files: QuickReplyFiles
}

export function createQuickReplyHandlers(deps: QuickReplyHandlerDeps): HandlersOf<typeof quickReplyRequests> {
  const { quickReplies, files } = deps
  return {
    'quickReplies.save': ({ id, ...input }) => ({ id: quickReplies.save(id, input) }),
    'quickReplies.open': async ({ id }) => ({ items: await quickReplies.open(id) }),
    'quickReplies.move': ({ id, where }) => quickReplies.move(id, where),
    'quickReplies.renameGroup': ({ from, to }) => quickReplies.renameGroup(from, to),
    'quickReplies.remove': ({ id }) => quickReplies.remove(id),
    'quickReplies.restore': ({ id }) => quickReplies.restore(id),
    'quickReplies.send': (request) => ({ messageIds: quickReplies.send(request) }),
    'quickReplies.export': ({ format }) => files.export(format),
    'quickReplies.readImport': ({ stagedId }) => files.readImport(stagedId),
    'quickReplies.import': ({ stagedId, sameTitle }) => files.import(stagedId, sameTitle),
  }
}
