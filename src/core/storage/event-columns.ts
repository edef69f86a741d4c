import { z } from 'zod'
import type { AccountReason, AccountState } from '#shared/model/account.ts'
import type { AccountEvent, AccountEventKind } from '#shared/model/diagnostics.ts'
import { MessageId } from '#shared/model/ids.ts'
import { oneOf, readJson } from './column-schemas.ts'
import { ResolutionColumn, SendReasonColumn, SendStateColumn } from './messages/message-columns.ts'

const State = oneOf<AccountState>({
  connecting: true,
  online: true,
  reconnecting: true,
  offline: true,
  checking: true,
  'needs-sign-in': true,
  'signed-out': true,
})

const Reason = oneOf<AccountReason>({
  'slow-answer': true,
  network: true,
  'proxy-way-unknown': true,
  'proxy-kind-unknown': true,
  'proxy-name-unknown': true,
  'proxy-unreachable': true,
  'proxy-silent': true,
  'proxy-certificate': true,
  'proxy-needs-password': true,
  'proxy-wrong-password': true,
  'proxy-sign-in-unknown': true,
  'proxy-refused': true,
  'proxy-server-unreachable': true,
  'proxy-broke-off': true,
  'proxy-garbled': true,
  certificate: true,
  'server-error': true,
  'server-busy': true,
  'answered-by-another': true,
  garbage: true,
  'too-large': true,
  'host-not-allowed': true,
  'stale-token': true,
  'token-missing': true,
  'vault-unavailable': true,
  'taken-elsewhere': true,
  storage: true,
})

/** Every kind of event as it stands in JSON. */
const EVENTS: { readonly [K in AccountEventKind]: z.ZodType<Extract<AccountEvent, { kind: K }>> } = {
  state: z.object({ kind: z.literal('state'), state: State, reason: Reason.nullable() }),
  polls: z.object({
    kind: z.literal('polls'),
    since: z.number(),
    answered: z.number(),
    unanswered: z.number(),
    failed: z.number(),
    longestGapMs: z.number(),
  }),
  gap: z.object({ kind: z.literal('gap'), ms: z.number() }),
  'stale-token': z.object({ kind: z.literal('stale-token') }),
  'signed-in': z.object({ kind: z.literal('signed-in') }),
  reconnect: z.object({ kind: z.literal('reconnect') }),
  send: z.object({
    kind: z.literal('send'),
    id: MessageId,
    state: SendStateColumn,
    reason: SendReasonColumn.nullable(),
    serverId: z.string().nullable().default(null),
    serverWords: z.string().nullable().default(null),
  }),
  resolved: z.object({ kind: z.literal('resolved'), id: MessageId, resolution: ResolutionColumn }),
  lost: z.object({ kind: z.literal('lost'), count: z.number() }),
  unreadable: z.object({ kind: z.literal('unreadable'), count: z.number() }),
  'storage-failed': z.object({ kind: z.literal('storage-failed') }),
}

function isEventKind(kind: unknown): kind is AccountEventKind {
  return typeof kind === 'string' && Object.hasOwn(EVENTS, kind)
}

/** The event column; null for one that is garbled, or of a kind that a later version knows. */
export function parseEvent(json: string): AccountEvent | null {
  const value = readJson(json)
  if (typeof value !== 'object' || value === null || !('kind' in value) || !isEventKind(value.kind))
    return null
  return EVENTS[value.kind].safeParse(value).data ?? null
}
