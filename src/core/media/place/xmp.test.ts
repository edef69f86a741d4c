import { expect, it } from 'vitest'
import { patchInto } from './chunks.ts'
import { xmpPatches } from './xmp.ts'

function cleaned(packet: string): { count: number; text: string } {
  const bytes = Buffer.from(packet, 'latin1')
  const patches = xmpPatches(bytes)
  patchInto(bytes, 0, patches)
  return { count: patches.length, text: bytes.toString('latin1') }
}

it.each([
  ['an attribute', '<rdf:Description exif:GPSLatitude="31,13.826N" tiff:Model="m">', 'tiff:Model="m"'],
  [
    'one in single quotes, set apart',
    "<rdf:Description\n drone:Latitude =\t'31,13.826N' a:b='m'>",
    "a:b='m'",
  ],
  ['an element', '<exif:GPSLatitude>31,13.826N</exif:GPSLatitude><a:b>m</a:b>', '<a:b>m</a:b>'],
  ['one with attributes', '<a:gps-Longitude x="y">31,13.826N</a:gps-Longitude ><a:b/>', '<a:b/>'],
  ['one that holds others', '<a:GPS><rdf:Seq><rdf:li>31,13.826N</rdf:li></rdf:Seq></a:GPS><a:b/>', '<a:b/>'],
  ['an empty one with attributes', '<a:GPS c="31,13.826N" /><a:b/>', '<a:b/>'],
  ['one with its like in front', '<a:GPS2/><a:GPS>31,13.826N</a:GPS><a:b/>', '<a:b/>'],
  [
    'one behind a quote in a text',
    '<a:b>m x:n="</a:b><rdf:li exif:GPSLatitude="31,13.826N">',
    '<a:b>m x:n="</a:b>',
  ],
])('takes out %s and leaves what is beside it', (_name, packet, kept) => {
  const { text } = cleaned(packet)
  expect(text).toHaveLength(packet.length)
  expect(text).not.toMatch(/31,13|gps|latitude|longitude/iu)
  expect(text).toContain(kept)
})

it('leaves the declaration of a name space', () => {
  expect(cleaned('<rdf:RDF xmlns:gps="http://example.com/gps/">').count).toBe(0)
})

const MANY = 900_000
const filled = (part: string) => part.repeat(MANY / part.length)

// with work that grows as the square of the length, each of these takes minutes
it.each([
  ['the name of an element that does not end', `<a:${filled('gps')}`],
  ['the name of an attribute that does not end', ` a:${filled('gps')}`],
  ['the name of a space that does not end', `<${filled('gps')}`],
  ['elements that are not closed', filled('<a:gps>')],
  [
    'elements of many names that are not closed',
    Array.from({ length: MANY / 15 }, (_, n) => `<a:gps${n}>`).join(''),
  ],
  ['tags that do not end', filled('<a:gps ')],
  ['closing tags that do not end', filled('</a:gps ')],
  ['elements that all the last one closes', `${filled('<a:gps>')}</a:gps>`],
  ['attributes without a value', filled(' a:gps=')],
  ['an attribute set far apart', ` a:gps${filled(' ')}=${filled(' ')}`],
])('still finds a place behind %s', (_name, packet) => {
  expect(cleaned(`${packet}<b:GPS>31,13.826N</b:GPS>`).text).not.toContain('31,13')
})

it('takes out no more than a camera writes', () => {
  expect(cleaned(filled('<a:gps/>')).count).toBeLessThan(1_000)
  expect(cleaned(filled(' a:gps=""')).count).toBeLessThan(1_000)
})
