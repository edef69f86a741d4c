import { cleanFileName, lastPartOf } from './file-name.ts'
import { utf8Bytes } from './pieces.ts'

/** What no file system takes. */
const UNSAFE = /[<>:"/\\|?*]/gu
/** Names that mean a device on Windows, with any extension. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)/i
/** Longest name in UTF-8 bytes; file systems take 255, and a copy may get a suffix. */
const LONGEST_BYTES = 200
const LONGEST_EXTENSION = 16

/** Cuts whole characters off the stem, so that the extension stays. */
function shorten(name: string): string {
  if (utf8Bytes(name) <= LONGEST_BYTES) return name
  const dot = name.lastIndexOf('.')
  const hasExtension = dot > 0 && name.length - dot <= LONGEST_EXTENSION
  const extension = hasExtension ? name.slice(dot) : ''
  const room = LONGEST_BYTES - utf8Bytes(extension)
  let length = 0
  let kept = ''
  // whole characters as a reader counts them, so that no joiner is left over
  for (const { segment } of new Intl.Segmenter().segment(hasExtension ? name.slice(0, dot) : name)) {
    length += utf8Bytes(segment)
    if (length > room) break
    kept += segment
  }
  return `${kept.trimEnd()}${extension}`
}

/**
 * A name that a server or contact chose, made safe to write to any disk and honest to the eye (P12):
 * the last part of a path, nothing invisible, no device of Windows, no dot or blank at either end.
 * @returns `fallback` when nothing is left
 */
export function safeFileName(name: string, fallback: string): string {
  const clean = cleanFileName(lastPartOf(name).replace(UNSAFE, '')).replace(/^[. ]+|[. ]+$/gu, '')
  if (clean === '') return fallback
  return shorten(RESERVED.test(clean) ? `_${clean}` : clean).replace(/[. ]+$/u, '')
}
