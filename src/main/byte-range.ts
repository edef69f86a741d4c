/** A part of a body: from `start` up to and including `end`, in bytes. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * The range that a request wants of `size` bytes (RFC 9110, 14.1.2): null for the whole, also where the header
 * is none that we know; `unsatisfiable` where nothing of it is there. An open range goes to the end: over a
 * scheme that is not http the player takes the length of the answer for the whole, and never asks on.
 */
export function wantedRange(header: string | null, size: number): ByteRange | 'unsatisfiable' | null {
  const [, first, last] = /^\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return null
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  if (start >= size) return 'unsatisfiable'
  if (last === '') return { start, end: size - 1 }
  const end = Math.min(Number(last), size - 1)
  return end < start ? null : { start, end }
}
