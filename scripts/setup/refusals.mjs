import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CACHE } from './paths.mjs'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Something that was tried and refused is not tried again for a day, unless what was asked for changed.
 * @param {string} name what was tried, such as `electron`
 * @param {string} asked exactly what was asked for, such as version and platform
 */
export function wasRefused(name, asked) {
  try {
    const { asked: before, at } = JSON.parse(readFileSync(file(name), 'utf8'))
    const age = Date.now() - at
    return before === asked && age >= 0 && age < DAY_MS
  } catch {
    return false
  }
}

/**
 * @param {string} name
 * @param {string} asked
 */
export function rememberRefusal(name, asked) {
  mkdirSync(dirname(file(name)), { recursive: true })
  writeFileSync(file(name), JSON.stringify({ asked, at: Date.now() }))
}

/** @param {string} name */
export function forgetRefusal(name) {
  rmSync(file(name), { force: true })
}

/** @param {string} name */
function file(name) {
  return join(CACHE, `${name}-refused.json`)
}
