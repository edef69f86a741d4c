import type { AccountSupervisor } from './accounts/supervisor.ts'
import type { Cdn } from './cdn/cdn.ts'
import type { IlinkClient } from './ilink/client.ts'
import { IlinkTransportError } from './ilink/errors.ts'
import type { SendingSession } from './outbox/ports.ts'

/** Sends through the live session of an account: its credentials, and its word on stale tokens. */
export function createSendingSession(
  supervisor: AccountSupervisor,
  client: Pick<IlinkClient, 'sendMessage'>,
  cdn: Pick<Cdn, 'upload'>,
): SendingSession {
  return {
    canSend: (id) => supervisor.canSend(id),
    ensureFresh: (id) => supervisor.ensureFresh(id),
    async send(id, message, signal) {
      const credentials = supervisor.credentials(id)
      if (credentials === null) {
        const error = new IlinkTransportError({
          endpoint: 'sendmessage',
          kind: 'aborted',
          delivery: 'not-sent',
        })
        return { kind: 'not-sent', error }
      }
      const outcome = await client.sendMessage({ account: credentials, ...message, signal })
      if (outcome.kind === 'stale-token') supervisor.reportStaleToken(id, credentials.binding)
      return outcome
    },
    binding: (id) => supervisor.credentials(id)?.binding ?? null,
    async upload(id, request) {
      const credentials = supervisor.credentials(id)
      if (credentials === null) return { kind: 'not-connected' }
      const outcome = await cdn.upload({ account: credentials, ...request })
      if (outcome.kind === 'stale-token') supervisor.reportStaleToken(id, credentials.binding)
      return outcome
    },
  }
}
