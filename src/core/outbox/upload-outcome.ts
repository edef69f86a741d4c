import type { UploadOutcome } from '#core/cdn/transfers.ts'
import { serialiseItem } from '#core/ilink/message-builder.ts'
import type { OutboxJob } from '#core/storage/outbox-repository.ts'
import type { SendReason } from '#shared/model/message.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { OutboxStores } from './settle.ts'
import { itemOf, type Upload } from './upload.ts'

/**
 * Writes what the end of an upload means for its message; in the caller's transaction. `counted`: what our own
 * counters say against the send, where the server called it "rate limited".
 */
export function writeOutcome(
  { outbox, writer }: Pick<OutboxStores, 'outbox' | 'writer'>,
  {
    job,
    upload,
    outcome,
    counted,
  }: { job: OutboxJob; upload: Upload; outcome: UploadOutcome; counted: SendReason | null },
): void {
  const refuse = (reason: SendReason, serverText: string | null = null) =>
    writer.setState(job.id, 'refused', { reason, serverText })
  switch (outcome.kind) {
    case 'uploaded':
      outbox.setItem(job.id, serialiseItem(itemOf(upload, outcome)))
      writer.setState(job.id, 'queued')
      return
    case 'not-connected':
      writer.setState(job.id, 'queued', { reason: 'not-connected' })
      return
    case 'stale-token':
      writer.setState(job.id, 'queued', { reason: 'session-stale' })
      return
    case 'rate-limited':
      refuse(counted ?? 'rate-limited', outcome.error.errmsg === '' ? null : outcome.error.errmsg)
      return
    case 'refused':
      refuse('upload-refused', outcome.serverText)
      return
    case 'failed':
      refuse('upload-failed')
      return
    case 'forbidden-host':
      refuse('upload-host-not-allowed')
      return
    case 'no-address':
      refuse('upload-refused')
      return
    case 'source-failed':
      refuse('file-missing')
      return
    case 'aborted':
      // the program ends, or the session did: it begins anew
      writer.setState(job.id, 'queued')
      return
    default:
      unreachable(outcome)
  }
}
