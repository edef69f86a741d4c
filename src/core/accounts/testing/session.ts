import { IlinkServerError, IlinkTransportError } from '#core/ilink/errors.ts'
import { classifyFailedPoll, type PollOutcome } from '#core/ilink/outcomes.ts'
import { createTestAccounts } from './accounts.ts'
import { settle } from './ports.ts'

const endpoint = 'getupdates'

export function transportFailure(kind: 'network' | 'garbage' | 'timeout', elapsedMs = 10): PollOutcome {
  const error = new IlinkTransportError({ endpoint, kind, delivery: 'unknown' })
  return classifyFailedPoll({ error, elapsedMs })
}

export function httpFailure(status: number, elapsedMs: number): PollOutcome {
  const error = new IlinkTransportError({ endpoint, kind: 'http', delivery: 'unknown', status })
  return classifyFailedPoll({ error, elapsedMs })
}

export function refusal(ret: number | null, errcode: number | null): PollOutcome {
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
