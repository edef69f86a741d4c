import { shortContactId } from '#shared/model/conversation.ts'
import { initials } from '../formatting/names.ts'
import { classNames } from './class-names.ts'

/** How many muted tones people have; the style sheet names one for each. */
const TONES = 12

/** The tone of somebody: always the same for an id, whatever they are called (FNV-1a). */
export function toneOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % TONES
}

/** Whoever has no name is called by the end of the id, after words that are the same for all. */
function lettersOf(name: string, id: string): string {
  const end = shortContactId(id)
  return name.endsWith(` ${end}`) ? end.slice(-2) : initials(name)
}

/**
 * A round mark that tells people apart: letters from the name, a muted tone from the id of whoever it is, never an
 * account's colour. An account is the person it belongs to. Says nothing to screen readers.
 */
export function Avatar({
  name,
  of,
  size = 'normal',
}: {
  name: string
  /** User id of a person. */
  of: string
  size?: 'small' | 'normal'
}) {
  return (
    <span
      aria-hidden
      data-tone={toneOf(of)}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-full bg-tone font-semibold whitespace-nowrap text-on-tone select-none',
        size === 'small' ? 'size-7 text-meta' : 'size-9 text-preview',
      )}
    >
      {lettersOf(name, of)}
    </span>
  )
}
