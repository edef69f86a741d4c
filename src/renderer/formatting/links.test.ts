import { describe, expect, it } from 'vitest'
import { stretches } from './links.ts'

const links = (text: string) => stretches(text).flatMap(({ url }) => (url === null ? [] : [url]))

describe('stretches', () => {
  it('P12: gives the text again to the character', () => {
    for (const text of [
      '',
      'plain',
      'a https://x.example/y b\n  http://z.example',
      '<b>https://x.example</b>',
    ]) {
      expect(
        stretches(text)
          .map((one) => one.text)
          .join(''),
      ).toBe(text)
    }
  })

  it('finds http and https only', () => {
    expect(links('https://a.example/p?q=1 http://b.example')).toEqual([
      'https://a.example/p?q=1',
      'http://b.example',
    ])
    expect(
      links('javascript:alert(1) ftp://a.example mailto:x@a.example //a.example README.md a.example'),
    ).toEqual([])
  })

  it('ends an address at Chinese punctuation', () => {
    expect(links('看https://a.example/x，谢谢')).toEqual(['https://a.example/x'])
    expect(links('（https://a.example/x）。')).toEqual(['https://a.example/x'])
  })
})
