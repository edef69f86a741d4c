import { utf8Bytes } from './pieces.ts'

/** What no file system takes, or what lies to the eye: separators, controls, invisible and turning characters. */
const UNSAFE =
  /[\p{Cc}<>:"/\\|?*\u00ad\u115f\u1160\u3164\uffa0\u2800\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\u034f|\p{Cs}/gu
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
  const stem = [...(hasExtension ? name.slice(0, dot) : name)]
  const room = LONGEST_BYTES - utf8Bytes(extension)
  let length = 0
  let kept = ''
  for (const character of stem) {
    length += utf8Bytes(character)
    if (length > room) break
    kept += character
  }
  return `${kept.trimEnd()}${extension}`
}

/**
 * A name that a server or contact chose, made safe to write to any disk and honest to the eye (P12):
 * the last part of a path, nothing invisible, no device of Windows, no dot or blank at either end.
 * @returns `fallback` when nothing is left
 */
export function safeFileName(name: string, fallback: string): string {
  const last = name.split(/[/\\]/).findLast((part) => part.trim() !== '') ?? ''
  const clean = last
    .replace(UNSAFE, '')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/gu, '')
  if (clean === '') return fallback
  return shorten(RESERVED.test(clean) ? `_${clean}` : clean).replace(/[. ]+$/u, '')
}
