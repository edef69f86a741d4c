import type { IlinkClient } from '#core/ilink/client.ts'
import type { LoginStatus } from '#core/ilink/login-status.ts'
import type { DecodedMessage, DecodedUpdates } from '#core/ilink/message.ts'
import type { PollEnd } from '#core/ilink/poll-end.ts'
import { settle } from '#core/testing/settle.ts'
import { AccountId } from '#shared/model/ids.ts'
import type { AccountRecord, AccountStore, Ingested, NewBinding, UpdateBatch, UpdateSink } from '../ports.ts'

/** Plain ports for the tests of this folder: calls answered by hand, nothing on disk. */

/** One call that waits for its answer. It leaves by itself when its signal aborts. */
export class OpenCall<Request extends { signal?: AbortSignal | undefined }, Answer> {
  readonly request: Request
  readonly promise: Promise<Answer>
  isOpen = true
  readonly #resolvers = Promise.withResolvers<Answer>()

  constructor(request: Request, onAbort: (call: OpenCall<Request, Answer>) => void) {
    this.request = request
    this.promise = this.#resolvers.promise
    request.signal?.addEventListener('abort', () => this.isOpen && onAbort(this), { once: true })
  }

  answer(value: Answer): Promise<void> {
    this.isOpen = false
    this.#resolvers.resolve(value)
    return settle()
  }

  fail(error: Error): Promise<void> {
    this.isOpen = false
    this.#resolvers.reject(error)
    return settle()
  }
}

type Polls = OpenCall<Parameters<IlinkClient['getUpdates']>[0], PollEnd<DecodedUpdates>>
type StatusPolls = OpenCall<Parameters<IlinkClient['getQrStatus']>[0], LoginStatus>

/** An iLink client whose polls are answered by the test; the short calls succeed unless told otherwise. */
export class TestClient {
  readonly polls: Polls[] = []
  readonly statusPolls: StatusPolls[] = []
  readonly codes: { localTokens: readonly string[] }[] = []
  readonly notified: { call: 'start' | 'stop'; baseUrl: string; token: string }[] = []
  /** Thrown by notifystart and notifystop. */
  notifyError: Error | null = null
  /** How a poll ends whose caller aborts it. */
  abortedPoll: PollEnd<DecodedUpdates> = { kind: 'aborted' }
  /** Whether the answer of a poll that is aborted goes on arriving until the poll is cut. */
  stillArrives = false
  /** Thrown by the next attempts to create a code. */
  codeError: Error | null = null

  getUpdates: IlinkClient['getUpdates'] = (request) => {
    const end = (open: Polls) => void open.answer(this.abortedPoll)
    const call: Polls = new OpenCall(request, (open) => this.stillArrives || end(open))
    request.cut?.addEventListener('abort', () => call.isOpen && end(call), { once: true })
    this.polls.push(call)
    return call.promise
  }

  getQrStatus: IlinkClient['getQrStatus'] = (request) => {
    const call: StatusPolls = new OpenCall(request, (open) => void open.fail(new Error('aborted')))
    this.statusPolls.push(call)
    return call.promise
  }

  getQrCode: IlinkClient['getQrCode'] = async ({ localTokens }) => {
    this.codes.push({ localTokens })
    if (this.codeError !== null) throw this.codeError
    const number = this.codes.length
    return { qrcode: `key-${number}`, content: `https://liteapp.weixin.qq.com/q/${number}` }
  }

  notifyStart: IlinkClient['notifyStart'] = async ({ account }) => this.#notify('start', account)
  notifyStop: IlinkClient['notifyStop'] = async ({ account }) => this.#notify('stop', account)

  #notify(call: 'start' | 'stop', { baseUrl, token }: { baseUrl: string; token: string }): void {
    this.notified.push({ call, baseUrl, token })
    if (this.notifyError !== null) throw this.notifyError
  }

  /** The newest poll, which must be open. */
  get poll(): Polls {
    const call = this.polls.at(-1)
    if (call === undefined || !call.isOpen) throw new Error('no poll is open')
    return call
  }

  get statusPoll(): StatusPolls {
    const call = this.statusPolls.at(-1)
    if (call === undefined || !call.isOpen) throw new Error('no status poll is open')
    return call
  }

  get openPolls(): Polls[] {
    return this.polls.filter((call) => call.isOpen)
  }
}

/** An answered poll. */
export function answer(
  messages: readonly DecodedMessage[],
  cursor: string | null,
  more: Partial<DecodedUpdates> = {},
): PollEnd<DecodedUpdates> {
  return { kind: 'answered', messages, lost: 0, cursor, holdMs: null, brokenOff: null, ...more }
}

/** An answered poll without messages. */
export function emptyAnswer(cursor: string | null = null): PollEnd<DecodedUpdates> {
  return answer([], cursor)
}

/** Accounts in memory; `trail` notes what happened in which order. */
export class TestStore implements AccountStore {
  readonly rows = new Map<AccountId, AccountRecord>()
  readonly trail: string[]
  #ids = 0

  constructor(trail: string[] = []) {
    this.trail = trail
  }

  list(): AccountRecord[] {
    return [...this.rows.values()]
  }

  get(id: AccountId): AccountRecord | null {
    return this.rows.get(id) ?? null
  }

  findByOwner(ownerUserId: string): AccountRecord | null {
    return this.list().find((row) => row.ownerUserId === ownerUserId) ?? null
  }

  findByBot(botId: string): AccountRecord | null {
    return this.list().find((row) => row.botId === botId) ?? null
  }

  bind(id: AccountId | null, binding: NewBinding): AccountRecord {
    const held = id === null ? null : this.get(id)
    this.#ids += 1
    const fresh = AccountId.parse(`10000000-0000-4000-8000-${String(this.#ids).padStart(12, '0')}`)
    const row: AccountRecord = {
      number: this.rows.size + 1,
      alias: null,
      colour: 0,
      isDefault: this.rows.size === 0,
      lastContactAt: null,
      lastInboundAt: null,
      ...held,
      id: held?.id ?? fresh,
      ...binding,
      cursor: '',
      binding: (held?.binding ?? 0) + 1,
      signedOut: false,
    }
    this.rows.set(row.id, row)
    this.trail.push('bind')
    return row
  }

  setSignedOut(id: AccountId): void {
    const row = this.get(id)
    if (row !== null) this.rows.set(id, { ...row, signedOut: true })
    this.trail.push('signed-out')
  }

  remove(id: AccountId): void {
    this.rows.delete(id)
    this.trail.push('removed')
  }

  recordContact(id: AccountId, at: number): void {
    const row = this.get(id)
    if (row !== null) this.rows.set(id, { ...row, lastContactAt: at })
  }
}

/** A sink that keeps what it gets, refuses old bindings and fails on demand. */
export class TestSink implements UpdateSink {
  readonly batches: UpdateBatch[] = []
  error: Error | null = null
  /** How many messages of each batch are new; null for all of them. */
  added: number | null = null
  readonly #store: TestStore

  constructor(store: TestStore) {
    this.#store = store
  }

  async ingest(batch: UpdateBatch): Promise<Ingested> {
    if (this.error !== null) throw this.error
    if (this.#store.get(batch.accountId)?.binding !== batch.binding) return { kind: 'superseded' }
    this.batches.push(batch)
    return { kind: 'stored', added: this.added ?? batch.messages.length }
  }
}
