import { expect, it } from 'vitest'
import { seededRandom, systemClock, systemTimers, WorldClock } from '../ports.ts'
import { State } from '../state.ts'
import { BlobStore } from './blob-store.ts'
import { contentOf, noiseContent } from './content.ts'

const state = new State({
  clock: new WorldClock(systemClock),
  timers: systemTimers,
  random: seededRandom(1),
  holdMs: 0,
  statusHoldMs: 0,
  qrLifetimeMs: 0,
  maxBatch: 1,
  stale: 'ret',
  strict: false,
})
const account = state.addAccount({ account: 'shop' })

it('drops the oldest bytes above its capacity and keeps their digests', () => {
  const blobs = new BlobStore(100)
  const contents = ['a', 'b', 'c'].map((letter) => contentOf(Buffer.alloc(40, letter)))
  for (const [index, content] of contents.entries()) blobs.put(`p${index}`, account, undefined, content)
  expect(contents.map(({ sha256 }) => blobs.content(sha256) !== undefined)).toEqual([false, true, true])
  expect(blobs.reference('p0')).toMatchObject({ size: 40, sha256: contents[0]?.sha256 })
})

it('holds equal bytes once', () => {
  const blobs = new BlobStore(100)
  const other = contentOf(Buffer.alloc(40, 'b'))
  for (const param of ['p1', 'p2', 'p3'])
    blobs.put(param, account, undefined, contentOf(Buffer.alloc(40, 'a')))
  blobs.put('p4', account, undefined, other)
  expect(blobs.content(blobs.reference('p1')?.sha256 ?? '')).toBeDefined()
})

it('makes the same noise at every reading, without holding it', () => {
  const noise = noiseContent('seed', 200_000)
  expect(noise.weight).toBe(0)
  const read = () => Buffer.concat([...(noise.blocks?.() ?? [])])
  expect(read()).toHaveLength(200_000)
  expect(read()).toEqual(read())
  expect(contentOf(read()).sha256).toBe(noise.sha256)
})
