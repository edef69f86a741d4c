import { describe, expect, it } from 'vitest'
import { dependencyProblems, lockfileProblems, workflowProblems } from './packages.mjs'
import { parse } from './sources.mjs'

/**
 * @param {Readonly<Record<string, string>>} files
 * @param {import('./packages.mjs').Manifest} manifest
 */
function problems(files, manifest) {
  const entries = Object.entries(files)
  const styles = new Map(entries.filter(([file]) => file.endsWith('.css')))
  const code = new Map(entries.filter(([file]) => !file.endsWith('.css')))
  return dependencyProblems(parse(code), styles, manifest)
}

describe('packages', () => {
  it('are dependencies where they are bundled, and only there', () => {
    expect(
      problems(
        {
          'src/core/a.ts': "import type { A } from 'zod/v4'\nimport fs from 'node:fs'\nimport '#core/b.ts'",
          'src/core/a.test.ts': "import 'vitest'",
          'src/main/a.ts': "import { app } from 'electron'",
          'src/renderer/a.css': '@import "tailwindcss" source("..");\n@import "./tokens.css";',
          'bench/a.ts': "import 'tinybench'",
        },
        { dependencies: { zod: '1.0.0', tailwindcss: '1.0.0' }, devDependencies: { electron: '1.0.0' } },
      ),
    ).toEqual([])
  })

  it('are missed where they are bundled and an audit would not see them', () => {
    expect(
      problems({ 'src/core/a.ts': "import '@a/b/c'" }, { devDependencies: { '@a/b': '1.0.0' } }),
    ).toEqual(['package.json: @a/b is bundled (src/core/a.ts), so it belongs in dependencies'])
  })

  it('are told apart from what the build needs', () => {
    expect(problems({}, { dependencies: { vite: '1.0.0' } })).toEqual([
      'package.json: vite is not bundled, so it belongs in devDependencies',
    ])
  })

  it('are pinned', () => {
    expect(problems({}, { devDependencies: { vite: '^1.0.0' } })).toEqual([
      'package.json: vite is not pinned: ^1.0.0',
    ])
  })
})

describe('the lockfile', () => {
  it('has a digest of everything, of what is packed inside another by that one', () => {
    expect(
      lockfileProblems({
        packages: {
          '': {},
          'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
          'node_modules/a/node_modules/b': { version: '1.0.0', inBundle: true },
          'node_modules/c': { version: '1.0.0' },
        },
      }),
    ).toEqual(['package-lock.json: node_modules/c has no integrity'])
  })

  it('has none of a workspace, which pins what it needs', () => {
    expect(
      lockfileProblems({
        packages: {
          'node_modules/own': { link: true },
          own: { version: '1.0.0', devDependencies: { a: '1.0.0', b: '^1.0.0' } },
        },
      }),
    ).toEqual(['own/package.json: b is not pinned: ^1.0.0'])
  })

  it('has every optional package, from where it is wanted', () => {
    const integrity = 'sha512-a'
    expect(
      lockfileProblems({
        packages: {
          '': { optionalDependencies: { 'node-x64': '24.1.0', gone: '1.0.0' } },
          'node_modules/node-x64': { version: '24.0.0', integrity },
          'node_modules/a': { integrity, optionalDependencies: { 'a-linux': '1.0.0', shared: '^2.0.0' } },
          'node_modules/a/node_modules/a-linux': { version: '1.0.0', integrity },
          'node_modules/shared': { version: '2.1.0', integrity },
        },
      }),
    ).toEqual([
      'package-lock.json: node-x64 24.1.0 of package.json is not there',
      'package-lock.json: gone 1.0.0 of package.json is not there',
    ])
  })
})

it('actions of workflows are pinned by a commit', () => {
  const pinned = `      - uses: a/b@${'0123456789'.repeat(4)} # v1\n      - uses: ./here\n`
  expect(workflowProblems(new Map([['ci.yml', pinned]]))).toEqual([])
  expect(workflowProblems(new Map([['ci.yml', `${pinned}        uses: a/b@v4\n`]]))).toEqual([
    'ci.yml:3 a/b@v4 is not pinned by a commit',
  ])
})
