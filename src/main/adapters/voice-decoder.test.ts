import path from 'node:path'
import { encode } from 'silk-wasm'
import { describe, expect, it } from 'vitest'
import { createSystemClock } from '#core/system-ports.ts'
import { createVoiceDecoder } from './voice-decoder.ts'

const WORKER = path.join(import.meta.dirname, '..', 'voice-worker.ts')

/** Half a second of a tone of 440 Hz, as 16-bit samples. */
function tone(): Int16Array {
  return Int16Array.from({ length: 12_000 }, (_, n) =>
    Math.round(8000 * Math.sin((2 * Math.PI * 440 * n) / 24_000)),
  )
}

describe('a WeChat voice', () => {
  it('becomes a WAV of its own length in which the tone is heard', async () => {
    const { data } = await encode(tone(), 24_000)
    const wav = Buffer.from(
      await createVoiceDecoder({ script: WORKER, clock: createSystemClock() }).decode(data),
    )
    expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 12)).toBe('RIFFWAVE')
    expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([1, 24_000, 16])
    const samples = Array.from({ length: (wav.length - 44) / 2 }, (_, n) => wav.readInt16LE(44 + 2 * n))
    expect(samples.length / 24_000).toBeCloseTo(0.5, 1)
    const crossings = samples.filter((value, n) => n > 0 && value >= 0 && (samples[n - 1] ?? 0) < 0).length
    expect(crossings / (samples.length / 24_000)).toBeGreaterThan(400)
    expect(crossings / (samples.length / 24_000)).toBeLessThan(480)
  })

  it('that is none is refused, and nothing else is the worse for it', async () => {
    const decoder = createVoiceDecoder({ script: WORKER, clock: createSystemClock() })
    await expect(decoder.decode(Buffer.from('just words'))).rejects.toThrow()
    const broken = Buffer.concat([Buffer.from('\u0002#!SILK_V3'), Buffer.alloc(2000, 0xff)])
    await decoder.decode(broken).catch(() => undefined)
    const { data } = await encode(tone(), 24_000)
    expect((await decoder.decode(data)).length).toBeGreaterThan(44)
  })

  it('that takes too long is given up', async () => {
    const asked = Promise.withResolvers<() => void>()
    const decoder = createVoiceDecoder({
      script: new URL('data:text/javascript,setInterval(() => {}, 1000)'),
      clock: {
        setTimeout(_ms, fn) {
          asked.resolve(fn)
          return () => {}
        },
      },
    })
    const decoding = decoder.decode(new Uint8Array(3))
    const giveUp = await asked.promise
    giveUp()
    await expect(decoding).rejects.toThrow('too long')
  })
})
