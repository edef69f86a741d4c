import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MODULES, OUT, ROOT } from '../setup/paths.mjs'
import { ScriptError } from '../setup/say.mjs'

/**
 * A package and its licence, as Vite lists what went into a bundle.
 * @typedef {{ name: string, version: string, identifier?: string, text?: string }} License
 */

/** The list that ships with the app, beside its archive. */
export const LICENSES = join(OUT, 'third-party-licenses.txt')

const BUNDLES = ['main', 'preload', 'renderer']
/** Its style sheet is in the bundle, but no module of it, so that Vite does not see it. */
const STYLES = 'tailwindcss'

/** Makes one list of those of the bundles. Throws ScriptError when it is not complete. */
export function writeLicenses() {
  const files = BUNDLES.map((bundle) => join(OUT, bundle, 'licenses.json'))
  const lists = files.map((file) => JSON.parse(readFileSync(file, 'utf8')))
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  writeFileSync(LICENSES, licenseText([...lists.flat(), licenseOf(STYLES)], Object.keys(dependencies)))
  for (const file of files) rmSync(file)
}

/**
 * @param {string} name of an installed package
 * @returns {License}
 */
function licenseOf(name) {
  const folder = join(MODULES, name)
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()
  return { name, version, identifier: license, text }
}

/**
 * Each package once, by name. Throws ScriptError for one without a licence text, and for a dependency that is not there.
 * @param {readonly License[]} licenses
 * @param {readonly string[]} dependencies
 */
export function licenseText(licenses, dependencies) {
  const known = new Map(licenses.map((license) => [`${license.name} ${license.version}`, license]))
  const names = new Set(licenses.map(({ name }) => name))
  const missing = [
    ...dependencies.filter((name) => !names.has(name)),
    ...[...known].flatMap(([title, { text = '' }]) => (text === '' ? [title] : [])),
  ]
  if (missing.length > 0) throw new ScriptError(`no licence was found for ${missing.join(', ')}`)
  const entries = [...known].sort(([one], [other]) => (one < other ? -1 : 1))
  const texts = entries.map(
    ([title, { identifier, text }]) => `${title} (${identifier ?? 'see below'})\n\n${text}\n`,
  )
  return ['Linkboard contains these packages.\n', ...texts].join(`\n${'-'.repeat(80)}\n\n`)
}
