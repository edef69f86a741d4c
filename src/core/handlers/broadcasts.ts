import type { Broadcasts } from '#core/broadcast/broadcasts.ts'
import type { ConversationService } from '#core/inbox/conversation-service.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { HandlersOf } from '#core/router.ts'
import type { broadcastRequests } from '#shared/contract/broadcasts.ts'

export interface BroadcastHandlerDeps {
  broadcasts: Broadcasts
  conversations: Pick<ConversationService, 'setContactExcluded'>
  reads: Reads
}

export function createBroadcastHandlers(deps: BroadcastHandlerDeps): HandlersOf<typeof broadcastRequests> {
  const { broadcasts, conversations, reads } = deps
  const { drafts, scheduled, segments, tests, views } = broadcasts
  return {
    'broadcasts.saveDraft': ({ id, ...draft }) => ({ id: drafts.save(id, draft) }),
    'broadcasts.openDraft': ({ id }) => drafts.open(id),
    'broadcasts.repeat': ({ id, which }) => ({ id: drafts.repeat(id, which) }),
    'broadcasts.removeDraft': ({ id }) => drafts.remove(id),
    'broadcasts.saveTemplate': ({ name, content }) => ({ id: drafts.saveTemplate(name, content) }),
    'broadcasts.openTemplate': ({ id }) => drafts.openTemplate(id),
    'broadcasts.removeTemplate': ({ id }) => drafts.removeTemplate(id),
    'broadcasts.saveSegment': ({ name, filter }) => ({ id: segments.save(name, filter) }),
    'broadcasts.renameSegment': ({ id, name }) => segments.rename(id, name),
    'broadcasts.removeSegment': ({ id }) => segments.remove(id),
    'broadcasts.testSend': ({ content, ...to }) => ({ messageIds: tests.send(to, drafts.stored(content)) }),
    'broadcasts.plan': (draft) => reads.run('broadcast-plan', broadcasts.planRequest(draft)),
    'broadcasts.start': ({ id, recipients }) => broadcasts.startRun(id, recipients),
    'broadcasts.schedule': ({ id, recipients, due }) => scheduled.schedule(id, recipients, due),
    'broadcasts.move': ({ id, due }) => scheduled.move(id, due),
    'broadcasts.startNow': ({ id }) => scheduled.startNow(id),
    'broadcasts.toDraft': ({ id }) => scheduled.toDraft(id),
    'broadcasts.pause': ({ id }) => broadcasts.pause(id),
    'broadcasts.resume': ({ id }) => broadcasts.resume(id),
    'broadcasts.cancel': ({ id }) => broadcasts.cancel(id),
    'broadcasts.retry': ({ id, unconfirmedToo }) => broadcasts.retry(id, unconfirmedToo),
    'broadcasts.archive': ({ id, archived }) => broadcasts.archive(id, archived),
    'broadcasts.removeRun': ({ id }) => broadcasts.removeRun(id),
    'broadcasts.export': async ({ id }) => ({ saved: await broadcasts.export(id) }),
    'broadcasts.show': ({ id }) => views.details(id),
    'broadcasts.lines': ({ id, from }) => views.lines(id, from),
    'broadcasts.watch': ({ id }, reader) => reader.watchBroadcast(id),
    'contacts.setExcluded': ({ id, excluded }) => conversations.setContactExcluded(id, excluded),
  }
}
