import { existsSync } from 'node:fs'
import { capture } from './run.mjs'
import { timed } from './say.mjs'

const APT = '/usr/bin/apt-get'

/** System packages are installed only as root on a Debian-like system; anywhere else the command is named. */
export function mayInstall() {
  return existsSync(APT) && process.getuid?.() === 0
}

/**
 * Whether Debian's package manager has a package on record.
 * @param {string} name
 */
export function isInstalled(name) {
  return existsSync(`/var/lib/dpkg/info/${name}.list`)
}

/** @param {readonly string[]} names */
export function missingPackageAdvice(names) {
  if (existsSync(APT)) return `Install it with: sudo apt-get install ${names.join(' ')}`
  return 'Install it with your system’s package manager.'
}

/**
 * @param {readonly string[]} names Debian packages
 * @returns {Promise<string | null>} null when installed, else the reason in one line
 */
export async function installPackages(names) {
  try {
    await timed(`Installing ${names.join(', ')} with apt-get`, async () => {
      // The lists may be missing or too old to be of use: then they are fetched and it is tried once more.
      const first = await apt('install', ...names)
      if (first.code === 0) return
      await apt('update')
      const second = await apt('install', ...names)
      if (second.code !== 0) throw new AptError(second.output.split('\n').at(-1) ?? 'apt-get failed')
    })
    return null
  } catch (error) {
    if (error instanceof AptError) return error.message
    throw error
  }
}

class AptError extends Error {}

/**
 * @param {string} action
 * @param {readonly string[]} names
 */
function apt(action, ...names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return capture(APT, ['--yes', '--quiet', '--no-install-recommends', action, ...names], { env })
}
