import type { IlinkAccount, IlinkClient } from '#core/ilink/client.ts'
import { IlinkServerError, IlinkTransportError } from '#core/ilink/errors.ts'
import type { Clock } from '#core/ports.ts'
import { sleep } from '#core/sleep.ts'

/**
 * Tells the server that the account's client is there. A failure does not matter (fact sheet 5.6).
 * @returns whether the server answered at all, and without calling the token stale.
 */
export async function announce(
  client: Pick<IlinkClient, 'notifyStart'>,
  account: IlinkAccount,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await client.notifyStart({ account, signal })
    return true
  } catch (error) {
    if (error instanceof IlinkServerError) return error.kind !== 'stale-token'
    // a server without this call is a server that answers
    return error instanceof IlinkTransportError && (error.status ?? 500) < 500
  }
}

/** The promise's value, or `otherwise` once `ms` have passed. */
export async function within<T>(clock: Clock, ms: number, promise: Promise<T>, otherwise: T): Promise<T> {
  const settled = new AbortController()
  try {
    return await Promise.race([promise, sleep(clock, ms, settled.signal).then(() => otherwise)])
  } finally {
    settled.abort()
  }
}
