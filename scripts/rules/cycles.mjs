import { resolve } from './resolve.mjs'

/**
 * Files that import each other in a ring, of values or of types; one line for each group of them.
 * @param {readonly import('./sources.mjs').Source[]} sources
 * @param {Readonly<Record<string, string>>} aliases
 * @returns {string[]}
 */
export function cycleProblems(sources, aliases) {
  const known = new Set(sources.map(({ file }) => file))
  /** @type {Map<string, string[]>} */
  const edges = new Map(
    sources.map(({ file, imports }) => [
      file,
      imports
        .map(({ specifier }) => (specifier === null ? null : resolve(file, specifier, aliases)))
        .filter((target) => target !== null)
        .filter((target) => known.has(target)),
    ]),
  )
  return rings(edges).map((ring) => `import cycle: ${[...ring, ring[0]].join(' → ')}`)
}

/**
 * A shortest ring through the first file of each strongly connected group.
 * @param {ReadonlyMap<string, readonly string[]>} edges
 * @returns {string[][]}
 */
function rings(edges) {
  /** @type {Set<string>} */
  const told = new Set()
  /** @type {string[][]} */
  const found = []
  for (const file of edges.keys()) {
    if (told.has(file)) continue
    const ring = ringThrough(file, edges)
    if (ring === null) continue
    for (const member of ring) told.add(member)
    found.push(ring)
  }
  return found
}

/**
 * @param {string} start
 * @param {ReadonlyMap<string, readonly string[]>} edges
 * @returns {string[] | null}
 */
function ringThrough(start, edges) {
  /** @type {Map<string, string | null>} */
  const cameFrom = new Map([[start, null]])
  const queue = [start]
  for (const file of queue) {
    for (const next of edges.get(file) ?? []) {
      if (next === start) return pathTo(file, cameFrom)
      if (cameFrom.has(next)) continue
      cameFrom.set(next, file)
      queue.push(next)
    }
  }
  return null
}

/**
 * @param {string} end
 * @param {ReadonlyMap<string, string | null>} cameFrom
 */
function pathTo(end, cameFrom) {
  /** @type {string[]} */
  const path = []
  for (let at = /** @type {string | null | undefined} */ (end); typeof at === 'string'; at = cameFrom.get(at))
    path.unshift(at)
  return path
}
