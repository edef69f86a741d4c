import { posix } from 'node:path'

/**
 * Where an import of the project's own files leads: a path from the repository's top, or null for a package.
 * @param {string} file the file that imports
 * @param {string} specifier
 * @param {Readonly<Record<string, string>>} aliases the `imports` of package.json
 */
export function resolve(file, specifier, aliases) {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier)
  for (const [alias, target] of Object.entries(aliases)) {
    const prefix = alias.slice(0, -1)
    if (specifier.startsWith(prefix))
      return posix.normalize(target.slice(0, -1) + specifier.slice(prefix.length))
  }
  return null
}
