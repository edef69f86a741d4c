/** How many bytes of the content hash are stored: enough to tell messages apart. */
const HASH_BYTES = 16

/** The content hash as its column holds it. */
export function hashKey(contentHash: string): Uint8Array {
  return Buffer.from(contentHash.slice(0, HASH_BYTES * 2), 'hex')
}
