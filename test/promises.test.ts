import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

/** Every promise to the operator, P1 to P24, is named by a spec that each run of the tests includes. */

const SPECS = fileURLToPath(new URL('../e2e/specs/', import.meta.url))
const LAST = 24
/** Promises that the product does not keep yet. Who makes it keep one writes its spec and takes it out here. */
const NOT_YET = new Set<number>()
/** The title of a test, and its tag if it is left to the night. */
const TEST = /\btest\(\s*(?:'([^']*)'|"([^"]*)"|`([^`]*)`)\s*,\s*(\{\s*tag:\s*'@nightly')?/g

/** Titles of all specs but those of the night, test by test. */
function titles(): string[] {
  return readdirSync(SPECS)
    .filter((name) => name.endsWith('.spec.ts'))
    .flatMap((name) => [...readFileSync(`${SPECS}${name}`, 'utf8').matchAll(TEST)])
    .filter(([, , , , nightly]) => nightly === undefined)
    .map(([, single, double, template]) => single ?? double ?? template ?? '')
}

it('has a spec for every promise that is kept, and for no other', () => {
  const named = titles()
  const isNamed = (promise: number) => named.some((title) => new RegExp(`\\bP${promise}\\b`).test(title))
  const promises = Array.from({ length: LAST }, (_, index) => index + 1)
  expect(named.length).toBeGreaterThan(60)
  expect(promises.filter((promise) => !isNamed(promise))).toEqual([...NOT_YET])
})
