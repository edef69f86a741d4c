import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../setup/lock.mjs'
import { MODULES, OUT, ROOT } from '../setup/paths.mjs'
import { capture } from '../setup/run.mjs'
import { ScriptError, timed } from '../setup/say.mjs'
import { LICENSES, writeLicenses } from './licenses.mjs'

const STAMP = join(OUT, 'built-from')
const OUTPUTS = ['main/index.js', 'preload/index.cjs', 'renderer/index.html']
const INPUTS = [
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'resources',
  'src',
]

/**
 * Builds main, preload and renderer into `out/` unless they were built from exactly these inputs.
 * @param {string} node24
 */
export async function ensureBuild(node24) {
  if (isFresh()) return
  await withLock('build', async () => {
    if (isFresh()) return
    const inputs = fingerprint()
    rmSync(STAMP, { force: true })
    await timed('Building the app', () => build(node24))
    writeFileSync(STAMP, inputs)
  })
}

/** @param {string} node24 */
async function build(node24) {
  const cli = join(MODULES, 'electron-vite', 'bin', 'electron-vite.js')
  const { code, output } = await capture(node24, [cli, 'build', '--logLevel=warn'])
  if (code !== 0) throw new ScriptError(`the build failed:\n${output}`)
  writeLicenses()
}

function isFresh() {
  return (
    OUTPUTS.every((path) => existsSync(join(OUT, path))) &&
    existsSync(LICENSES) &&
    existsSync(STAMP) &&
    readFileSync(STAMP, 'utf8') === fingerprint()
  )
}

/** A digest over the names and contents of all that goes into a build. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const path of INPUTS.flatMap(filesOf).sort()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

/**
 * @param {string} path of a file or folder
 * @returns {string[]} paths of files from the top folder
 */
function filesOf(path) {
  if (!existsSync(join(ROOT, path))) return []
  if (/\.\w+$/.test(path)) return [path]
  return readdirSync(join(ROOT, path), { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((file) => !/\.test\.tsx?$/.test(file) && statSync(join(ROOT, file)).isFile())
}
