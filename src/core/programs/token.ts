import { createHash, timingSafeEqual } from 'node:crypto'
import type { Random } from '#core/ports.ts'
import type { StoredProgram } from '#core/storage/program-repository.ts'

/** So many random bytes: nobody guesses them, so a plain hash of them tells nothing. */
const TOKEN_BYTES = 32
/** What a token begins with, so that one that was pasted somewhere is known for what it is. */
const PREFIX = 'lkb_'
/** Nothing longer is hashed. */
const MAX_TOKEN = 200

/** A token of a program as it is shown once: `lkb_` and 43 characters of base64url. */
export function makeToken(random: Pick<Random, 'bytes'>): string {
  return PREFIX + Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url')
}

/** What is kept of a token (P9). */
export function hashOfToken(token: string): Uint8Array {
  return createHash('sha256').update(token.slice(0, MAX_TOKEN)).digest()
}

/** Whether it is this token's hash, in the same time whatever it is. */
function isHashOf(token: string, hash: Uint8Array): boolean {
  const tried = hashOfToken(token)
  return tried.length === hash.length && timingSafeEqual(tried, hash)
}

/** The one of these whose token this is; every hash is compared, whichever it is. */
export function programOfToken(programs: readonly StoredProgram[], token: string): StoredProgram | null {
  let found: StoredProgram | null = null
  for (const program of programs) if (isHashOf(token, program.tokenHash)) found = program
  return found
}
