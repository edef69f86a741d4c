import { isBuiltin } from 'node:module'
import { resolve } from './resolve.mjs'

/**
 * One folder and what its files may import besides each other: paths of folders and files. A file belongs to
 * the deepest folder that is listed.
 * - `tests`: what its tests may import on top of that.
 * - `apart`: its subfolders are strangers to each other.
 * - `node`, `electron`: whether it runs where these exist.
 * @typedef {{
 *   folder: string, may: readonly string[], tests?: readonly string[], apart?: boolean,
 *   node: boolean, electron: boolean,
 * }} Layer
 */

const IN_PAGE = { node: false, electron: false }
const ON_NODE = { node: true, electron: false }
const SUPPORT = ['src/renderer/test-support', 'src/renderer/app/create-services.ts']
const VECTORS = ['test/fixtures']
const WORDS = ['src/renderer/i18n', 'src/shared']
const STATE = ['src/renderer/api', 'src/renderer/formatting', ...WORDS]
const PARTS = ['src/renderer/store', 'src/renderer/ui', ...STATE]

/** @type {readonly Layer[]} */
export const LAYERS = [
  { folder: 'src/shared', may: [], ...IN_PAGE },

  { folder: 'src/core', may: ['src/shared'], tests: VECTORS, ...ON_NODE },
  // what speaks to the network knows nothing of what the product does with it
  {
    folder: 'src/core/concurrency',
    may: ['src/core/ports.ts', 'src/shared'],
    tests: ['src/core'],
    ...ON_NODE,
  },
  {
    folder: 'src/core/ilink',
    may: ['src/core/ports.ts', 'src/shared'],
    tests: ['src/core', ...VECTORS],
    ...ON_NODE,
  },
  {
    folder: 'src/core/net',
    may: ['src/core/ilink', 'src/core/ports.ts', 'src/shared'],
    tests: ['src/core'],
    ...ON_NODE,
  },
  {
    folder: 'src/core/cdn',
    may: ['src/core/ilink', 'src/core/ports.ts', 'src/core/sleep.ts', 'src/shared'],
    tests: ['src/core', ...VECTORS],
    ...ON_NODE,
  },

  { folder: 'src/simulator', may: [], ...ON_NODE },
  { folder: 'src/main', may: ['src/core', 'src/shared', 'src/simulator'], node: true, electron: true },
  { folder: 'src/preload', may: ['src/shared'], node: false, electron: true },

  // main.tsx
  { folder: 'src/renderer', may: ['src/shared'], ...IN_PAGE },
  {
    folder: 'src/renderer/app',
    may: ['src/renderer/features', 'src/renderer/parts', ...PARTS],
    tests: SUPPORT,
    ...IN_PAGE,
  },
  {
    folder: 'src/renderer/features',
    may: ['src/renderer/parts', ...PARTS],
    tests: SUPPORT,
    apart: true,
    ...IN_PAGE,
  },
  { folder: 'src/renderer/parts', may: PARTS, tests: SUPPORT, ...IN_PAGE },
  { folder: 'src/renderer/store', may: STATE, tests: SUPPORT, ...IN_PAGE },
  { folder: 'src/renderer/ui', may: ['src/renderer/formatting', ...WORDS], tests: SUPPORT, ...IN_PAGE },
  { folder: 'src/renderer/formatting', may: WORDS, tests: SUPPORT, ...IN_PAGE },
  { folder: 'src/renderer/api', may: ['src/shared'], tests: SUPPORT, ...IN_PAGE },
  { folder: 'src/renderer/i18n', may: ['src/shared'], tests: SUPPORT, ...IN_PAGE },
  { folder: 'src/renderer/test-support', may: ['src/renderer/app/create-services.ts', ...PARTS], ...IN_PAGE },

  { folder: 'test', may: ['src/core', 'src/shared', 'src/simulator'], ...ON_NODE },
  { folder: 'e2e', may: ['src/shared', 'src/simulator', 'test/fixtures', 'scripts'], ...ON_NODE },
  // it stands in for Electron, and is typed as Electron
  { folder: 'e2e/chromium-host', may: ['src/shared'], node: true, electron: true },
  { folder: 'e2e/host-contract-app', may: [], node: true, electron: true },
  { folder: 'bench', may: ['e2e', 'src/core', 'src/shared', 'src/simulator', 'test'], ...ON_NODE },
  { folder: 'bench/painted/floor-app', may: [], node: true, electron: true },
  { folder: 'soak', may: ['src/core', 'src/shared', 'src/simulator', 'test'], ...ON_NODE },
  { folder: 'scripts', may: [], ...ON_NODE },
  // settings of tools, at the top
  { folder: '', may: ['scripts'], ...ON_NODE },
]

/** Packages that are Electron, or work with nothing else. */
const ELECTRON = /^electron(-log|-store)?($|\/)/

/** Tests and what only they use. */
const TEST = /\.test\.|\/(testing|test-support)\b|\/(\w+-)?testing\.tsx?$/

/**
 * Imports that lead out of the layers. `exists` tells of files that are not code, such as styles.
 * @param {readonly import('./sources.mjs').Source[]} sources
 * @param {Readonly<Record<string, string>>} aliases
 * @param {(path: string) => boolean} exists
 * @returns {string[]}
 */
export function layerProblems(sources, aliases, exists) {
  return sources.flatMap(({ file, imports }) =>
    imports.flatMap(({ specifier, line }) => {
      const problem = problemOf(file, specifier, aliases, exists)
      return problem === null ? [] : [`${file}:${line} ${problem}`]
    }),
  )
}

/**
 * @param {string} file
 * @param {string | null} specifier
 * @param {Readonly<Record<string, string>>} aliases
 * @param {(path: string) => boolean} exists
 */
function problemOf(file, specifier, aliases, exists) {
  const layer = layerOf(file)
  if (specifier === null)
    return file.startsWith('src/') ? 'imports what no rule can see: a computed path' : null
  const target = resolve(file, specifier, aliases)
  if (target === null) return packageProblem(layer, specifier)
  if (!exists(target)) return `imports ${specifier}, which is not there`
  if (file.startsWith('src/') && !TEST.test(file) && TEST.test(target))
    return `imports ${specifier}, which is of tests`
  if (isWithin(target, layer)) return apartProblem(file, target, layer)
  const may = TEST.test(file) ? [...layer.may, ...(layer.tests ?? [])] : layer.may
  if (may.some((path) => isInside(target, path))) return null
  return `imports ${specifier}: ${layer.folder || 'the top'} may not know ${layerOf(target).folder || target}`
}

/**
 * @param {Layer} layer
 * @param {string} specifier
 */
function packageProblem({ folder, node, electron }, specifier) {
  if (!electron && ELECTRON.test(specifier)) return `imports ${specifier}: ${folder} runs without Electron`
  if (!node && isBuiltin(specifier)) return `imports ${specifier}: ${folder} runs without Node`
  return null
}

/**
 * @param {string} file
 * @param {string} target
 * @param {Layer} layer
 */
function apartProblem(file, target, { folder, apart }) {
  if (apart !== true) return null
  const [own, other] = [file, target].map((path) => path.slice(folder.length + 1).split('/')[0])
  return own === other ? null : `imports the sibling ${other}: nothing in ${folder} knows another of them`
}

/**
 * The layer itself; of a layer above others, everything in it.
 * @param {string} target
 * @param {Layer} layer
 */
function isWithin(target, { folder }) {
  return folder === '' ? !target.includes('/') : isInside(target, folder)
}

/** @param {string} file */
function layerOf(file) {
  const [deepest] = LAYERS.filter(({ folder }) => folder === '' || isInside(file, folder)).sort(
    (a, b) => b.folder.length - a.folder.length,
  )
  if (deepest === undefined) throw new Error(`no layer for ${file}`)
  return deepest
}

/**
 * @param {string} path
 * @param {string} folder a folder or a file
 */
function isInside(path, folder) {
  return path === folder || path.startsWith(`${folder}/`)
}
