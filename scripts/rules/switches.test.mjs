import { describe, expect, it } from 'vitest'
import { parse } from './sources.mjs'
import { switchProblems } from './switches.mjs'

/**
 * @param {string} text
 * @param {readonly import('./switches.mjs').OpenSwitch[]} [open]
 */
function problems(text, open = []) {
  return switchProblems(parse(new Map([['src/a.ts', `function f() { ${text} }`]])), open)
}

describe('switches', () => {
  it('lets one through that ends in unreachable', () => {
    expect(problems("switch (a.kind) { case 'x': return 1\ndefault: return unreachable(a) }")).toEqual([])
    expect(problems("switch (a.kind) { case 'x': run(); break\ndefault: unreachable(a) }")).toEqual([])
  })

  it.each([
    ['has no default', "switch (a.kind) { case 'x': run() }"],
    ['swallows the rest', "switch (a.kind) { case 'x': return 1\ndefault: return null }"],
    [
      'falls through to its default',
      "switch (a.kind) { case 'x': return 1\ncase 'y':\ndefault: run(); unreachable(a) }",
    ],
    ['has its default elsewhere', "switch (a.kind) { default: unreachable(a)\ncase 'x': return 1 }"],
  ])('refuses one that %s', (_, text) => {
    expect(problems(text)).toEqual(['src/a.ts:1 switch (a.kind) does not end in "default: unreachable(…)"'])
  })

  it('lets an open one through while it is there', () => {
    const text = 'switch (code) { case 1: return 1\ndefault: return null }'
    expect(problems(text, [['src/a.ts', 'code', 'a number']])).toEqual([])
    expect(problems('', [['src/a.ts', 'code', 'a number']])).toEqual([
      'src/a.ts has no open switch (code) any more',
    ])
  })
})
