import { expect, it } from 'vitest'
import { cycleProblems } from './cycles.mjs'
import { parse } from './sources.mjs'

/** @param {Readonly<Record<string, string>>} files */
function problems(files) {
  return cycleProblems(parse(new Map(Object.entries(files))), { '#core/*': './src/core/*' })
}

it('lets a ladder pass', () => {
  expect(
    problems({
      'src/core/a.ts': "import './b.ts'\nimport './c.ts'\nimport 'zod'",
      'src/core/b.ts': "import './c.ts'",
      'src/core/c.ts': '',
    }),
  ).toEqual([])
})

it('finds a ring through an alias, a relative path and a type', () => {
  expect(
    problems({
      'src/core/a.ts': "import '#core/b.ts'",
      'src/core/b.ts': "export { c } from './x/c.ts'",
      'src/core/x/c.ts': "import type { A } from '../a.ts'\nimport './d.ts'",
      'src/core/x/d.ts': '',
    }),
  ).toEqual(['import cycle: src/core/a.ts → src/core/b.ts → src/core/x/c.ts → src/core/a.ts'])
})

it('tells of each ring', () => {
  expect(
    problems({
      'src/core/a.ts': "import './b.ts'",
      'src/core/b.ts': "import './a.ts'",
      'src/core/c.ts': "import './a.ts'\nimport './d.ts'",
      'src/core/d.ts': "import './c.ts'",
      'src/core/self.ts': "import './self.ts'",
    }),
  ).toHaveLength(3)
})
