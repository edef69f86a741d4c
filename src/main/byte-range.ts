/** A part of a body: from `start` up to and including `end`, in bytes. */
export interface ByteRange {
  start: number
  end: number
}

/** Most bytes answered to an open range, so that no host holds a whole video; players ask on by themselves. */
const OPEN_RANGE_BYTES = 4 * 1024 * 1024

/**
 * The range that a request wants of `size` bytes (RFC 9110, 14.1.2): null for the whole, also where the header
 * is none that we know; `unsatisfiable` where nothing of it is there.
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
  if (last === '') return { start, end: Math.min(start + OPEN_RANGE_BYTES, size) - 1 }
  const end = Math.min(Number(last), size - 1)
  return end < start ? null : { start, end }
}
