import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's top folder. Early releases of Node 20 have no `import.meta.dirname`. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** What the scripts remember between runs; ignored by git and safe to delete. */
export const CACHE = join(ROOT, '.cache')

export const MODULES = join(ROOT, 'node_modules')

/** Everything that a build or a test run writes. */
export const OUT = join(ROOT, 'out')

export const SCRIPTS = join(ROOT, 'scripts')
