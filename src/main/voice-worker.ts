import { parentPort, workerData } from 'node:worker_threads'
import { decode, getDuration } from 'silk-wasm'
import { toWav } from './wav.ts'

/** Rate at which phones record and the official client decodes (fact sheet 4.5). */
const SAMPLE_RATE = 24_000
/** WeChat's voices last a minute. Bytes that claim far more are made to fill the memory. */
const MAX_VOICE_MS = 5 * 60_000

/** A thread of its own for one voice: takes SILK as its data, posts a WAV, and ends. */
async function decodeVoice(silk: Uint8Array): Promise<void> {
  if (getDuration(silk) > MAX_VOICE_MS) throw new RangeError('longer than a voice can be')
  const { data } = await decode(silk, SAMPLE_RATE)
  // a packet may hold more than it says
  if (data.length / 2 / SAMPLE_RATE > MAX_VOICE_MS / 1000) throw new RangeError('longer than a voice can be')
  parentPort?.postMessage(toWav(data, SAMPLE_RATE))
}

await decodeVoice(workerData)
