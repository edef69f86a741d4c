import { expect, it } from 'vitest'
import { pageModelProblems } from './page-models.mjs'
import { parse } from './sources.mjs'

/**
 * @param {string} text
 * @param {string} [file]
 */
function problems(text, file = 'src/core/a/views.ts') {
  const imports =
    "import type { Message } from '#shared/model/message.ts'\nimport type { Row } from './row.ts'\n"
  return pageModelProblems(parse(new Map([[file, imports + text]])))
}

it('lets fields that are listed through, and spreads that no model comes of', () => {
  expect(problems('function f(row: Row): Message { return { id: row.id, parts: [...row.parts] } }')).toEqual(
    [],
  )
  expect(problems('function f(row: Row): Row { return { ...row, id: 1 } }')).toEqual([])
  expect(problems('function f(row: Row): Message { return g({ ...row }) }')).toEqual([])
})

it.each([
  ['a function', 'function f(row: Row): Message { return { ...row, id: 1 } }'],
  ['a choice', 'function f(row: Row): Message | null { return row === null ? null : { ...row } }'],
  ['a list', 'class A { #f(rows: Row[]): Message[] { return rows.map((row) => ({ ...row })) } }'],
  ['an arrow', 'const f = (row: Row): Message => ({ id: 1, ...row })'],
])('refuses a row that is spread by %s', (_, text) => {
  expect(problems(text)).toEqual(['src/core/a/views.ts:3 "...row" in a Message: list its fields'])
})

it('asks nothing of tests and of the page', () => {
  const text = 'function f(row: Row): Message { return { ...row } }'
  expect(problems(text, 'src/core/a/a.test.ts')).toEqual([])
  expect(problems(text, 'src/renderer/store/a.ts')).toEqual([])
})
