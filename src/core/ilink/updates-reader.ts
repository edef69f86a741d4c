import { setImmediate } from 'node:timers/promises'
import { decodeMessage, toHold } from './decode.ts'
import { filled } from './decode-items.ts'
import { parseLossless } from './lossless-json.ts'
import type { DecodedMessage, DecodedUpdates } from './message.ts'
import { UpdatesScanner } from './updates-scanner.ts'
import { UpdatesFrame } from './wire.ts'

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

const textOf = (json: Uint8Array) => Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString()

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
    this.#sliceStart = performance.now()
    for await (const chunk of body) {
      for (let at = 0; at < chunk.length; at += PORTION_BYTES) {
        this.push(chunk.subarray(at, at + PORTION_BYTES))
        if (performance.now() - this.#sliceStart < SLICE_MS) continue
        await setImmediate()
        this.#sliceStart = performance.now()
      }
    }
    this.#scanner.end()
    return this.#frame
  }

  push(bytes: Uint8Array): void {
    this.#size += bytes.length
    if (this.#size > this.#limits.readBytes) throw new EndlessAnswer('the answer has no end')
    this.#scanner.push(bytes)
  }

  /** What has come so far; of an answer that broke off, everything but its cursor. */
  taken(isWhole: boolean): DecodedUpdates {
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
    const message = decodeMessage(parseEntry(json))
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

/** An entry that is no JSON is a text that nobody can read. */
function parseEntry(json: Uint8Array): unknown {
  const text = textOf(json)
  try {
    return parseLossless(text)
  } catch {
    return text
  }
}
