const HEADER_BYTES = 44
const BYTES_PER_SAMPLE = 2

/** Mono 16-bit samples as a WAV file that every page plays. */
export function toWav(samples: Uint8Array, sampleRate: number): Uint8Array {
  const wav = Buffer.alloc(HEADER_BYTES + samples.length)
  wav.write('RIFF', 0, 'latin1')
  wav.writeUInt32LE(HEADER_BYTES - 8 + samples.length, 4)
  wav.write('WAVEfmt ', 8, 'latin1')
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(sampleRate, 24)
  wav.writeUInt32LE(sampleRate * BYTES_PER_SAMPLE, 28)
  wav.writeUInt16LE(BYTES_PER_SAMPLE, 32)
  wav.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34)
  wav.write('data', 36, 'latin1')
  wav.writeUInt32LE(samples.length, 40)
  wav.set(samples, HEADER_BYTES)
  return wav
}
