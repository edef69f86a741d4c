import { AppError } from '#shared/errors.ts'

/** By their first bytes; what says nothing is UTF-8 or, from a Chinese spreadsheet, GB 18030. */
const MARKS = [
  { encoding: 'utf-8', mark: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', mark: [0xff, 0xfe] },
  { encoding: 'utf-16be', mark: [0xfe, 0xff] },
] as const

/** The text of a file, in whichever of these encodings, without its mark. @throws AppError `quick-replies-unreadable` */
export function decodeText(bytes: Uint8Array): string {
  const marked = MARKS.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte))
  const encodings = marked === undefined ? ['utf-8', 'gb18030'] : [marked.encoding]
  for (const encoding of encodings) {
    const text = decoded(bytes, encoding)
    if (text !== null && !text.includes('\0')) return text
  }
  throw new AppError('quick-replies-unreadable')
}

/** Null where the bytes are nothing of the kind, or the encoding is not known here. */
function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
