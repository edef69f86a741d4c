import type { z } from 'zod'

/** Where in a request's input something is, by the names that its schema declares: `input.content.files[].asFile`. */
export type FieldPath = string & { readonly brand: 'FieldPath' }

type Issue = z.core.$ZodIssue

/** More wrong fields than this say no more about what went wrong. */
const MAX_FIELDS = 8
const NAME = /^[a-zA-Z]{1,32}$/

/**
 * The fields that a schema found wrong. No value is among them (P9), nor is a key that the page made up: a
 * schema's issues name declared fields and places in lists only.
 */
export function fieldsOf({ issues }: { issues: readonly Issue[] }): FieldPath[] {
  const paths = issues.flatMap((issue) => pathsOf(issue, []))
  return [...new Set(paths.map(toFieldPath))].slice(0, MAX_FIELDS)
}

/** One path for each issue; of a union that nothing fits, those of all its members. */
function pathsOf(issue: Issue, above: readonly PropertyKey[]): PropertyKey[][] {
  const path = [...above, ...issue.path]
  if (issue.code !== 'invalid_union') return [path]
  const within = issue.errors.flat().flatMap((inner) => pathsOf(inner, path))
  return within.length === 0 ? [path] : within
}

function toFieldPath(path: readonly PropertyKey[]): FieldPath {
  const steps = path.map((step) => {
    if (typeof step === 'number') return '[]'
    return typeof step === 'string' && NAME.test(step) ? `.${step}` : '.?'
  })
  return `input${steps.join('')}` as FieldPath
}
