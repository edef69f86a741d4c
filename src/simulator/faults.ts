import type { CallName, FaultArgs, FaultKind, FaultOrder } from './args.ts'
import { cdnCallNames } from './args.ts'
import { ControlError } from './errors.ts'
import type { Random } from './ports.ts'
import { seededRandom } from './ports.ts'
import { retype } from './retype.ts'
import type { WireObject } from './wire.ts'

/** When a fault strikes: on the request, on a batch of messages, or on the finished answer. */
type Stage = 'request' | 'batch' | 'answer'

const stages: Readonly<Record<FaultKind, Stage>> = {
  delay: 'request',
  dropBefore: 'request',
  dropAfter: 'request',
  status: 'request',
  garbage: 'request',
  empty: 'request',
  cutOff: 'request',
  slow: 'request',
  hang: 'request',
  ret: 'request',
  duplicate: 'batch',
  reorder: 'batch',
  malformedMessage: 'batch',
  noIds: 'batch',
  emptyCursor: 'answer',
  wrongTypes: 'answer',
  hostileHost: 'answer',
  noMessageId: 'answer',
  noParam: 'answer',
}

/** Kinds that only one call's answer can show. */
const onlyFor: Readonly<Partial<Record<FaultKind, CallName>>> = {
  duplicate: 'getupdates',
  reorder: 'getupdates',
  malformedMessage: 'getupdates',
  noIds: 'getupdates',
  emptyCursor: 'getupdates',
  hostileHost: 'get_qrcode_status',
  noMessageId: 'sendmessage',
  noParam: 'upload',
}

const ofCdn: ReadonlySet<string> = new Set(cdnCallNames)

/** What makes sense only where answers are JSON. */
const onlyForJson: ReadonlySet<FaultKind> = new Set(['ret', 'wrongTypes'])

function belongs(kind: FaultKind, call: CallName): boolean {
  if (ofCdn.has(call) && onlyForJson.has(kind)) return false
  return onlyFor[kind] === undefined || onlyFor[kind] === call
}

interface Standing {
  readonly order: FaultOrder
  readonly random: Random
  left: number
}

/** The faults ordered so far, oldest first. */
export class Faults {
  readonly #random: Random
  #standing: Standing[] = []

  constructor(random: Random) {
    this.#random = random
  }

  /** Orders a fault, or with `clear` forgets those of an account, or all. */
  order(args: FaultArgs): { standing: number } {
    if ('clear' in args) {
      this.#standing = this.#standing.filter(
        ({ order }) =>
          (args.account !== undefined && order.account !== args.account) ||
          (args.to !== undefined && order.to !== args.to),
      )
    } else {
      this.#add(args)
    }
    return { standing: this.#standing.length }
  }

  /**
   * The fault that strikes this call's requests now, if any; counts it as used.
   * @param to the user id that a message is addressed to
   */
  onRequest(call: CallName, account: string | undefined, to?: string): FaultOrder | undefined {
    return this.#take(call, account, 'request', { to })
  }

  /** The fault for a batch of messages about to be answered. */
  onBatch(account: string | undefined): FaultOrder | undefined {
    return this.#take('getupdates', account, 'batch')
  }

  /** Whether a fault of this kind strikes the answer about to be written. */
  onAnswer(call: CallName, account: string | undefined, kind: FaultKind): FaultOrder | undefined {
    return this.#take(call, account, 'answer', { kind })
  }

  /** The answer as it stands, or with wrong types where such a fault strikes. */
  retype(call: CallName | 'unknown', account: string | undefined, answer: WireObject): WireObject {
    const fault = call === 'unknown' ? undefined : this.#take(call, account, 'answer', { kind: 'wrongTypes' })
    return fault ? retype(answer, fault.field, this.#random) : answer
  }

  #add(order: FaultOrder): void {
    const { kind, call } = order
    if (kind !== 'random' && call !== 'any' && !belongs(kind, call)) {
      const where = onlyFor[kind] ?? 'calls that answer JSON'
      throw new ControlError(400, `a fault of kind ${kind} belongs to ${where}, not to ${call}`)
    }
    if (
      order.to !== undefined &&
      (call !== 'sendmessage' || kind === 'random' || stages[kind] !== 'request')
    ) {
      throw new ControlError(400, '"to" belongs to faults that strike requests of sendmessage')
    }
    this.#standing.push({
      order,
      random: order.seed === undefined ? this.#random : seededRandom(order.seed),
      left: order.times ?? (order.kind === 'random' ? Number.POSITIVE_INFINITY : 1),
    })
  }

  #take(
    call: CallName,
    account: string | undefined,
    stage: Stage,
    wanted: { kind?: FaultKind; to?: string | undefined } = {},
  ): FaultOrder | undefined {
    for (const standing of this.#standing) {
      const { order } = standing
      if (order.call !== 'any' && order.call !== call) continue
      if (order.account !== undefined && order.account !== account) continue
      if (order.to !== undefined && order.to !== wanted.to) continue
      const kind = this.#kind(standing, call, stage, wanted.kind)
      if (!kind) continue
      standing.left -= 1
      if (standing.left <= 0) this.#standing = this.#standing.filter((other) => other !== standing)
      return { ...order, kind }
    }
    return undefined
  }

  #kind(
    { order, random }: Standing,
    call: CallName,
    stage: Stage,
    wanted?: FaultKind,
  ): FaultKind | undefined {
    const fits = (kind: FaultKind): boolean =>
      stages[kind] === stage && (wanted === undefined || kind === wanted) && belongs(kind, call)
    if (order.kind !== 'random') return fits(order.kind) ? order.kind : undefined
    const [first, ...others] = (order.kinds ?? kindsOfChance).filter(fits)
    if (first === undefined || random.next() >= (order.rate ?? 0.1)) return undefined
    return random.pick([first, ...others])
  }
}

/** What `random` chooses from unless told: everything a client must survive without losing or doubling a message. */
const kindsOfChance: readonly FaultKind[] = [
  'delay',
  'dropBefore',
  'status',
  'garbage',
  'empty',
  'cutOff',
  'slow',
  'duplicate',
  'reorder',
  'malformedMessage',
  'emptyCursor',
]

/** How long a fault waits before it shows, ms. */
export function waitFor(fault: FaultOrder | undefined): number {
  if (!fault || fault.kind === 'slow') return 0
  return fault.ms ?? (fault.kind === 'delay' ? 1000 : 0)
}

/** A gateway's error comes before the effect unless told otherwise, a spoiled answer after it. */
export function withoutEffect({ kind, effect }: FaultOrder): boolean {
  const spoils = kind === 'garbage' || kind === 'empty' || kind === 'cutOff'
  return (kind === 'status' && effect !== 'after') || (spoils && effect === 'before')
}
