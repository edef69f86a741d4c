import { melodySilk } from './melody.ts'

const packetMs = 20
/** One byte 0x02, then the marker `#!SILK_V3`: SILK as Tencent writes it (fact sheet 4.5). */
const headBytes = 10
/** Longer ones are declared as long as told and end here. */
const longestMs = 120_000

/** A melody as SILK, repeated or cut to `ms`. */
export function voice(ms: number): Buffer {
  const melody = Buffer.from(melodySilk, 'base64')
  const packets: Buffer[] = []
  for (let at = headBytes; at < melody.length; ) {
    const end = at + 2 + melody.readUInt16LE(at)
    packets.push(melody.subarray(at, end))
    at = end
  }
  const count = Math.max(1, Math.round(Math.min(ms, longestMs) / packetMs))
  const played = Array.from({ length: count }, (_, index) => packets[index % packets.length] ?? melody)
  return Buffer.concat([melody.subarray(0, headBytes), ...played])
}
