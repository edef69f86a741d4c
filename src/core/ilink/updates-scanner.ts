import { unreachable } from '#shared/unreachable.ts'

/**
 * Cuts the body of a getupdates answer into its members and messages while it arrives, so that neither a long list
 * nor junk has to be parsed at once (P20). It looks at bytes only: quotes, brackets, commas and colons. What stands
 * between them is parsed piece by piece by whoever is told.
 */

/** The member whose list is told entry by entry. */
const LIST = 'msgs'
/** A longer member is no cursor and no code: it is told without its text. */
const MAX_MEMBER_BYTES = 1024 * 1024
/** A longer message, or one of more values, is not parsed: that would hold up everybody else. */
const MAX_ENTRY_BYTES = 8 * 1024 * 1024
const MAX_ENTRY_VALUES = 400_000

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const BOM = [0xef, 0xbb, 0xbf]

const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** What is told of an answer, in the order of its bytes. `json` is null for what is too large to be parsed. */
export interface ScanTarget {
  member(name: string, json: Uint8Array | null): void
  /** An entry of the list. */
  entry(json: Uint8Array | null): void
}

type Place =
  | 'start'
  /** Behind a bracket or a comma of the outermost object. */
  | 'name'
  | 'colon'
  | 'value'
  | 'after-value'
  | 'entry'
  | 'after-entry'
  | 'end'

/** What is being gone through: a name, or a value with its nesting. */
interface Span {
  kind: 'name' | 'member' | 'entry'
  depth: number
  values: number
  size: number
  /** What earlier chunks brought of it; null once it has become too large. */
  pieces: Uint8Array[] | null
}

/** @throws SyntaxError where the bytes are no JSON object as far as it looks at them */
export class UpdatesScanner {
  readonly #target: ScanTarget
  #place: Place = 'start'
  #bytesSeen = 0
  #name = ''
  #span: Span | null = null
  #isInString = false
  #isEscaped = false

  constructor(target: ScanTarget) {
    this.#target = target
  }

  /** Goes through a chunk of any size. */
  push(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) {
      at = this.#span === null ? this.#between(chunk, at) : this.#within(chunk, at, this.#span)
    }
  }

  /** The body is over. */
  end(): void {
    if (this.#place !== 'end') throw new SyntaxError('the answer ends too early')
  }

  /** One byte between two spans; gives the place to go on from. */
  #between(chunk: Uint8Array, at: number): number {
    const byte = chunk[at] ?? 0
    const isMark = this.#place === 'start' && this.#bytesSeen < BOM.length && byte === BOM[this.#bytesSeen]
    this.#bytesSeen += 1
    if (isSpace(byte) || isMark) return at + 1
    switch (this.#place) {
      case 'start':
        return this.#expect(byte, OPEN_OBJECT, 'name', at)
      case 'name':
        if (byte === CLOSE_OBJECT) return this.#go('end', at)
        if (byte !== QUOTE) break
        this.#isInString = true
        this.#begin('name')
        return at + 1
      case 'colon':
        return this.#expect(byte, COLON, 'value', at)
      case 'value':
        if (this.#name === LIST && byte === OPEN_LIST) return this.#go('entry', at)
        return this.#beginValue('member', byte, at)
      case 'after-value':
        if (byte === COMMA) return this.#go('name', at)
        return this.#expect(byte, CLOSE_OBJECT, 'end', at)
      case 'entry':
        if (byte === CLOSE_LIST) return this.#go('after-value', at)
        return this.#beginValue('entry', byte, at)
      case 'after-entry':
        if (byte === COMMA) return this.#go('entry', at)
        return this.#expect(byte, CLOSE_LIST, 'after-value', at)
      case 'end':
        break
      default:
        unreachable(this.#place)
    }
    throw new SyntaxError('the answer is no JSON object')
  }

  #expect(byte: number, wanted: number, next: Place, at: number): number {
    if (byte !== wanted) throw new SyntaxError('the answer is no JSON object')
    return this.#go(next, at)
  }

  #go(place: Place, at: number): number {
    this.#place = place
    return at + 1
  }

  #beginValue(kind: Span['kind'], byte: number, at: number): number {
    if (byte === COMMA || byte === COLON || byte === CLOSE_LIST || byte === CLOSE_OBJECT)
      throw new SyntaxError('a value is missing')
    this.#begin(kind)
    return at
  }

  #begin(kind: Span['kind']): void {
    this.#span = { kind, depth: 0, values: 0, size: 0, pieces: [] }
  }

  /** Goes through a span as far as the chunk reaches; gives the place to go on from. */
  #within(chunk: Uint8Array, from: number, span: Span): number {
    let isInString = this.#isInString
    let isEscaped = this.#isEscaped
    let { depth, values } = span
    let at = from
    let isOver = false
    for (; at < chunk.length && !isOver; at += 1) {
      const byte = chunk[at]
      if (isInString) {
        if (isEscaped) isEscaped = false
        else if (byte === BACKSLASH) isEscaped = true
        else if (byte === QUOTE) {
          isInString = false
          isOver = span.kind === 'name'
        }
        continue
      }
      if (byte === QUOTE) isInString = true
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        depth += 1
        values += 1
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        // what closes the outer one ends a plain value, and is not part of it
        if (depth === 0) break
        depth -= 1
        isOver = depth === 0
      } else if (byte === COMMA) {
        if (depth === 0) break
        values += 1
      }
    }
    const isEnded = isOver || at < chunk.length
    this.#isInString = isInString
    this.#isEscaped = isEscaped
    span.depth = depth
    span.values = values
    this.#keep(span, chunk.subarray(from, at))
    if (isEnded) this.#tell(span)
    return at
  }

  #keep(span: Span, piece: Uint8Array): void {
    span.size += piece.length
    const limit = span.kind === 'entry' ? MAX_ENTRY_BYTES : MAX_MEMBER_BYTES
    if (span.size > limit || span.values > MAX_ENTRY_VALUES) span.pieces = null
    span.pieces?.push(piece)
  }

  #tell({ kind, pieces }: Span): void {
    this.#span = null
    const json = pieces === null ? null : (pieces.length === 1 && pieces[0]) || Buffer.concat(pieces)
    switch (kind) {
      case 'name':
        // the opening quote was left out
        this.#name = json === null ? '' : String(JSON.parse(`"${Buffer.from(json).toString()}`))
        this.#place = 'colon'
        return
      case 'member':
        this.#place = 'after-value'
        this.#target.member(this.#name, json)
        return
      case 'entry':
        this.#place = 'after-entry'
        this.#target.entry(json)
        return
      default:
        unreachable(kind)
    }
  }
}
