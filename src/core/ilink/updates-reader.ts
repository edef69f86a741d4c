import { setImmediate } from 'node:timers/promises'
import { decodeMessage, toHold } from './decode.ts'
import { filled } from './decode-items.ts'
import { parseLossless } from './lossless-json.ts'
import type { DecodedMessage, DecodedUpdates } from './message.ts'
import { UpdatesScanner } from './updates-scanner.ts'
import { isObject, UpdatesFrame } from './wire.ts'

/** Beyond these an answer is read to its end, for its cursor, but of its messages the rest is lost (P20). */
const LIMITS = {
  messages: 10_000,
  bytes: 64 * 1024 * 1024,
  /** Kept raw of what cannot be read (P11). */
  junk: 100,
  /** Nothing of an answer is read any more. */
  readBytes: 256 * 1024 * 1024,
}
export type UpdatesLimits = typeof LIMITS

/** The members that say anything to this client; others, whatever they hold, are not even parsed. */
const MEMBERS: ReadonlySet<string> = new Set([
  'ret',
  'errcode',
  'errmsg',
  'get_updates_buf',
  'longpolling_timeout_ms',
])
/** The list under its own name came as something else. */
const LIST = 'msgs'

/** A shorter entry cannot even name a contact. */
const MIN_MESSAGE_BYTES = '{"from_user_id":"x"}'.length
/** So much is gone through between two looks at the time, and so long others wait at most. */
const PORTION_BYTES = 64 * 1024
const SLICE_MS = 8

/** An answer up to this size is kept until it is whole: then it is parsed at once, which takes half as long. */
const SMALL_BYTES = 256 * 1024
/** How its name ends; begun with a letter it is found sooner, since there are more quotes than of any letter. */
const LIST_NAME = `${LIST}"`

const bufferOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const textOf = (json: Uint8Array) => bufferOf(json).toString()

/** The answer goes on beyond all measure: nothing more of it is read. */
export class EndlessAnswer extends Error {
  override readonly name = 'EndlessAnswer'
}

/** Reads one answer to getupdates while it arrives, and lets others have the event loop meanwhile. */
export class UpdatesReader {
  readonly #limits: UpdatesLimits
  readonly #scanner: UpdatesScanner
  readonly #frame: Record<string, unknown> = {}
  readonly #messages: DecodedMessage[] = []
  #unreadable = 0
  #lost = 0
  #size = 0
  #sliceStart = 0
  /** What has come of an answer that is small so far. */
  readonly #kept: Uint8Array[] = []

  constructor(limits: Partial<UpdatesLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits }
    this.#scanner = new UpdatesScanner({
      member: (name, json) => this.#member(name, json),
      entry: (json) => this.#entry(json),
    })
  }

  /**
   * Reads a body to its end and gives the members beside the messages, as the transport wants them.
   * @throws SyntaxError when it is no JSON object, EndlessAnswer; what reading the body throws
   */
  async read(body: AsyncIterable<Uint8Array>): Promise<Record<string, unknown>> {
    let size = 0
    for await (const chunk of body) {
      size += chunk.length
      this.#kept.push(chunk)
      if (size > SMALL_BYTES) await this.#scan(this.#kept.splice(0))
    }
    const isTaken = size <= SMALL_BYTES && this.#takeWhole(bufferOf(joined(this.#kept)))
    const rest = this.#kept.splice(0)
    if (isTaken) return this.#frame
    await this.#scan(rest)
    this.#scanner.end()
    return this.#frame
  }

  /** What came of an answer that breaks off, as far as it can be read. */
  #takeKept(): void {
    try {
      for (const chunk of this.#kept.splice(0)) this.push(chunk)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
    }
  }

  async #scan(chunks: readonly Uint8Array[]): Promise<void> {
    this.#sliceStart = performance.now()
    for (const chunk of chunks)
      for (let at = 0; at < chunk.length; at += PORTION_BYTES) {
        this.push(chunk.subarray(at, at + PORTION_BYTES))
        if (performance.now() - this.#sliceStart < SLICE_MS) continue
        await setImmediate()
        this.#sliceStart = performance.now()
      }
  }

  /** Takes an ordinary answer at once; false, and nothing is taken, where it has to be cut into pieces to be judged. */
  #takeWhole(bytes: Buffer): boolean {
    const list = bytes.indexOf(LIST_NAME)
    // of two members with one name a parser keeps only the last
    if (list !== -1 && bytes.indexOf(LIST_NAME, list + 1) !== -1) return false
    const answer = parseEntry(bytes.toString())
    if (!isObject(answer)) return false
    const { [LIST]: messages = [] } = answer
    const most = Math.min(this.#limits.junk, this.#limits.messages)
    if (!Array.isArray(messages) || messages.length > most || bytes.length > this.#limits.bytes) return false
    for (const name of MEMBERS) if (Object.hasOwn(answer, name)) this.#frame[name] = answer[name]
    for (const message of messages) this.#messages.push(decodeMessage(message))
    return true
  }

  push(bytes: Uint8Array): void {
    this.#size += bytes.length
    if (this.#size > this.#limits.readBytes) throw new EndlessAnswer('the answer has no end')
    this.#scanner.push(bytes)
  }

  /** What has come so far; of an answer that broke off, everything but its cursor. */
  taken(isWhole: boolean): DecodedUpdates {
    if (!isWhole) this.#takeKept()
    const frame = UpdatesFrame.parse(this.#frame)
    return {
      messages: [...this.#messages],
      lost: this.#lost,
      cursor: isWhole ? filled(frame.get_updates_buf) : null,
      holdMs: toHold(frame.longpolling_timeout_ms),
      brokenOff: null,
    }
  }

  #member(name: string, json: Uint8Array | null): void {
    if (name === LIST) {
      // the server forgets what it delivered, so what came instead of a list is one entry
      if (json === null || textOf(json).trim() !== 'null') this.#entry(json)
    } else if (json !== null && MEMBERS.has(name)) {
      this.#frame[name] = JSON.parse(textOf(json))
    }
  }

  #entry(json: Uint8Array | null): void {
    const isBeyond = this.#messages.length >= this.#limits.messages || this.#size > this.#limits.bytes
    const isFlood = this.#unreadable >= this.#limits.junk
    if (isBeyond || json === null || (isFlood && json.length < MIN_MESSAGE_BYTES)) {
      this.#lost += 1
      return
    }
    const message = decodeMessage(parseEntry(textOf(json)))
    if (message.kind === 'unreadable') {
      this.#unreadable += 1
      if (isFlood) {
        this.#lost += 1
        return
      }
    }
    this.#messages.push(message)
  }
}

/** The chunks as one; most answers come in one. */
function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks)
}

/** An entry that is no JSON is a text that nobody can read. */
function parseEntry(text: string): unknown {
  try {
    return parseLossless(text)
  } catch {
    return text
  }
}
