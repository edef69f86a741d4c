import { type ScryptOptions, scrypt } from 'node:crypto'

/** How hard a passphrase is to try. */
export interface ScryptParams {
  log2N: number
  r: number
  p: number
}

/** 128 MiB and some tenths of a second for every passphrase tried. */
export const DEFAULT_SCRYPT_PARAMS: ScryptParams = { log2N: 17, r: 8, p: 1 }

/** Derives `length` bytes off this thread; the same however a keyboard composes the passphrase's characters. */
export function stretch(
  passphrase: string,
  salt: Uint8Array,
  { log2N, r, p }: ScryptParams,
  length: number,
): Promise<Buffer> {
  const N = 2 ** log2N
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, length, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}
