import { resolve } from './resolve.mjs'

/** Where the page's script begins. */
const ENTRY = 'src/renderer/main.tsx'

/** Packages that are too large for it, and what is done in their stead. */
const UNWANTED = new Map([
  ['zod', 'keep schemas in a file of their own, the page takes types and limits'],
  ...['pinyin-pro', 'qrcode', 'linkify-it', '@base-ui/react/autocomplete', '@base-ui/react/combobox'].map(
    (name) => /** @type {const} */ ([name, 'what needs it is loaded later, see src/renderer/app/parts.ts']),
  ),
])

const FEATURES = 'src/renderer/features/'
/** What the first painted inbox, or a locked window, shows of them. */
const AT_START = ['attention', 'desk', 'inbox', 'lock', 'notices', 'search', 'today']
/** Finding where other programs keep their accounts is offered on the very first screen. */
const ALSO_AT_START = ['src/renderer/features/import/use-found-folders.ts']

/**
 * Packages and features that would come into the script which the page starts with by a chain of imports, with the
 * chain. What is imported lazily or as a type alone is not in it.
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
      const advice = target === null ? adviceOn(specifier) : adviceOnFile(target)
      if (advice !== undefined)
        problems.push(`${chain(file, cameFrom)} → ${target ?? specifier}: is in the page's script; ${advice}`)
      else if (target !== null && !cameFrom.has(target)) cameFrom.set(target, file)
    }
  }
  return problems
}

/** @param {string} specifier */
function adviceOn(specifier) {
  return [...UNWANTED].find(([name]) => specifier === name || specifier.startsWith(`${name}/`))?.[1]
}

/** @param {string} file */
function adviceOnFile(file) {
  if (!file.startsWith(FEATURES) || ALSO_AT_START.includes(file)) return undefined
  const [feature = ''] = file.slice(FEATURES.length).split('/')
  return AT_START.includes(feature)
    ? undefined
    : 'the first inbox does not need it, see src/renderer/app/parts.ts'
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
