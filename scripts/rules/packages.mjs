import { isBuiltin } from 'node:module'

/**
 * @typedef {{ dependencies?: Record<string, string>, devDependencies?: Record<string, string> }} Manifest
 * @typedef {{
 *   version?: string, integrity?: string, inBundle?: boolean, link?: boolean, devDependencies?: Record<string, string>,
 *   optionalDependencies?: Record<string, string>,
 * }} Locked
 */

/** Goes into no bundle: it is what the bundles run on. */
const HOST = 'electron'
const TEST = /\.test\.|\/testing\b|-testing\.|\/test-support\//
const EXACT = /^\d+\.\d+\.\d+$/

/**
 * What is bundled is a dependency, so that audits see it, and nothing else is.
 * @param {readonly import('./sources.mjs').Source[]} sources
 * @param {import('./sources.mjs').Files} styles
 * @param {Manifest} manifest
 * @returns {string[]}
 */
export function dependencyProblems(sources, styles, { dependencies = {}, devDependencies = {} }) {
  const shipped = new Map([
    ...[...styles].flatMap(([file, text]) =>
      [...text.matchAll(/@import\s+["']([^."'/][^"']*)["']/g)].map(
        ([, name = '']) => /** @type {const} */ ([name, file]),
      ),
    ),
    ...sources
      .filter(({ file }) => file.startsWith('src/') && !TEST.test(file))
      .flatMap(({ file, imports }) =>
        imports.flatMap(({ specifier }) => {
          const name = specifier === null ? null : packageOf(specifier)
          return name === null ? [] : [/** @type {const} */ ([name, file])]
        }),
      ),
  ])
  shipped.delete(HOST)
  return [
    ...[...shipped]
      .filter(([name]) => !(name in dependencies))
      .map(([name, file]) => `package.json: ${name} is bundled (${file}), so it belongs in dependencies`),
    ...Object.keys(dependencies)
      .filter((name) => !shipped.has(name))
      .map((name) => `package.json: ${name} is not bundled, so it belongs in devDependencies`),
    ...Object.entries({ ...dependencies, ...devDependencies })
      .filter(([, version]) => !EXACT.test(version))
      .map(([name, version]) => `package.json: ${name} is not pinned: ${version}`),
  ]
}

/**
 * The package of a bare import.
 * @param {string} specifier
 */
function packageOf(specifier) {
  if (/^[.#/]/.test(specifier) || isBuiltin(specifier)) return null
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/**
 * Everything that is locked has a digest, and every platform its packages: npm leaves out without a word what its
 * registry does not offer. What is packed inside another package has that one's digest, and a workspace is a folder
 * of this project, which pins what it needs.
 * @param {{ packages: Readonly<Record<string, Locked>> }} lockfile
 * @returns {string[]}
 */
export function lockfileProblems({ packages }) {
  return Object.entries(packages).flatMap(([path, one]) => [
    ...(isOwn(path, one) || one.inBundle === true || one.integrity !== undefined
      ? []
      : [`package-lock.json: ${path} has no integrity`]),
    ...Object.entries((isOwn(path, one) && one.devDependencies) || {})
      .filter(([, version]) => !EXACT.test(version))
      .map(([name, version]) => `${path || '.'}/package.json: ${name} is not pinned: ${version}`),
    ...Object.entries(one.optionalDependencies ?? {})
      .filter(([name, range]) => !isLocked(packages, path, name, range))
      .map(
        ([name, range]) => `package-lock.json: ${name} ${range} of ${path || 'package.json'} is not there`,
      ),
  ])
}

/**
 * This project and its workspaces, as against what was published.
 * @param {string} path
 * @param {Locked} one
 */
function isOwn(path, { link }) {
  return link === true || !path.startsWith('node_modules/')
}

/**
 * Whether a package is found from another one's folder, as Node looks for it.
 * @param {Readonly<Record<string, Locked>>} packages
 * @param {string} from
 * @param {string} name
 * @param {string} range
 */
function isLocked(packages, from, name, range) {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
    const found = packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]
    if (found !== undefined) return !EXACT.test(range) || found.version === range
    if (at === '') return false
  }
}

/**
 * Actions that a tag names: whoever moves the tag runs what they like in the workflow.
 * @param {import('./sources.mjs').Files} workflows
 * @returns {string[]}
 */
export function workflowProblems(workflows) {
  return [...workflows].flatMap(([file, text]) =>
    text.split('\n').flatMap((line, index) => {
      const action = /^\s*(?:- )?uses:\s*(\S+)/.exec(line)?.[1]
      if (action === undefined || action.startsWith('./') || /@[0-9a-f]{40}$/.test(action)) return []
      return [`${file}:${index + 1} ${action} is not pinned by a commit`]
    }),
  )
}
