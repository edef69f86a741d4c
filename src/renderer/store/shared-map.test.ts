import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { SharedMap } from './shared-map.ts'

const KEYS = Array.from({ length: 90 }, (_, index) => index)
const key = fc.nat(KEYS.length - 1)
const batches = fc.array(
  fc.array(fc.tuple(key, fc.option(fc.string({ minLength: 1 }), { nil: undefined, freq: 20 })), {
    maxLength: 20,
  }),
  { maxLength: 20 },
)

describe('a map that shares what is the same', () => {
  it('holds what a copied map holds, in the same order unless something went, and leaves the earlier ones alone', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.string({ minLength: 1 }))), batches, (start, changes) => {
        const plain = new Map(start)
        let shared = SharedMap.of(start)
        for (const batch of changes) {
          const before = [...shared]
          const next = shared.with(new Map(batch))
          expect([...shared]).toEqual(before)
          for (const [at, value] of new Map(batch)) {
            if (value === undefined) plain.delete(at)
            else plain.set(at, value)
          }
          expect([...next]).toEqual([...plain])
          expect(next.size).toBe(plain.size)
          const read = (map: ReadonlyMap<number, string>) => KEYS.map((at) => [map.has(at), map.get(at)])
          expect(read(next)).toEqual(read(plain))
          expect([[...next.keys()], [...next.values()]]).toEqual([[...plain.keys()], [...plain.values()]])
          shared = next
        }
      }),
    )
  })

  it('knows what is different since any earlier one', () => {
    fc.assert(
      fc.property(batches, (changes) => {
        const all = [SharedMap.of<number, string>([])]
        for (const batch of changes) all.push((all.at(-1) ?? SharedMap.of([])).with(new Map(batch)))
        const now = all.at(-1) ?? SharedMap.of<number, string>([])
        for (const earlier of all) {
          const expected = new Map<number, unknown>()
          for (const at of KEYS) {
            const [before, after] = [earlier.get(at), now.get(at)]
            if (before !== after) expected.set(at, { before, after })
          }
          expect(new Map([...now.since(earlier)].sort(([a], [b]) => a - b))).toEqual(expected)
        }
      }),
    )
  })

  it('answers all who ask for the same difference with one that was made once, also over several steps', () => {
    const before = SharedMap.of<number, string>(KEYS.map((at) => [at, 'before'] as const))
    const middle = before.with(new Map(KEYS.slice(0, 70).map((at) => [at, 'middle'])))
    const after = middle.with(new Map([[80, 'after']]))
    expect(after.since(middle)).toBe(after.since(middle))
    expect(after.since(before)).toBe(after.since(before))
    expect(after.since(before).size).toBe(71)
  })

  it('looks at what has changed alone, however many entries it has and however often they were put together anew', () => {
    const many = Array.from({ length: 2_000 }, (_, at) => [at, 'before'] as const)
    const before = SharedMap.of<number, string>(many)
    const portion = (from: number) =>
      new Map(Array.from({ length: 100 }, (_, at) => [from + at, 'after'] as const))
    const after = before.with(portion(0)).with(portion(100))
    const looks = vi.spyOn(Map.prototype, 'get')
    try {
      expect(after.since(before).size).toBe(200)
      // each stands beside the others or among them, in both maps
      expect(looks.mock.calls.length).toBeLessThanOrEqual(200 * 4)
    } finally {
      looks.mockRestore()
    }
  })
})
