import { BroadcastPace } from '#core/broadcast/pace.ts'
import type { UploadOutcome } from '#core/cdn/transfers.ts'
import { IlinkServerError, IlinkTransportError } from '#core/ilink/errors.ts'
import type { OutgoingMessage } from '#core/ilink/message-builder.ts'
import type { SendOutcome } from '#core/ilink/outcomes.ts'
import { createTestInbox, inboundText, START, type WireText } from '#core/inbox/testing.ts'
import { TransferProgress } from '#core/media/transfer-progress.ts'
import type { Database } from '#core/storage/database.ts'
import { TestClock } from '#core/testing/clock.ts'
import { createTestDatabase } from '#core/testing/database.ts'
import { testRandom } from '#core/testing/random.ts'
import { settle } from '#core/testing/settle.ts'
import type { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { Message } from '#shared/model/message.ts'
import { Outbox } from './outbox.ts'
import type { OutboxFiles, SendingSession, UploadRequest } from './ports.ts'

/** A send that waits for its answer. */
export interface OpenSend {
  accountId: AccountId
  message: OutgoingMessage
  signal: AbortSignal
  at: number
  answer(outcome: SendOutcome): Promise<void>
  fail(error: Error): Promise<void>
}

/** An upload that waits for its end. */
export interface OpenUpload extends UploadRequest {
  accountId: AccountId
  end(outcome: UploadOutcome): Promise<void>
}

/** Sessions whose sends and uploads the test answers by hand. */
export class TestSession implements SendingSession {
  readonly sends: OpenSend[] = []
  readonly uploads: OpenUpload[] = []
  readonly fresh: AccountId[] = []
  readonly #blocked = new Set<AccountId>()
  readonly #clock: TestClock
  /** What making sure of the newest token does; runs before the send it is for. */
  onFresh: () => Promise<void> = () => Promise.resolve()

  constructor(clock: TestClock) {
    this.#clock = clock
  }

  block(id: AccountId): void {
    this.#blocked.add(id)
  }

  unblock(id: AccountId): void {
    this.#blocked.delete(id)
  }

  canSend(id: AccountId): boolean {
    return !this.#blocked.has(id)
  }

  async ensureFresh(id: AccountId): Promise<void> {
    this.fresh.push(id)
    await this.onFresh()
  }

  send(accountId: AccountId, message: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome> {
    const { promise, resolve, reject } = Promise.withResolvers<SendOutcome>()
    this.sends.push({
      accountId,
      message,
      signal,
      at: this.#clock.now(),
      answer: (outcome) => {
        resolve(outcome)
        return settle()
      },
      fail: (error) => {
        reject(error)
        return settle()
      },
    })
    return promise
  }

  bound: number | null = 1

  binding(): number | null {
    return this.bound
  }

  upload(accountId: AccountId, request: UploadRequest): Promise<UploadOutcome> {
    const { promise, resolve } = Promise.withResolvers<UploadOutcome>()
    const end = (outcome: UploadOutcome) => {
      resolve(outcome)
      return settle()
    }
    request.signal.addEventListener('abort', () => void end({ kind: 'aborted' }))
    this.uploads.push({ ...request, accountId, end })
    return promise
  }

  /** The newest send. */
  get last(): OpenSend {
    const send = this.sends.at(-1)
    if (send === undefined) throw new Error('nothing was sent')
    return send
  }

  get clientIds(): string[] {
    return this.sends.map(({ message }) => message.clientId)
  }

  get texts(): string[] {
    return this.sends.map(({ message }) => JSON.stringify(message.item))
  }
}

/** An outbox over the real stores in memory (or a file) and a session answered by hand. */
export function createTestOutbox(file: string | Database = createTestDatabase()) {
  const clock = new TestClock(START)
  const inbox = createTestInbox(file)
  const session = new TestSession(clock)
  const failures: unknown[] = []
  /** Hashes of files that somebody removed. */
  const gone = new Set<string>()
  /** Files that nothing of the outbox needs any more. */
  const released: string[] = []
  /** The operator's choice; 0: nothing is held. */
  const undo = { seconds: 0 }
  const bytes: OutboxFiles = {
    isWhole: ({ hash }) => !gone.has(hash),
    async *read(hash) {
      yield Buffer.from(hash)
    },
  }
  const outbox = new Outbox({
    clock,
    // a program started anew does not give ids of the former one
    random: testRandom(
      0,
      Number(inbox.database.sql('SELECT COUNT(*) AS count FROM messages').get()?.['count']),
    ),
    stores: inbox.stores,
    session,
    pacing: new BroadcastPace(clock, testRandom()),
    files: bytes,
    progress: new TransferProgress(clock, () => {}),
    events: inbox.events,
    holdMs: () => undo.seconds * 1000,
    released: (hashes) => void released.push(...hashes),
    failed: (error) => failures.push(error),
  })
  let requests = 0
  let ids = 1000

  /** The contact writes now; a token comes with it. */
  function write(message: Partial<WireText> = {}, of = inbox.accountId): void {
    ids += 1
    const id = String(ids)
    const inbound = { text: 'hello', id, token: `token-${id}`, at: clock.now(), ...message }
    inbox.receive({ messages: [inboundText(inbound)], receivedAt: clock.now() }, of)
  }

  async function send(
    text: string,
    { force = false, to = inbox.conversationWith(), request = '' } = {},
  ): Promise<MessageId[]> {
    requests += 1
    const requestId = request || `10000000-0000-4000-8000-${String(requests).padStart(12, '0')}`
    const sent = outbox.sendText({ conversationId: to, requestId, text, force })
    await settle()
    return sent
  }

  async function sendOne(text: string, options?: Parameters<typeof send>[1]): Promise<MessageId> {
    const [id] = await send(text, options)
    if (id === undefined) throw new Error('nothing was queued')
    return id
  }

  function message(id: MessageId): Message['sending'] {
    return inbox.messages.get(id)?.sending ?? null
  }

  /** State and reason of a message, as `state` or `state: reason`. */
  function state(id: MessageId): string {
    const sending = message(id)
    return sending?.reason == null ? String(sending?.state) : `${sending.state}: ${sending.reason}`
  }

  /** Own messages of a conversation as `text = state[: reason]`, in order. */
  function states(of: ConversationId = inbox.conversationWith()): string[] {
    return inbox.messages
      .before(of, null, 1000)
      .filter(({ sending }) => sending !== null)
      .map(({ id, parts }) => `${parts[0]?.kind === 'text' ? parts[0].text : '?'} = ${state(id)}`)
  }

  return {
    ...inbox,
    repository: inbox.outbox,
    outbox,
    clock,
    session,
    failures,
    undo,
    gone,
    bytes,
    released,
    write,
    send,
    sendOne,
    message,
    state,
    states,
  }
}

export type TestOutbox = ReturnType<typeof createTestOutbox>

export const accepted = (messageId: string): SendOutcome => ({ kind: 'accepted', messageId })
export const ACCEPTED_WITHOUT_ID: SendOutcome = { kind: 'accepted-unconfirmed' }

function serverError(ret: number, errmsg: string): IlinkServerError {
  return new IlinkServerError({ endpoint: 'sendmessage', ret, errcode: null, errmsg })
}

export const REFUSED: SendOutcome = {
  kind: 'refused-window-or-quota',
  error: serverError(-2, 'prepare failed'),
}
export const RATE_LIMITED: SendOutcome = { kind: 'rate-limited', error: serverError(-2, 'rate limited') }
export const WRONG_RECIPIENT: SendOutcome = { kind: 'refused-permanent', error: serverError(-3, '') }
export const MALFORMED: SendOutcome = {
  kind: 'refused-permanent',
  error: serverError(-2, 'ilink_user_id required'),
}
export const REFUSED_OTHERWISE: SendOutcome = { kind: 'refused-other', error: serverError(-1, 'no') }
export const REFUSED_WITH_TOKEN: SendOutcome = {
  kind: 'refused-other',
  error: serverError(-1, 'bad context_token AARzJWAF8+x='),
}
export const STALE: SendOutcome = { kind: 'stale-token', error: serverError(-14, 'session timeout') }
export const LOST: SendOutcome = {
  kind: 'unknown-delivery',
  error: new IlinkTransportError({ endpoint: 'sendmessage', kind: 'network', delivery: 'unknown' }),
}
export const NOT_SENT: SendOutcome = {
  kind: 'not-sent',
  error: new IlinkTransportError({ endpoint: 'sendmessage', kind: 'network', delivery: 'not-sent' }),
}
export const FORBIDDEN: SendOutcome = {
  kind: 'not-sent',
  error: new IlinkTransportError({ endpoint: 'sendmessage', kind: 'forbidden-host', delivery: 'not-sent' }),
}
