import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChunkWriter, readAt, readChunks } from './chunks.ts'
import { createHeader, deriveKey, HEADER_BYTES, parseHeader, TAG_BYTES } from './container.ts'

/** Weak on purpose: every test derives keys. */
const WEAK = { log2N: 10, r: 1, p: 1 }
const LOG2_CHUNK = 5
const CHUNK = 2 ** LOG2_CHUNK
const PASSPHRASE = 'correct horse battery'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-container-'))
  file = path.join(folder, 'sealed')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function write(parts: readonly Uint8Array[]): Promise<Buffer> {
  const header = createHeader(WEAK, LOG2_CHUNK)
  const key = await deriveKey(PASSPHRASE, header, new AbortController().signal)
  await using output = await open(file, 'w')
  const writer = await ChunkWriter.begin(output, header, key)
  for (const part of parts) await writer.write(part)
  await writer.end()
  return readFileSync(file)
}

/** The content of a file, or the code of what is wrong with it. */
async function read(passphrase = PASSPHRASE): Promise<Buffer> {
  await using input = await open(file, 'r')
  const header = parseHeader(await readAt(input, 0, HEADER_BYTES))
  const key = await deriveKey(passphrase, header, new AbortController().signal)
  const chunks: Buffer[] = []
  for await (const chunk of readChunks(input, header, key, () => {})) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Reads the file with other bytes in it; answers the code of the refusal, or that there was none. */
async function refusalOf(bytes: Uint8Array): Promise<unknown> {
  writeFileSync(file, bytes)
  return await read().then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )
}

const THREE_CHUNKS = Buffer.from(Array.from({ length: 2 * CHUNK + 20 }, (_, index) => index % 251))

describe('a sealed file', () => {
  it('gives back whatever was written, in whatever parts', async () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 3 * CHUNK }), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(parts, async (written) => {
        await write(written)
        expect((await read()).equals(Buffer.concat(written))).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])('holds %i bytes exactly', async (length) => {
    const content = Buffer.alloc(length, 7)
    await write([content])
    expect((await read()).equals(content)).toBe(true)
  })

  it('is refused with any byte changed, in the header and in every chunk', async () => {
    const sound = await write([THREE_CHUNKS])
    const codes = new Set<unknown>()
    for (let at = 0; at < sound.length; at += 1) {
      const spoilt = Buffer.from(sound)
      spoilt.writeUInt8(spoilt.readUInt8(at) ^ (1 + (at % 255)), at)
      const code = await refusalOf(spoilt)
      expect(code, `byte ${at}`).not.toBe('accepted')
      codes.add(code)
    }
    expect([...codes].sort()).toEqual([
      'backup-damaged',
      'backup-foreign',
      'backup-passphrase',
      'backup-too-new',
    ])
    expect(await refusalOf(sound)).toBe('accepted')
  })

  it('is refused when cut off anywhere, or longer than it was', async () => {
    const sound = await write([THREE_CHUNKS])
    for (let length = 0; length < sound.length; length += 1) {
      expect(['backup-damaged', 'backup-foreign'], `${length} bytes`).toContain(
        await refusalOf(sound.subarray(0, length)),
      )
    }
    expect(await refusalOf(Buffer.concat([sound, Buffer.alloc(1)]))).toBe('backup-damaged')
    expect(await refusalOf(Buffer.concat([sound, sound.subarray(-20 - TAG_BYTES)]))).toBe('backup-damaged')
  })

  it('is refused with chunks in another order, left out, or of another file with the same passphrase', async () => {
    const other = await write([THREE_CHUNKS])
    const sound = await write([THREE_CHUNKS])
    const first = HEADER_BYTES + TAG_BYTES
    const whole = CHUNK + TAG_BYTES
    const [head, one, two, rest] = [
      sound.subarray(0, first),
      sound.subarray(first, first + whole),
      sound.subarray(first + whole, first + 2 * whole),
      sound.subarray(first + 2 * whole),
    ]
    expect(await refusalOf(Buffer.concat([head, two, one, rest]))).toBe('backup-damaged')
    expect(await refusalOf(Buffer.concat([head, one, rest]))).toBe('backup-damaged')
    expect(await refusalOf(Buffer.concat([head, other.subarray(first)]))).toBe('backup-damaged')
  })

  it('says that a passphrase is wrong, that a version is newer, and that it is something else', async () => {
    const sound = await write([THREE_CHUNKS])
    await expect(read('correct horse batterx')).rejects.toMatchObject({ code: 'backup-passphrase' })
    const newer = Buffer.from(sound)
    newer.writeUInt16BE(2, 16)
    expect(await refusalOf(newer)).toBe('backup-too-new')
    expect(await refusalOf(Buffer.from('SQLite format 3\0'.repeat(20)))).toBe('backup-foreign')
    expect(await refusalOf(Buffer.alloc(0))).toBe('backup-foreign')
  })

  it.each([
    [20, 8, 4],
    [20, 1, 4],
    [18, 8, 3],
  ])('is refused when it asks for more work than any of ours: 2^%i, %i, %i', async (log2N, r, p) => {
    const greedy = Buffer.from(await write([THREE_CHUNKS]))
    greedy.set([log2N, r, p], 18)
    expect(await refusalOf(greedy)).toBe('backup-damaged')
  })

  it('an aborted derivation is not waited for', async () => {
    const header = createHeader({ log2N: 17, r: 8, p: 4 })
    const abort = new AbortController()
    const key = deriveKey(PASSPHRASE, header, abort.signal)
    abort.abort(new Error('cancelled'))
    await expect(key).rejects.toThrow('cancelled')
    await expect(deriveKey(PASSPHRASE, header, abort.signal)).rejects.toThrow('cancelled')
  })

  it('asks for no more memory than a sane header does', async () => {
    const sound = await write([THREE_CHUNKS])
    for (const [at, value] of [
      [18, 40],
      [19, 200],
      [20, 99],
      [21, 31],
    ] as const) {
      const greedy = Buffer.from(sound)
      greedy.writeUInt8(value, at)
      expect(await refusalOf(greedy)).toBe('backup-damaged')
    }
  })

  it('opens with the same characters, however they are composed', async () => {
    const composed = 'Gr\u00fc\u00dfe an die K\u00fcche'
    const header = createHeader(WEAK)
    const key = await deriveKey(composed, header, new AbortController().signal)
    expect(
      (await deriveKey(composed.normalize('NFD'), header, new AbortController().signal)).equals(key),
    ).toBe(true)
  })

  it('never has the same salt and nonces twice', () => {
    expect(createHeader(WEAK).bytes.subarray(22).equals(createHeader(WEAK).bytes.subarray(22))).toBe(false)
  })
})
