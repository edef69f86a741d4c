import { LEDGER_PORTION } from '#shared/limits.ts'
import type { BroadcastDetails } from '#shared/model/broadcast.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import type { Client } from './client.ts'

/**
 * A run with its whole ledger. A long one comes in portions, so that main is never kept by it; null as soon as nobody
 * wants it any more. Fails with a `ClientError`.
 */
export async function loadRun(
  client: Client,
  id: BroadcastId,
  isWanted: () => boolean,
): Promise<BroadcastDetails | null> {
  const details = await client.request('broadcasts.show', { id })
  const recipients = [...details.recipients]
  for (let portion = details.recipients; portion.length === LEDGER_PORTION; ) {
    if (!isWanted()) return null
    portion = await client.request('broadcasts.lines', { id, from: (portion.at(-1)?.place ?? 0) + 1 })
    recipients.push(...portion)
  }
  return isWanted() ? { ...details, recipients } : null
}
