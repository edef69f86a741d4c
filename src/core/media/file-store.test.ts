import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FileStore } from './file-store.ts'

let folder = ''
let store: FileStore
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-files-'))
  store = new FileStore(folder, { uuid: randomUUID })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function keep(bytes: Uint8Array): Promise<string> {
  const writer = await store.begin()
  await writer.write(bytes)
  const sealed = await writer.seal()
  sealed.place()
  return sealed.file.hash
}

/** Every tenth of a megabyte is another, so that no chunk is like the next. */
function large(): Buffer {
  return Buffer.concat(Array.from({ length: 30 }, (_, n) => Buffer.alloc(100_000, n)))
}

describe('reading a file', () => {
  it('gives all of it, and takes no more memory for a long one', async () => {
    const hash = await keep(large())
    const parts: Buffer[] = []
    const memory = new Set<ArrayBufferLike>()
    for await (const chunk of store.read(hash)) {
      parts.push(Buffer.from(chunk))
      memory.add(chunk.buffer)
    }
    expect(Buffer.concat(parts).equals(large())).toBe(true)
    expect(memory.size).toBe(2)
  })

  it('leaves a chunk alone while the next one is read', async () => {
    const chunks = store.read(await keep(large()))
    const first = await chunks.next()
    await store.readingAt(await keep(Buffer.from('another')), (readAt) => readAt(0, 7))
    const size = first.value?.length ?? 0
    expect(Buffer.from(first.value ?? []).equals(large().subarray(0, size))).toBe(true)
    await chunks.return(undefined)
  })

  it('fails where the file is gone', async () => {
    const hash = await keep(Buffer.from('short'))
    store.remove(hash)
    await expect(store.read(hash).next()).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
