import type { FaultOrder, Random } from '#simulator/index.ts'

/** How copies and missing ids may strike an account: both on one message would make its count ambiguous. */
export type CopyManner = 'newId' | 'noId'

/** An account that faults strike, and what they may do to it. */
export interface FaultTarget {
  account: string
  ackMode: 'answered' | 'acknowledged'
  copies: CopyManner
}

type FaultKind = Omit<FaultOrder, 'call' | 'account'>
type NonEmpty<T> = readonly [T, ...T[]]

/** Members of a getupdates answer that carry nothing a ledger counts. */
const HARMLESS_FIELDS: NonEmpty<string> = [
  'ret',
  'longpolling_timeout_ms',
  'get_updates_buf',
  'seq',
  'client_id',
  'create_time_ms',
  'update_time_ms',
  'delete_time_ms',
  'session_id',
  'group_id',
  'message_state',
  'context_token',
]

const GATEWAYS: NonEmpty<number> = [500, 502, 503, 504, 524]
/** −14 in its three spellings (fact sheet 1.6). */
const STALE: NonEmpty<FaultKind> = [
  { kind: 'ret', ret: -14, errmsg: 'session timeout' },
  { kind: 'ret', ret: -1, errcode: -14, errmsg: 'session timeout' },
  { kind: 'ret', errcode: -14, errmsg: 'session timeout' },
]

/** Faults that any call can meet, before and after its effect. */
function ofAnyCall(random: Random): NonEmpty<FaultKind> {
  const effect = random.pick<'before' | 'after'>(['before', 'after'])
  return [
    { kind: 'delay', ms: 50 + random.below(400) },
    { kind: 'slow', ms: 5 + random.below(30) },
    { kind: 'dropBefore' },
    { kind: 'status', status: random.pick(GATEWAYS), effect },
    { kind: 'status', status: random.pick([302, 404, 429]) },
    { kind: 'garbage', effect },
    { kind: 'empty', effect },
    { kind: 'cutOff', effect },
    { kind: 'ret', ret: -1, errmsg: 'system busy' },
  ]
}

function ofPolls(random: Random, { ackMode, copies }: FaultTarget): NonEmpty<FaultKind> {
  const later = random.below(2) === 0
  const kinds: FaultKind[] = [
    { kind: 'hang' },
    { kind: 'reorder' },
    { kind: 'malformedMessage' },
    { kind: 'emptyCursor' },
    { kind: 'duplicate', how: 'sameId', later },
    { kind: 'duplicate', how: copies, later },
    { kind: 'wrongTypes', field: random.pick(HARMLESS_FIELDS) },
    random.pick(STALE),
  ]
  if (copies === 'noId') kinds.push({ kind: 'noIds' })
  // where a batch is forgotten once answered, the server itself would lose it
  if (ackMode === 'acknowledged') kinds.push({ kind: 'dropAfter' })
  return [...ofAnyCall(random), ...kinds]
}

function ofSends(random: Random): NonEmpty<FaultKind> {
  return [
    ...ofAnyCall(random),
    { kind: 'dropAfter' },
    { kind: 'hang' },
    { kind: 'noMessageId' },
    { kind: 'wrongTypes' },
    { kind: 'ret', ret: -2, errmsg: 'prepare failed' },
    { kind: 'ret', ret: -2, errmsg: 'ilink_user_id required' },
    { kind: 'ret', ret: -3, errmsg: 'invalid arguments' },
    random.pick(STALE),
  ]
}

/** The server does not know yet whom a sign-in belongs to, so this strikes whoever signs in next. */
function ofSignIns(random: Random): FaultOrder {
  const kinds: NonEmpty<FaultKind> = [...ofAnyCall(random), { kind: 'wrongTypes' }]
  if (random.below(2) === 0) return { ...random.pick(kinds), call: 'get_bot_qrcode' }
  return { ...random.pick([...kinds, { kind: 'hostileHost' }]), call: 'get_qrcode_status' }
}

/** One fault, chosen by chance; half of it strikes polls. */
export function chooseFault(random: Random, target: FaultTarget): FaultOrder {
  const { account } = target
  switch (random.below(10)) {
    case 0:
    case 1:
    case 2:
      return { ...random.pick(ofSends(random)), call: 'sendmessage', account }
    case 3:
      return { ...random.pick([...ofAnyCall(random), random.pick(STALE)]), call: 'notifystart', account }
    case 4:
      return random.below(2) === 0
        ? {
            ...random.pick([...ofAnyCall(random), { kind: 'wrongTypes' }]),
            call: random.pick<'getconfig' | 'sendtyping'>(['getconfig', 'sendtyping']),
            account,
          }
        : ofSignIns(random)
    default:
      return { ...random.pick(ofPolls(random, target)), call: 'getupdates', account }
  }
}
