import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Random } from '#core/ports.ts'
import { type ScryptParams, stretch } from '#core/scrypt.ts'

const SALT_BYTES = 32
const HASH_BYTES = 32

/** What a passphrase is known by without being kept. What stands in a file may ask for no more work than a moment's. */
export const Verifier = z.object({
  log2N: z.number().int().min(10).max(18),
  r: z.number().int().min(1).max(8),
  p: z.number().int().min(1).max(2),
  /** In base64, like the hash. */
  salt: z.base64(),
  hash: z.base64(),
})
export type Verifier = z.infer<typeof Verifier>

/** Makes what the passphrase is known by from now on; off this thread. */
export async function createVerifier(
  passphrase: string,
  params: ScryptParams,
  random: Pick<Random, 'bytes'>,
): Promise<Verifier> {
  const salt = random.bytes(SALT_BYTES)
  const hash = await stretch(passphrase, salt, params, HASH_BYTES)
  return { ...params, salt: Buffer.from(salt).toString('base64'), hash: hash.toString('base64') }
}

/** Whether it is the passphrase; takes as long either way, off this thread. */
export async function verify(passphrase: string, { salt, hash, ...params }: Verifier): Promise<boolean> {
  const kept = Buffer.from(hash, 'base64')
  const tried = await stretch(passphrase, Buffer.from(salt, 'base64'), params, HASH_BYTES)
  return kept.length === tried.length && timingSafeEqual(kept, tried)
}
