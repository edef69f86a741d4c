import { Worker } from 'node:worker_threads'
import type { VoiceDecoder } from '#core/media/ports.ts'
import type { Clock } from '#core/ports.ts'

/** A minute's voice takes a tenth of a second. */
const TIME_LIMIT_MS = 20_000

export interface VoiceDecoderDeps {
  /** The script of `voice-worker.ts`, as a path or URL. */
  script: string | URL
  clock: Pick<Clock, 'setTimeout'>
}

/**
 * Decodes voices one after the other, each in a thread of its own with limits on time and memory, so
 * that the event loop stays free and hostile bytes end nothing but their own thread.
 */
export function createVoiceDecoder(deps: VoiceDecoderDeps): VoiceDecoder {
  let last: Promise<unknown> = Promise.resolve()
  return {
    decode(silk) {
      const wav = last.then(() => decodeInThread(silk, deps))
      last = wav.catch(() => {})
      return wav
    },
  }
}

async function decodeInThread(silk: Uint8Array, { script, clock }: VoiceDecoderDeps): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const worker = new Worker(script, {
    workerData: silk,
    execArgv: [],
    env: {},
    // what the decoder's library prints about bad bytes helps nobody
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 },
  })
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', () => reject(new Error('the decoder ended without a voice')))
  const cancelLimit = clock.setTimeout(TIME_LIMIT_MS, () => reject(new Error('the decoder took too long')))
  try {
    return await promise
  } finally {
    cancelLimit()
    await worker.terminate()
  }
}
