import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { unreachable } from '#shared/unreachable.ts'
import { seededRandom } from '#simulator/index.ts'
import { type Blob, createBlob } from './blobs.ts'

/** Which messages of a profile hold media. */
export interface MediaSize {
  /** Every so many messages holds a picture, a voice, a file or a video. */
  readonly every: number
  /** So many different files lie on the disk; the same one is part of many messages. */
  readonly files: number
}

/** A message that is about to hold a file. */
interface Holder {
  readonly messageId: number
  readonly accountId: string
  readonly conversationId: number
  readonly at: number
  readonly isIn: boolean
}

/** A file on the disk, and what it is called where it is part of a message. */
interface Held extends Pick<Blob, 'declared'> {
  readonly hash: string
  readonly size: number
  readonly name: string
}

const SECOND_MS = 1_000

/** What a part of a message says of its file. */
export function partOf({ declared, size, name }: Held): Record<string, unknown> {
  switch (declared) {
    case 'image':
      return { kind: 'image', width: null, height: null, size }
    case 'voice':
      return { kind: 'voice', durationMs: 4 * SECOND_MS, transcript: null }
    case 'file':
      return { kind: 'file', name, size }
    case 'video':
      return { kind: 'video', size, durationMs: 12 * SECOND_MS }
    default:
      return unreachable(declared)
  }
}

/** Files of media on the disk and in the database, and messages that hold them. */
export class ProfileMedia {
  readonly #every: number
  readonly #files: readonly Held[]
  readonly #hold: StatementSync

  /** @param folder where the product keeps the bytes */
  constructor(sqlite: DatabaseSync, folder: string, { every, files }: MediaSize) {
    const random = seededRandom(files)
    const know = sqlite.prepare(
      'INSERT INTO media_files (hash, size, md5, kind, type, added_at) VALUES (?, ?, ?, ?, ?, 0)',
    )
    this.#every = every
    this.#files = Array.from({ length: files }, (_, index): Held => {
      const { declared, kind, type, bytes } = createBlob(index, random)
      const hash = createHash('sha256').update(bytes).digest('hex')
      const shelf = path.join(folder, hash.slice(0, 2))
      mkdirSync(shelf, { recursive: true, mode: 0o700 })
      writeFileSync(path.join(shelf, hash), bytes, { mode: 0o600 })
      know.run(hash, bytes.length, createHash('md5').update(bytes).digest('hex'), kind, type)
      const name = declared === 'file' ? `价目表 price list ${index}.pdf` : ''
      return { declared, hash, size: bytes.length, name }
    })
    this.#hold = sqlite.prepare(
      `INSERT INTO media (message_id, account_id, conversation_id, place, declared, name, at, state, hash, reference)
       VALUES (?, ?, ?, 0, ?, ?, ?, 'held', ?, ?)`,
    )
  }

  /** The file of the nth message; null where it holds none. */
  ofMessage(n: number): Held | null {
    return n % this.#every === 0 ? (this.#files[(n / this.#every) % this.#files.length] ?? null) : null
  }

  hold(holder: Holder, { declared, name, hash }: Held): void {
    const { messageId, accountId, conversationId, at, isIn } = holder
    // what was received can be fetched again
    const key = { encryptQueryParam: `of-${messageId}`, keyHex: hash.slice(0, 32), keyState: 'present' }
    const reference = isIn ? JSON.stringify({ fullUrl: null, ...key }) : null
    this.#hold.run(messageId, accountId, conversationId, declared, name, at, hash, reference)
  }
}
