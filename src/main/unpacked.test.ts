import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { unpackedPath } from './unpacked.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

describe('files that threads are started from', () => {
  it.each([
    [
      '/opt/Linkboard/resources/app.asar/out/main',
      '/opt/Linkboard/resources/app.asar.unpacked/out/main/a.mjs',
    ],
    ['/home/app.asar.old/out/main', '/home/app.asar.old/out/main/a.mjs'],
    ['/srv/linkboard/out/main', '/srv/linkboard/out/main/a.mjs'],
  ])('beside %s', (folder, file) => {
    expect(unpackedPath(folder, 'a.mjs')).toBe(path.normalize(file))
  })

  it('are taken out of the archive, each of them', () => {
    const starters = ['src/main/runtime.ts', 'src/main/product.ts'].map((file) =>
      readFileSync(path.join(ROOT, file), 'utf8'),
    )
    const threads = [...starters.join('').matchAll(/unpackedPath\(import\.meta\.dirname, '([^']+)'\)/gu)].map(
      ([, name = '']) => name,
    )
    expect(threads).toHaveLength(4)
    const builder = readFileSync(path.join(ROOT, 'electron-builder.yml'), 'utf8')
    const [, list = ''] = /^asarUnpack:\n((?: {2}- .*\n)+)/mu.exec(builder) ?? []
    const patterns = list.split('\n').map((line) => line.replace(/^ {2}- /u, ''))
    for (const name of [...threads, 'silk.wasm'])
      expect(
        patterns.some((pattern) => path.matchesGlob(`out/main/${name}`, pattern)),
        name,
      ).toBe(true)
    for (const name of threads)
      expect(existsSync(path.join(ROOT, 'src/main', name.replace('.mjs', '.ts'))), name).toBe(true)
  })
})
