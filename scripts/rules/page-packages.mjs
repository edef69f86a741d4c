import { resolve } from './resolve.mjs'

/** Where the page's script begins. */
const ENTRY = 'src/renderer/main.tsx'
/** Packages that are too large for it, and what is used in their stead. */
const UNWANTED = new Map([['zod', 'keep schemas in a file of their own, the page takes types and limits']])

/**
 * Packages that would come into the page's script by a chain of imports, with the chain. What is imported lazily or as a
 * type alone is not in it.
 * @param {readonly import('./sources.mjs').Source[]} sources
 * @param {Readonly<Record<string, string>>} aliases
 * @returns {string[]}
 */
export function pagePackageProblems(sources, aliases) {
  const byFile = new Map(sources.map((source) => [source.file, source]))
  /** @type {Map<string, string | null>} */
  const cameFrom = new Map([[ENTRY, null]])
  const problems = []
  for (const [file] of cameFrom) {
    for (const { specifier, isRuntime } of byFile.get(file)?.imports ?? []) {
      if (specifier === null || !isRuntime) continue
      const target = resolve(file, specifier, aliases)
      if (target !== null) {
        if (!cameFrom.has(target)) cameFrom.set(target, file)
        continue
      }
      const advice = UNWANTED.get(specifier.split('/')[0] ?? '')
      if (advice !== undefined)
        problems.push(`${chain(file, cameFrom)} → ${specifier}: is in the page's script; ${advice}`)
    }
  }
  return problems
}

/**
 * @param {string} end
 * @param {ReadonlyMap<string, string | null>} cameFrom
 */
function chain(end, cameFrom) {
  /** @type {string[]} */
  const path = []
  for (let at = /** @type {string | null | undefined} */ (end); typeof at === 'string'; at = cameFrom.get(at))
    path.unshift(at)
  return path.join(' → ')
}
