import { unreachable } from '#shared/unreachable.ts'
import { PAGE_BYTES, type PageFile } from './page-file.ts'

/*
 * The pages of SQLite's b-trees (https://sqlite.org/fileformat2.html#b_tree_pages), read without trust: whatever does
 * not fit the format is no cell, and says nothing about its neighbours.
 */

/** A value of a row as SQLite takes it. */
export type StoredValue = null | number | bigint | string | Uint8Array
export type StoredRecord = StoredValue[]

export type BtreePage =
  /** Children and the highest rowid that may stand in each; the last one has no such bound. */
  | { kind: 'table-interior'; children: { page: number; upTo: number | null }[]; broken: number }
  | { kind: 'table-leaf'; cells: { rowid: number; record: StoredRecord }[]; broken: number }
  | { kind: 'index-interior'; children: number[]; records: StoredRecord[] }
  | { kind: 'index-leaf'; records: StoredRecord[] }

/** Bytes that are not what the format says. */
class NotTheFormatError extends Error {
  override readonly name = 'NotTheFormatError'
}

/** The first byte of a page says what it is. */
const KINDS: ReadonlyMap<number, BtreePage['kind']> = new Map([
  [2, 'index-interior'],
  [5, 'table-interior'],
  [10, 'index-leaf'],
  [13, 'table-leaf'],
])
/** In front of the first page stands the file's header. */
const FILE_HEADER_BYTES = 100
/** What the format keeps for a cell at least. */
const LEAST_LOCAL = Math.floor(((PAGE_BYTES - 12) * 32) / 255) - 23
const MOST_LOCAL = { table: PAGE_BYTES - 35, index: Math.floor(((PAGE_BYTES - 12) * 64) / 255) - 23 }
const OVERFLOW_BYTES = PAGE_BYTES - 4

const decoder = new TextDecoder('utf-8', { fatal: true })

/** A position in bytes that only goes on. */
class Reader {
  readonly bytes: Uint8Array
  readonly #view: DataView
  at: number

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
  }

  uint32(): number {
    const value = this.#view.getUint32(this.at)
    this.at += 4
    return value
  }

  /** A number of one to nine bytes; sizes and rowids of ours take seven at most. */
  varint(): number {
    let value = 0
    // seven bytes are within what a number holds exactly
    for (let index = 0; index < 7; index += 1) {
      const byte = this.#view.getUint8(this.at)
      this.at += 1
      value = value * 128 + (byte & 0x7f)
      if (byte < 0x80) return value
    }
    throw new NotTheFormatError()
  }

  integer(bytes: number): number | bigint {
    if (bytes === 8) {
      const value = this.#view.getBigInt64(this.at)
      this.at += 8
      return Number.isSafeInteger(Number(value)) ? Number(value) : value
    }
    let value = this.#view.getInt8(this.at)
    for (let index = 1; index < bytes; index += 1) value = value * 256 + this.#view.getUint8(this.at + index)
    this.at += bytes
    return value
  }

  float(): number {
    const value = this.#view.getFloat64(this.at)
    this.at += 8
    return value
  }

  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new NotTheFormatError()
    const part = this.bytes.subarray(this.at, this.at + length)
    this.at += length
    return part
  }
}

/** The bytes of a cell's record, with what stands on overflow pages. */
function payload(file: PageFile, reader: Reader, size: number, most: number): Uint8Array {
  if (size < 1 || size > file.count * PAGE_BYTES) throw new NotTheFormatError()
  if (size <= most) return reader.take(size)
  const surplus = LEAST_LOCAL + ((size - LEAST_LOCAL) % OVERFLOW_BYTES)
  const bytes = new Uint8Array(size)
  const local = reader.take(surplus <= most ? surplus : LEAST_LOCAL)
  bytes.set(local)
  let filled = local.length
  let next = reader.uint32()
  while (filled < size) {
    const page = file.read(next)
    // an overflow page holds a piece of text or JSON: one of zeros was overwritten
    if (page === null || page.every((byte) => byte === 0)) throw new NotTheFormatError()
    const part = page.subarray(4, 4 + Math.min(OVERFLOW_BYTES, size - filled))
    bytes.set(part, filled)
    filled += part.length
    next = new Reader(page, 0).uint32()
  }
  return bytes
}

/** The values of a record (https://sqlite.org/fileformat2.html#record_format). */
function decodeRecord(bytes: Uint8Array): StoredRecord {
  const header = new Reader(bytes, 0)
  const headerBytes = header.varint()
  if (headerBytes < 1 || headerBytes > bytes.length) throw new NotTheFormatError()
  const body = new Reader(bytes, headerBytes)
  const values: StoredRecord = []
  while (header.at < headerBytes) values.push(decodeValue(header.varint(), body))
  if (header.at !== headerBytes || body.at !== bytes.length) throw new NotTheFormatError()
  return values
}

const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8]

function decodeValue(type: number, body: Reader): StoredValue {
  if (type === 0) return null
  const integerBytes = INTEGER_BYTES[type]
  if (integerBytes !== undefined) return body.integer(integerBytes)
  if (type === 7) return body.float()
  if (type === 8 || type === 9) return type - 8
  if (type < 12) throw new NotTheFormatError()
  const bytes = body.take(Math.floor((type - 12) / 2))
  return type % 2 === 0 ? bytes.slice() : decoder.decode(bytes)
}

/** Runs `read` for each place; what is no cell there is left out. */
function readEach<T>(places: readonly number[], read: (at: number) => T): { read: T[]; broken: number } {
  const cells: T[] = []
  let broken = 0
  for (const at of places) {
    try {
      cells.push(read(at))
    } catch (error) {
      // beyond the bytes, not text, or not the format
      if (!(error instanceof RangeError || error instanceof TypeError || error instanceof NotTheFormatError))
        throw error
      broken += 1
    }
  }
  return { read: cells, broken }
}

/** Reads a page of a b-tree; null where there is none that can be read. */
export function readBtreePage(file: PageFile, number: number): BtreePage | null {
  const bytes = file.read(number)
  if (bytes === null) return null
  const start = number === 1 ? FILE_HEADER_BYTES : 0
  const view = new DataView(bytes.buffer)
  const kind = KINDS.get(view.getUint8(start))
  if (kind === undefined) return null
  const pointers = start + (kind === 'table-interior' || kind === 'index-interior' ? 12 : 8)
  const count = view.getUint16(start + 3)
  if (pointers + 2 * count > PAGE_BYTES) return null
  const places = Array.from({ length: count }, (_, index) => view.getUint16(pointers + 2 * index))

  const record = (reader: Reader, most: number) => decodeRecord(payload(file, reader, reader.varint(), most))
  switch (kind) {
    case 'table-leaf': {
      const { read, broken } = readEach(places, (at) => {
        const reader = new Reader(bytes, at)
        const size = reader.varint()
        const rowid = reader.varint()
        return { rowid, record: decodeRecord(payload(file, reader, size, MOST_LOCAL.table)) }
      })
      return { kind: 'table-leaf', cells: read, broken }
    }
    case 'table-interior': {
      const { read, broken } = readEach(places, (at) => {
        const reader = new Reader(bytes, at)
        return { page: reader.uint32(), upTo: reader.varint() }
      })
      return {
        kind: 'table-interior',
        children: [...read, { page: view.getUint32(start + 8), upTo: null }],
        broken,
      }
    }
    case 'index-leaf':
      return {
        kind: 'index-leaf',
        records: readEach(places, (at) => record(new Reader(bytes, at), MOST_LOCAL.index)).read,
      }
    case 'index-interior':
      return {
        kind: 'index-interior',
        children: [
          ...readEach(places, (at) => new Reader(bytes, at).uint32()).read,
          view.getUint32(start + 8),
        ],
        records: readEach(places, (at) => record(new Reader(bytes, at + 4), MOST_LOCAL.index)).read,
      }
    default:
      return unreachable(kind)
  }
}
