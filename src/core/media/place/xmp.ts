import type { Patch } from './patch.ts'

/** Names of properties that say a place: of Exif in XMP, and of makers of drones. */
const SAYS_PLACE = /gps|latitude|longitude/iu
/**
 * A qualified name, its two parts each shorter than this: what the patterns do at one place of a packet, which anybody
 * may have written, has a bound.
 */
const NAME = '([\\w-]{1,64}):([\\w-]{1,64})'
const TAG = new RegExp(`<(/?)${NAME}(?:\\s[^<>]*|/)?>`, 'gu')
const ATTRIBUTE = new RegExp(`\\s${NAME}\\s*=\\s*(["'])`, 'gu')
/** Properties of one kind that are taken out of a packet; cameras write some dozens. */
const MAX_TAKEN = 256

/** A stretch of a packet, up to `end`, which is not in it. */
interface Stretch {
  at: number
  end: number
}

/** What takes the place out of a packet of XMP: blanks over what says it, so that the packet stays well-formed. */
export function xmpPatches(packet: Uint8Array): Patch[] {
  // one character for each byte, so that positions are those of the bytes
  const text = Buffer.from(packet).toString('latin1')
  return [...elementsIn(text), ...attributesIn(text)].map(({ at, end }) => ({
    at,
    bytes: new Uint8Array(end - at).fill(0x20),
  }))
}

/** `xmlns` declares, it says nothing. */
function saysPlace(space: string, name: string): boolean {
  return space.toLowerCase() !== 'xmlns' && SAYS_PLACE.test(name)
}

/** Elements that say a place, each up to the first tag that closes it. */
function elementsIn(text: string): Stretch[] {
  const tags: (Stretch & { name: string; kind: 'opens' | 'closes' | 'empty' })[] = []
  for (const { 0: tag, 1: slash, 2: space = '', 3: local = '', index } of text.matchAll(TAG)) {
    if (!saysPlace(space, local)) continue
    const kind = slash === '/' ? 'closes' : tag.endsWith('/>') ? 'empty' : 'opens'
    tags.push({ at: index, end: index + tag.length, name: `${space}:${local}`, kind })
  }
  // from the end on, so that the next tag that closes a name is known without a search
  const closing = new Map<string, number>()
  const elements: Stretch[] = []
  for (const { at, end, name, kind } of tags.toReversed()) {
    if (kind === 'closes') closing.set(name, end)
    const last = kind === 'opens' ? closing.get(name) : end
    if (kind !== 'closes' && last !== undefined) elements.push({ at, end: last })
  }
  return apart(elements.toReversed())
}

function attributesIn(text: string): Stretch[] {
  const attributes: Stretch[] = []
  let from = 0
  for (const { 0: start, 1: space = '', 2: local = '', 3: quote = '', index } of text.matchAll(ATTRIBUTE)) {
    if (index < from || !saysPlace(space, local)) continue
    const close = text.indexOf(quote, index + start.length)
    if (close === -1) continue
    from = close + 1
    attributes.push({ at: index, end: from })
  }
  return apart(attributes)
}

/** Those that do not begin within a former one, as many as may be taken. */
function apart(stretches: readonly Stretch[]): Stretch[] {
  let from = 0
  const taken: Stretch[] = []
  for (const stretch of stretches) {
    if (stretch.at < from) continue
    if (taken.length === MAX_TAKEN) break
    taken.push(stretch)
    from = stretch.end
  }
  return taken
}
