import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ContentReader } from './content-reader.ts'

async function* inChunks(...chunks: readonly Uint8Array[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk)
}

describe('what a backup holds', () => {
  it('is taken apart at any place, wherever its chunks end', async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(chunks, fc.nat({ max: 54 }), async (given, place) => {
        const all = Buffer.concat(given)
        const at = Math.min(place, all.length)
        const content = new ContentReader(inChunks(...given))
        expect(await content.bytes(at)).toEqual(all.subarray(0, at))
        expect(await content.bytes(all.length - at)).toEqual(all.subarray(at))
        await content.end()
      }),
      { numRuns: 100 },
    )
  })

  it('is damaged when it ends too soon, or goes on', async () => {
    const tooShort = new ContentReader(inChunks(Buffer.alloc(3), Buffer.alloc(2)))
    await expect(tooShort.bytes(6)).rejects.toMatchObject({ code: 'backup-damaged' })
    const inTheChunk = new ContentReader(inChunks(Buffer.alloc(3)))
    await inTheChunk.bytes(2)
    await expect(inTheChunk.end()).rejects.toMatchObject({ code: 'backup-damaged' })
    const behindIt = new ContentReader(inChunks(Buffer.alloc(3), Buffer.alloc(1)))
    await behindIt.bytes(3)
    await expect(behindIt.end()).rejects.toMatchObject({ code: 'backup-damaged' })
  })
})
