import type { Patch } from './patch.ts'

/** Names of properties that say a place: of Exif in XMP, and of makers of drones. `xmlns` declares, it says nothing. */
const NAME = '(?!xmlns:)[\\w-]+:[\\w-]*(?:gps|latitude|longitude)[\\w-]*'
const ATTRIBUTE = new RegExp(`\\s${NAME}\\s*=\\s*(?:"[^"]*"|'[^']*')`, 'giu')
const ELEMENT = new RegExp(`<(${NAME})(?:\\s[^>]*)?(?:/>|>[^]*?</\\1\\s*>)`, 'giu')

/** What takes the place out of a packet of XMP: blanks over what says it, so that the packet stays well-formed. */
export function xmpPatches(packet: Uint8Array): Patch[] {
  // one character for each byte, so that positions are those of the bytes
  const text = Buffer.from(packet).toString('latin1')
  return [...text.matchAll(ELEMENT), ...text.matchAll(ATTRIBUTE)].map(({ index, 0: found }) => ({
    at: index,
    bytes: new Uint8Array(found.length).fill(0x20),
  }))
}
