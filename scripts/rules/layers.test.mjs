import { describe, expect, it } from 'vitest'
import { layerProblems } from './layers.mjs'
import { parse } from './sources.mjs'

const ALIASES = { '#shared/*': './src/shared/*', '#core/*': './src/core/*', '#test/*': './test/*' }

/**
 * What is wrong with one file.
 * @param {string} file
 * @param {string} text
 */
function problems(file, text) {
  return layerProblems(parse(new Map([[file, text]])), ALIASES, (path) => !path.includes('missing'))
}

describe('layers', () => {
  it('lets through what points the right way', () => {
    expect(problems('src/core/app.ts', "import { a } from '#shared/a.ts'\nimport fs from 'node:fs'")).toEqual(
      [],
    )
    expect(problems('src/main/index.ts', "import { app } from 'electron'\nimport '../core/app.ts'")).toEqual(
      [],
    )
    expect(problems('src/renderer/features/a/a.tsx', "import '../../ui/b.tsx'\nimport './c.css'")).toEqual([])
    expect(problems('src/renderer/app/a.tsx', "import '../features/a/a.tsx'")).toEqual([])
  })

  it.each([
    ['an alias', "import { app } from '#core/app.ts'"],
    ['a relative path', "import { app } from '../core/app.ts'"],
    ['types alone', "import type { App } from '#core/app.ts'"],
    ['a type in its place', "type App = import('#core/app.ts').App"],
    ['an export', "export * from '#core/app.ts'"],
    ['an import at run time', "const app = await import('#core/app.ts')"],
    ['require', "const app = require('../core/app.ts')"],
  ])('sees a wrong edge by %s', (_, text) => {
    expect(problems('src/shared/a.ts', text)).toEqual([
      expect.stringMatching(
        /^src\/shared\/a\.ts:1 imports .*core\/app\.ts: src\/shared may not know src\/core$/,
      ),
    ])
  })

  it.each([
    [
      'src/renderer/features/a/a.tsx',
      "import 'electron'",
      'imports electron: src/renderer/features runs without Electron',
    ],
    [
      'src/renderer/ui/a.tsx',
      "import fs from 'node:fs'",
      'imports node:fs: src/renderer/ui runs without Node',
    ],
    ['src/shared/a.ts', "import fs from 'fs'", 'imports fs: src/shared runs without Node'],
    ['src/preload/a.ts', "import path from 'node:path'", 'imports node:path: src/preload runs without Node'],
    [
      'src/core/a.ts',
      "import Store from 'electron-store'",
      'imports electron-store: src/core runs without Electron',
    ],
    [
      'src/core/a.ts',
      "import type { App } from 'electron'",
      'imports electron: src/core runs without Electron',
    ],
  ])('keeps %s from where it cannot run: %s', (file, text, problem) => {
    expect(problems(file, text)).toEqual([`${file}:1 ${problem}`])
  })

  it('keeps features apart, also by a relative path', () => {
    expect(problems('src/renderer/features/a/x/a.tsx', "\nimport { B } from '../../b/b.tsx'")).toEqual([
      'src/renderer/features/a/x/a.tsx:2 imports the sibling b: nothing in src/renderer/features knows another of them',
    ])
  })

  it.each([
    ['src/renderer/ui/a.tsx', "import '../store/hooks.ts'"],
    ['src/renderer/formatting/a.ts', "import '../ui/button.tsx'"],
    ['src/renderer/store/a.ts', "import '../features/a/a.tsx'"],
    ['src/renderer/parts/media/a.tsx', "import '../../features/a/a.tsx'"],
    ['src/renderer/features/a/a.tsx', "import '../../app/shell.tsx'"],
    ['src/core/ilink/a.ts', "import '../accounts/session.ts'"],
    ['src/simulator/a.ts', "import '#shared/a.ts'"],
    ['src/main/a.ts', "import '../../e2e/a.ts'"],
    ['src/main/a.ts', "import '#test/support/a.ts'"],
  ])('refuses an edge upwards: %s', (file, text) => {
    expect(problems(file, text)).toEqual([expect.stringMatching(/may not know/)])
  })

  it('gives what is for tests to tests alone', () => {
    expect(problems('src/core/a/a.test.ts', "import '#test/fixtures/v.json'\nimport './testing.ts'")).toEqual(
      [],
    )
    expect(problems('src/core/a/a.ts', "import '#test/fixtures/v.json'")).toHaveLength(1)
    expect(problems('src/core/a/a.ts', "import './testing.ts'")).toEqual([
      'src/core/a/a.ts:1 imports ./testing.ts, which is of tests',
    ])
  })

  it('refuses what it cannot see', () => {
    expect(problems('src/core/a.ts', 'await import(name)')).toEqual([
      'src/core/a.ts:1 imports what no rule can see: a computed path',
    ])
    expect(problems('src/core/a.ts', "import './missing.ts'")).toEqual([
      'src/core/a.ts:1 imports ./missing.ts, which is not there',
    ])
  })
})
