import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { DEFAULT_SCRYPT_PARAMS, type ScryptParams, stretch } from '#core/scrypt.ts'
import { AppError } from '#shared/errors.ts'

/*
 * A backup file: a header, then chunks sealed with AES-256-GCM. Every chunk has the header as its
 * additional data, and a nonce of the header's base, the chunk's number and whether it is the last one.
 * So no chunk can be changed, moved, left out, added, or taken from another file. Chunk 0 is empty:
 * its seal tells a wrong passphrase from damage further on.
 *
 *  0  magic               16 bytes
 * 16  version              2 bytes, big-endian
 * 18  scrypt: log2 N, r, p 3 bytes
 * 21  log2 of a chunk      1 byte
 * 22  salt                32 bytes
 * 54  nonce base           7 bytes
 */

const MAGIC = Buffer.from('LINKBOARD BACKUP', 'latin1')
const VERSION = 1
const SALT_AT = 22
const NONCE_AT = 54
export const HEADER_BYTES = 61
/** What sealing adds to a chunk. */
export const TAG_BYTES = 16
const KEY_BYTES = 32

/** A header may ask for so many times the usual work: a later version's, and nothing that holds up a computer. */
const MOST_WORK = 4

/** A quarter of a megabyte: sealed in far less than a frame. */
const USUAL_LOG2_CHUNK = 18

/** What stands at the beginning of a backup. */
export interface Header {
  bytes: Buffer
  scryptParams: ScryptParams
  chunkBytes: number
}

/** A header of a new backup, with a salt and nonces of its own. */
export function createHeader(scryptParams: ScryptParams, log2Chunk: number = USUAL_LOG2_CHUNK): Header {
  const bytes = Buffer.alloc(HEADER_BYTES)
  MAGIC.copy(bytes)
  bytes.writeUInt16BE(VERSION, 16)
  bytes.set([scryptParams.log2N, scryptParams.r, scryptParams.p, log2Chunk], 18)
  bytes.set(randomBytes(HEADER_BYTES - SALT_AT), SALT_AT)
  return { bytes, scryptParams, chunkBytes: 2 ** log2Chunk }
}

/** @throws AppError `backup-foreign`, `backup-too-new`, `backup-damaged` */
export function parseHeader(bytes: Buffer): Header {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw new AppError('backup-foreign')
  if (bytes.length < HEADER_BYTES) throw new AppError('backup-damaged')
  const version = bytes.readUInt16BE(16)
  if (version > VERSION) throw new AppError('backup-too-new')
  const [log2N = 0, r = 0, p = 0, log2Chunk = 0] = bytes.subarray(18, SALT_AT)
  const isSane =
    version === VERSION &&
    isWithin(log2N, 10, 20) &&
    isWithin(r, 1, 8) &&
    isWithin(p, 1, 4) &&
    log2N < 16 * r &&
    workOf({ log2N, r, p }) <= MOST_WORK * workOf(DEFAULT_SCRYPT_PARAMS) &&
    isWithin(log2Chunk, 5, 22)
  if (!isSane) throw new AppError('backup-damaged')
  return {
    bytes: Buffer.from(bytes.subarray(0, HEADER_BYTES)),
    scryptParams: { log2N, r, p },
    chunkBytes: 2 ** log2Chunk,
  }
}

/** What deriving a key costs, in time and, but for `p`, in memory. */
function workOf({ log2N, r, p }: ScryptParams): number {
  return 2 ** log2N * r * p
}

function isWithin(value: number, low: number, high: number): boolean {
  return value >= low && value <= high
}

/**
 * The key of a passphrase, which is the same however a keyboard composes its characters. An aborted derivation is
 * not waited for: it cannot be ended, but is bounded. @throws the signal's reason
 */
export function deriveKey(
  passphrase: string,
  { bytes, scryptParams }: Header,
  signal: AbortSignal,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    stretch(passphrase, bytes.subarray(SALT_AT, NONCE_AT), scryptParams, KEY_BYTES).then(resolve, reject)
  })
}

/** Seals and opens the chunks of one file, each by its number. */
export class ChunkCipher {
  readonly #key: Buffer
  readonly #header: Buffer

  constructor(key: Buffer, header: Header) {
    this.#key = key
    this.#header = header.bytes
  }

  seal(plain: Uint8Array, number: number, isLast: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.#key, this.#nonce(number, isLast))
    cipher.setAAD(this.#header)
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }

  /** Null when this is not that chunk of this file, sealed with this key. */
  open(sealed: Buffer, number: number, isLast: boolean): Buffer | null {
    if (sealed.length < TAG_BYTES) return null
    const at = sealed.length - TAG_BYTES
    const decipher = createDecipheriv('aes-256-gcm', this.#key, this.#nonce(number, isLast), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(this.#header)
    decipher.setAuthTag(sealed.subarray(at))
    const plain = decipher.update(sealed.subarray(0, at))
    try {
      decipher.final()
    } catch {
      // What was deciphered so far is nobody's word, and leaves with the stack.
      return null
    }
    return plain
  }

  #nonce(number: number, isLast: boolean): Buffer {
    const nonce = Buffer.alloc(12)
    nonce.set(this.#header.subarray(NONCE_AT, HEADER_BYTES))
    nonce.writeUInt32BE(number, 7)
    nonce.writeUInt8(isLast ? 1 : 0, 11)
    return nonce
  }
}
