/**
 * Fetches Electron's binary as the package's own installer does, but gives up when nothing answers.
 * Runs as a process of its own on Node 24: {@link file://./electron.mjs} starts it.
 */
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { downloadArtifact } from '@electron/get'
import { MODULES } from './paths.mjs'
import { say } from './say.mjs'

const FIRST_BYTE_MS = 10_000
/** A transfer may take as long as it likes but not stand still for longer than this. */
const STALL_MS = 60_000
const PROGRESS_MS = 5_000

const EXECUTABLES = new Map([
  ['darwin', 'Electron.app/Contents/MacOS/Electron'],
  ['linux', 'electron'],
  ['win32', 'electron.exe'],
])

/** A downloader for `@electron/get` that watches the clock and reports progress. */
class WatchedDownloader {
  /**
   * @param {string} url
   * @param {string} target
   */
  async download(url, target) {
    const abort = new AbortController()
    let timer = setTimeout(() => abort.abort(new Error('no answer within 10 s')), FIRST_BYTE_MS)
    try {
      await mkdir(dirname(target), { recursive: true })
      const response = await fetch(url, { signal: abort.signal })
      if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`)
      const total = Number(response.headers.get('content-length') ?? 0)
      let received = 0
      let reported = performance.now()
      const watched = async function* (/** @type {AsyncIterable<Uint8Array>} */ source) {
        for await (const chunk of source) {
          clearTimeout(timer)
          timer = setTimeout(() => abort.abort(new Error('the transfer stands still')), STALL_MS)
          received += chunk.byteLength
          if (performance.now() - reported > PROGRESS_MS) {
            reported = performance.now()
            say(`${basename(target)}: ${progress(received, total)}`)
          }
          yield chunk
        }
      }
      await pipeline(Readable.from(response.body), watched, createWriteStream(target))
    } finally {
      clearTimeout(timer)
    }
  }
}

/**
 * @param {number} received bytes
 * @param {number} total bytes, 0 when unknown
 */
function progress(received, total) {
  const megabytes = `${Math.round(received / 1e6)} MB`
  return total > 0 ? `${Math.round((100 * received) / total)} % of ${Math.round(total / 1e6)} MB` : megabytes
}

/** @param {string} version */
async function fetchElectron(version) {
  const home = join(MODULES, 'electron')
  const executable = EXECUTABLES.get(process.platform)
  if (executable === undefined) throw new Error(`there is none for ${process.platform}`)
  const zip = await downloadArtifact({
    version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    checksums: JSON.parse(await readFile(join(home, 'checksums.json'), 'utf8')),
    downloader: new WatchedDownloader(),
  })
  const dist = join(home, 'dist')
  await rm(dist, { recursive: true, force: true })
  await extractorOf(home).then(({ extract }) => extract(zip, { dir: dist }))
  const types = join(dist, 'electron.d.ts')
  if (existsSync(types)) await rename(types, join(home, 'electron.d.ts'))
  await writeFile(join(home, 'path.txt'), executable)
}

/**
 * The extractor that Electron's package brings along for its own installer.
 * @param {string} home
 * @returns {Promise<{ extract(zip: string, options: { dir: string }): Promise<void> }>}
 */
function extractorOf(home) {
  const path = createRequire(join(home, 'install.js')).resolve('@electron-internal/extract-zip')
  return import(pathToFileURL(path).href)
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? error.cause.message : ''
  return (cause === '' ? error.message : `${error.message}: ${cause}`).split('\n')[0] ?? ''
}

const { version } = JSON.parse(await readFile(join(MODULES, 'electron', 'package.json'), 'utf8'))
try {
  await fetchElectron(version)
  say(`Fetched Electron ${version}.`)
} catch (error) {
  say(`Electron ${version} cannot be fetched here (${reasonOf(error)}).`)
  process.exitCode = 1
}
