import { describe, expect, it, vi } from 'vitest'
import type { MediaId } from '#shared/model/media.ts'
import { createThumbnails, type ThumbnailPorts } from './thumbnails.ts'

const id = (n: number) => n as MediaId

function createTestThumbnails(over: Partial<ThumbnailPorts> = {}) {
  const fetched: string[] = []
  const released: string[] = []
  let made = 0
  const thumbnails = createThumbnails({
    density: () => 2,
    fetchBlob: async (address) => {
      fetched.push(address)
      return new Blob([address])
    },
    measure: async () => ({ width: 4000, height: 3000 }),
    shrink: async (picture) => picture,
    toAddress: () => {
      made += 1
      return `blob:${made}`
    },
    release: (address) => released.push(address),
    ...over,
  })
  return { thumbnails, fetched, released }
}

describe('thumbnails', () => {
  it('are made once and of the size that the screen needs', async () => {
    const edges: number[] = []
    const { thumbnails, fetched } = createTestThumbnails({
      shrink: async (picture, _size, edge) => {
        edges.push(edge)
        return picture
      },
    })
    expect(await Promise.all([thumbnails.of(id(1)), thumbnails.of(id(1))])).toEqual(['blob:1', 'blob:1'])
    expect([fetched, edges]).toEqual([['/media/1'], [640]])
  })

  it('say when there is nothing to draw, and try again the next time', async () => {
    let isBroken = true
    const { thumbnails } = createTestThumbnails({
      shrink: (picture) => (isBroken ? Promise.reject(new Error('no picture')) : Promise.resolve(picture)),
    })
    expect(await thumbnails.of(id(1))).toBeNull()
    isBroken = false
    expect(await thumbnails.of(id(1))).toBe('blob:1')
  })

  it('are given back to the browser when there are too many, the one unused longest first', async () => {
    const { thumbnails, released } = createTestThumbnails()
    for (let n = 1; n <= 200; n += 1) await thumbnails.of(id(n))
    await thumbnails.of(id(1))
    await thumbnails.of(id(201))
    await vi.waitFor(() => expect(released).toEqual(['blob:2']))
  })

  it('are made two at a time, in the order they were asked for', async () => {
    const begun: string[] = []
    const finish: (() => void)[] = []
    const { thumbnails } = createTestThumbnails({
      fetchBlob: async (address) => {
        begun.push(address)
        await new Promise<void>((resolve) => finish.push(resolve))
        return new Blob([])
      },
    })
    const made = [1, 2, 3, 4].map((n) => thumbnails.of(id(n)))
    expect(begun).toEqual(['/media/1', '/media/2'])
    finish.shift()?.()
    await made[0]
    expect(begun).toEqual(['/media/1', '/media/2', '/media/3'])
    finish.shift()?.()
    await made[1]
    expect(begun).toEqual(['/media/1', '/media/2', '/media/3', '/media/4'])
    for (const end of finish) end()
    expect(await Promise.all(made)).not.toContain(null)
  })

  it.each([
    [10_000, 5_000, true],
    [10_000, 5_001, false],
    [0, 100, false],
  ])('P12: a picture that says it has %i × %i pixels is decoded: %s', async (width, height, isDrawn) => {
    let decoded = false
    const { thumbnails } = createTestThumbnails({
      measure: async () => ({ width, height }),
      shrink: async (picture) => {
        decoded = true
        return picture
      },
    })
    expect((await thumbnails.of(id(1))) !== null).toBe(isDrawn)
    expect(decoded).toBe(isDrawn)
  })

  it('are all given back when the ids come to mean other media, those under way too', async () => {
    const measured = Promise.withResolvers<{ width: number; height: number }>()
    const { thumbnails, released } = createTestThumbnails({ measure: () => measured.promise })
    const former = thumbnails.of(id(1))
    thumbnails.clear()
    const latter = thumbnails.of(id(1))
    measured.resolve({ width: 10, height: 10 })
    const addresses = await Promise.all([former, latter])
    expect(new Set(addresses).size).toBe(2)
    await expect.poll(() => released).toEqual([addresses[0]])
    expect(await thumbnails.of(id(1))).toBe(addresses[1])
  })
})
