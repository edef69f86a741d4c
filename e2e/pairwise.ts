/**
 * Rows that bring every two values of different factors together at least once, in far fewer rows than every
 * combination takes. The same factors always give the same rows.
 * @param sizes how many values each factor has
 * @returns rows with the index of one value for each factor
 */
export function pairwise(sizes: readonly number[]): number[][] {
  const uses = new Map(pairsOf(sizes).map((one) => [one, 0]))
  const rows: number[][] = []
  for (const first of uses.keys()) {
    if (uses.get(first) !== 0) continue
    const row: (number | undefined)[] = sizes.map((_, factor) => valueIn(first, factor))
    const chosen = sizes.map((size, factor) => {
      const value = row[factor] ?? best(size, (candidate) => usesWith(uses, row, factor, candidate))
      row[factor] = value
      return value
    })
    rows.push(chosen)
    chosen.forEach((b, factor) => {
      chosen.slice(0, factor).forEach((a, other) => {
        const one = pair(other, a, factor, b)
        uses.set(one, (uses.get(one) ?? 0) + 1)
      })
    })
  }
  return rows
}

/** Every combination of all factors. */
export function everyCombination(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (rows, size) => rows.flatMap((row) => Array.from({ length: size }, (_, value) => [...row, value])),
    [[]],
  )
}

/** Two values of two factors, the factor with the lower index first. */
type Pair = `${number}=${number},${number}=${number}`

function pair(factor: number, value: number, other: number, otherValue: number): Pair {
  return factor < other
    ? `${factor}=${value},${other}=${otherValue}`
    : `${other}=${otherValue},${factor}=${value}`
}

function pairsOf(sizes: readonly number[]): Pair[] {
  return sizes.flatMap((size, other) =>
    sizes
      .slice(0, other)
      .flatMap((count, factor) =>
        everyCombination([count, size]).map(([a = 0, b = 0]) => pair(factor, a, other, b)),
      ),
  )
}

/** The value that a pair gives a factor, if it speaks of it. */
function valueIn(one: Pair, factor: number): number | undefined {
  const said = one.split(',').find((part) => part.startsWith(`${factor}=`))
  return said === undefined ? undefined : Number(said.split('=')[1])
}

/** How often each pair that a value would bring to a row stands in one already. */
function usesWith(
  uses: ReadonlyMap<Pair, number>,
  row: readonly (number | undefined)[],
  factor: number,
  value: number,
): number[] {
  return row.flatMap((chosen, other) =>
    chosen === undefined || other === factor ? [] : [uses.get(pair(other, chosen, factor, value)) ?? 0],
  )
}

/** The first of the values from 0 on that brings the most new pairs, and otherwise those that were used the least. */
function best(size: number, usesOf: (value: number) => readonly number[]): number {
  const ranks = Array.from({ length: size }, (_, value) => {
    const uses = usesOf(value)
    const known = uses.filter((count) => count > 0).length
    return { value, known, sum: uses.reduce((sum, count) => sum + count, 0) }
  })
  return ranks.toSorted((a, b) => a.known - b.known || a.sum - b.sum)[0]?.value ?? 0
}
