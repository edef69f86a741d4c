import { IlinkServerError, IlinkTransportError } from '#core/ilink/errors.ts'
import type { DecodedUpdates } from '#core/ilink/message.ts'
import { classifyFailedPoll } from '#core/ilink/outcomes.ts'
import type { PollEnd } from '#core/ilink/poll-end.ts'
import { settle } from '#core/testing/settle.ts'
import { createTestAccounts } from './accounts.ts'

const endpoint = 'getupdates'

export function transportFailure(
  kind: 'network' | 'garbage' | 'timeout',
  elapsedMs = 10,
): PollEnd<DecodedUpdates> {
  const error = new IlinkTransportError({ endpoint, kind, delivery: 'unknown' })
  return classifyFailedPoll({ error, elapsedMs })
}

export function httpFailure(status: number, elapsedMs: number): PollEnd<DecodedUpdates> {
  const error = new IlinkTransportError({ endpoint, kind: 'http', delivery: 'unknown', status })
  return classifyFailedPoll({ error, elapsedMs })
}

export function refusal(ret: number | null, errcode: number | null): PollEnd<DecodedUpdates> {
  const error = new IlinkServerError({ endpoint, ret, errcode, errmsg: 'session timeout' })
  return classifyFailedPoll({ error, elapsedMs: 10 })
}

export const stale = () => refusal(-14, null)

/** A started account whose first poll is open. */
export async function running() {
  const app = createTestAccounts()
  const account = app.hold('aaaabbbbcccc@im.bot')
  app.supervisor.start()
  await settle()
  const state = () => app.supervisor.status(account.id)
  return { ...app, id: account.id, state }
}
