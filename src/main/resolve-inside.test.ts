import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { resolveInside } from './resolve-inside.ts'

const FOLDER = path.resolve('/srv/pages')

describe('P12: a path in an address never leaves the folder', () => {
  it('finds files inside', () => {
    expect(resolveInside(FOLDER, '/index.html')).toBe(path.join(FOLDER, 'index.html'))
    expect(resolveInside(FOLDER, '/assets/a%20b.js')).toBe(path.join(FOLDER, 'assets', 'a b.js'))
  })

  it.each(['/..%2f..%2fetc/passwd', '/%2e%2e/%2e%2e/secret.json', '/a/../../../b.json'])(
    'stays inside for %s',
    (given) => {
      const file = resolveInside(FOLDER, given)
      expect(file === null || file.startsWith(FOLDER + path.sep)).toBe(true)
    },
  )

  it.each(['/%00', '/a%5c..%5cb', '/%E0%A4%A', '/'])('refuses %s', (given) => {
    expect(resolveInside(FOLDER, given)).toBeNull()
  })
})
