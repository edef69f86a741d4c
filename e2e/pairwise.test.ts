import { expect, it } from 'vitest'
import { everyCombination, pairwise } from './pairwise.ts'

/** The pairs of values that rows leave out. */
function missing(sizes: readonly number[], rows: readonly (readonly number[])[]): string[] {
  return sizes.flatMap((size, factor) =>
    sizes.slice(0, factor).flatMap((count, other) =>
      everyCombination([count, size])
        .filter(([a, b]) => !rows.some((row) => row[other] === a && row[factor] === b))
        .map(([a, b]) => `${other}=${a} with ${factor}=${b}`),
    ),
  )
}

for (const sizes of [
  [4, 2, 2],
  [2, 2],
  [3, 3, 3, 3],
  [40, 4, 2, 2],
  [1, 5, 1],
]) {
  it(`brings every two values of ${sizes.join(' × ')} together`, () => {
    expect(missing(sizes, pairwise(sizes))).toEqual([])
  })
}

it('takes no more rows than the two largest factors make necessary, or few more', () => {
  expect(pairwise([4, 2, 2])).toHaveLength(8)
  expect(pairwise([40, 4, 2, 2])).toHaveLength(160)
  expect(pairwise([3, 3, 3, 3]).length).toBeLessThan(16)
})

it('makes every combination on demand', () => {
  expect(everyCombination([4, 2, 2])).toHaveLength(16)
  expect(new Set(everyCombination([4, 2, 2]).map(String)).size).toBe(16)
})
