import { describe, expect, it } from 'vitest'
import { licenseText } from './licenses.mjs'

const A = { name: 'a', version: '1.0.0', identifier: 'MIT', text: 'Copyright A' }
const B = { name: '@b/b', version: '2.0.0', text: 'Copyright B' }

describe('the list of third-party licences', () => {
  it('has each package once, with its text', () => {
    const text = licenseText([A, B, A], ['a'])
    expect(text.match(/Copyright/g)).toHaveLength(2)
    expect(text).toMatch(
      /@b\/b 2\.0\.0 \(see below\)\n\nCopyright B\n[\s\S]*a 1\.0\.0 \(MIT\)\n\nCopyright A\n$/,
    )
  })

  it('is not made while a dependency or a text is missing', () => {
    expect(() => licenseText([A], ['a', 'c'])).toThrow('no licence was found for c')
    expect(() => licenseText([{ ...A, text: '' }, B], [])).toThrow('no licence was found for a 1.0.0')
  })
})
