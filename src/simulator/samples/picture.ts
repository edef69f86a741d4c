import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import type { Random } from '../ports.ts'
import { seededRandom } from '../ports.ts'

type Colour = readonly [red: number, green: number, blue: number]

/** Sky from top to horizon, then the sun, then the hills from far to near. */
interface Palette {
  readonly top: Colour
  readonly horizon: Colour
  readonly sun: Colour
  readonly hills: Colour
}

const palettes: readonly [Palette, ...Palette[]] = [
  { top: [38, 70, 120], horizon: [250, 190, 140], sun: [255, 240, 200], hills: [60, 80, 110] },
  { top: [120, 190, 230], horizon: [235, 245, 240], sun: [255, 250, 225], hills: [80, 140, 100] },
  { top: [90, 60, 120], horizon: [245, 150, 160], sun: [255, 220, 180], hills: [90, 60, 100] },
  { top: [30, 50, 70], horizon: [120, 170, 180], sun: [230, 240, 235], hills: [40, 80, 90] },
  { top: [235, 200, 150], horizon: [250, 235, 210], sun: [240, 120, 80], hills: [170, 110, 80] },
  { top: [180, 215, 200], horizon: [245, 240, 225], sun: [250, 205, 120], hills: [90, 150, 140] },
]

const skySteps = 128
const sunIndex = skySteps
const layers = 3

/**
 * A PNG of hills under a sky, another one for every seed.
 * @param width in pixels, at least 1, as is `height`
 */
export function picture(seed: string, width: number, height: number): Buffer {
  const random = seededRandom(createHash('md5').update(seed).digest().readUInt32LE())
  const palette = random.pick(palettes)
  return png(width, height, coloursOf(palette), draw(random, width, height))
}

/** One palette index per pixel, each row behind a zero byte that says "unfiltered". */
function draw(random: Random, width: number, height: number): Buffer {
  const rows = Buffer.alloc((width + 1) * height)
  const sun = {
    x: width * (0.2 + 0.6 * random.next()),
    y: height * (0.2 + 0.2 * random.next()),
    radius: Math.min(width, height) * (0.07 + 0.05 * random.next()),
  }
  const ridges = Array.from({ length: layers }, (_, layer) => ridge(random, width, height, layer))
  for (let y = 0; y < height; y += 1) {
    const row = rows.subarray(y * (width + 1) + 1, (y + 1) * (width + 1))
    row.fill(Math.floor((y * skySteps) / height))
    const reach = Math.sqrt(Math.max(0, sun.radius ** 2 - (y - sun.y) ** 2))
    row.fill(sunIndex, Math.max(0, Math.round(sun.x - reach)), Math.max(0, Math.round(sun.x + reach)))
    for (const [layer, heights] of ridges.entries()) {
      for (let x = 0; x < width; x += 1) if (y >= (heights[x] ?? height)) row[x] = sunIndex + 1 + layer
    }
  }
  return rows
}

/** Where a range of hills begins in each column, counted from the top. */
function ridge(random: Random, width: number, height: number, layer: number): Float64Array {
  const phase = random.next() * Math.PI * 2
  const waves = 1 + random.next() * 2
  const base = height * (0.55 + 0.14 * layer)
  const swing = height * 0.07
  return Float64Array.from({ length: width }, (_, x) => {
    const turn = (x / width) * Math.PI * 2
    return base - swing * (Math.sin(turn * waves + phase) + 0.4 * Math.sin(turn * waves * 2.3 + phase * 3))
  })
}

function coloursOf({ top, horizon, sun, hills }: Palette): Buffer {
  const sky = Array.from({ length: skySteps }, (_, step) => mix(top, horizon, step / (skySteps - 1)))
  const far = Array.from({ length: layers }, (_, layer) => mix(mix(horizon, hills, 0.5), hills, layer / 2))
  return Buffer.from([...sky, sun, ...far].flat())
}

function mix(from: Colour, to: Colour, share: number): Colour {
  const at = (one: number, other: number): number => Math.round(one + (other - one) * share)
  return [at(from[0], to[0]), at(from[1], to[1]), at(from[2], to[2])]
}

function png(width: number, height: number, colours: Buffer, rows: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits per pixel, indexed colour.
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
