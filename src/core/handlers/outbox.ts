import type { Outbox } from '#core/outbox/outbox.ts'
import type { TakenFile } from '#core/outbox/take-back.ts'
import type { HandlersOf } from '#core/router.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import type { outboxRequests } from '#shared/contract/outbox.ts'
import type { StagedFile } from '#shared/model/media.ts'

export interface OutboxHandlerDeps {
  outbox: Outbox
  /** Stages a file that is kept here, for somebody who works on it. */
  restage(name: string, file: MediaFile): Promise<StagedFile>
}

export function createOutboxHandlers({
  outbox,
  restage,
}: OutboxHandlerDeps): HandlersOf<typeof outboxRequests> {
  const stage = (files: readonly TakenFile[]) =>
    Promise.all(files.map(async ({ name, file, asFile }) => ({ staged: await restage(name, file), asFile })))
  return {
    'outbox.sendText': (input) => ({ messageIds: outbox.sendText(input) }),
    'outbox.sendFiles': (input) => ({ messageIds: outbox.sendFiles(input) }),
    'outbox.forward': (input) => ({ messageIds: outbox.forward(input) }),
    'outbox.retry': ({ id }) => outbox.retry(id),
    'outbox.cancel': ({ id }) => outbox.cancel(id),
    'outbox.sendAgain': ({ id }) => outbox.sendAgain(id),
    'outbox.markAsSent': ({ id }) => outbox.markAsSent(id),
    'outbox.sendWaiting': ({ conversationId }) => outbox.sendWaiting(conversationId),
    async 'outbox.takeBack'({ id, typed }) {
      const { draft, files } = outbox.takeBack(id, typed)
      return { draft, files: await stage(files) }
    },
    async 'outbox.copyToDraft'({ id, typed }) {
      const { draft, files, missing } = outbox.copyToDraft(id, typed)
      return { draft, files: await stage(files), missing }
    },
    'outbox.discard': ({ id }) => outbox.discard(id),
  }
}
