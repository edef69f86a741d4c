/** Bytes to be written over those at a place of a file; the file keeps its length, and every offset in it holds. */
export interface Patch {
  at: number
  bytes: Uint8Array
}

/** Reads up to `length` bytes from `at` on; fewer at the end. */
export type ReadAt = (at: number, length: number) => Promise<Uint8Array>
