import { expect, it } from 'vitest'
import { pagePackageProblems } from './page-packages.mjs'
import { parse } from './sources.mjs'

/** @param {Readonly<Record<string, string>>} files */
function problems(files) {
  return pagePackageProblems(parse(new Map(Object.entries(files))), { '#shared/*': './src/shared/*' })
}

it('lets types pass, what is loaded later, and files that only others need', () => {
  expect(
    problems({
      'src/renderer/main.tsx':
        "import { A } from '#shared/a.ts'\nimport type { B } from '#shared/b.ts'\nvoid import('#shared/b.ts')",
      'src/shared/a.ts':
        "import type { z } from 'zod'\nimport type { C } from './b.ts'\nexport type { D } from './b.ts'",
      'src/shared/b.ts': "import { z } from 'zod'",
    }),
  ).toEqual([])
})

it.each([
  ['a value', "import { A, type B } from '#shared/a.ts'"],
  // the types go, the import stays: the file is loaded
  ['types that are marked one by one', "import { type B } from '#shared/a.ts'"],
  ['a file for its effects', "import '#shared/a.ts'"],
  ['what is passed on', "export { A } from '#shared/a.ts'"],
  ['everything', "export * from '#shared/a.ts'"],
])('finds the chain through %s', (_what, text) => {
  expect(
    problems({ 'src/renderer/main.tsx': text, 'src/shared/a.ts': "import { z } from 'zod/v4'" }),
  ).toEqual([expect.stringMatching(/^src\/renderer\/main\.tsx → src\/shared\/a\.ts → zod\/v4: /u)])
})

it.each([
  ['a feature that the first inbox does not need', '../features/settings/settings.tsx', /settings\.tsx: /u],
  [
    'a package of which one part alone is too large',
    '@base-ui/react/combobox',
    /@base-ui\/react\/combobox: /u,
  ],
])('finds %s', (_what, specifier, words) => {
  expect(
    problems({
      'src/renderer/main.tsx': "import { App } from './app/app.tsx'",
      'src/renderer/app/app.tsx': `import { A } from '${specifier}'`,
    }),
  ).toEqual([expect.stringMatching(words)])
})

it('lets a feature pass that is loaded later, one that the inbox shows, and other parts of a package', () => {
  expect(
    problems({
      'src/renderer/main.tsx':
        "import { Today } from './features/today/today.tsx'\nimport { Menu } from '@base-ui/react/menu'\nvoid import('./features/settings/settings.tsx')",
    }),
  ).toEqual([])
})
