import { describe, expect, it } from 'vitest'
import { MAX_URL } from '#shared/limits.ts'
import { stretches } from './stretches.ts'

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

describe('where a link ends', () => {
  it.each([
    ['看https://t.example/RZw7U这个', 'https://t.example/RZw7U'],
    ['https://t.example/aかな', 'https://t.example/a'],
    ['https://t.example/aカナー', 'https://t.example/a'],
    ['https://t.example/a한국', 'https://t.example/a'],
    ['https://t.example/a😀b', 'https://t.example/a'],
    ['https://t.example/a🇨🇳', 'https://t.example/a'],
    ['https://t.example/a\u202egpj.exe', 'https://t.example/a'],
    [
      '看https://t.example/%E4%B8%AD%E6%96%87/a?q=%E8%BF%99 好',
      'https://t.example/%E4%B8%AD%E6%96%87/a?q=%E8%BF%99',
    ],
  ])('%j: %s', (text, url) => expect(links(text)).toEqual([url]))

  it('is found in the whole text, wherever that is cut for the eye', () => {
    const url = `https://t.example/${'a'.repeat(200)}`
    const text = `${'x'.repeat(90)} ${url} y`
    expect(stretches(text, 100).map((one) => one.text)).toEqual([`${'x'.repeat(90)} `, url])
    expect(stretches(text, 91).map((one) => one.text)).toEqual([`${'x'.repeat(90)} `])
  })

  it('is never that of a part of an address, however long it is', () => {
    const longest = `https://t.example/${'a'.repeat(MAX_URL - 18)}`
    expect(links(`${longest} x`)).toEqual([longest])
    for (const more of ['a', '.a', '....................a', 'a'.repeat(5_000), 'a'.repeat(1_000_000)]) {
      expect(links(`${longest}${more} x`)).toEqual([])
    }
  })

  it('takes a text of megabytes made of beginnings', () => {
    expect(links('https://'.repeat(500_000))).toEqual([])
    expect(links('https://t.example/a '.repeat(100_000))).toHaveLength(100_000)
  })
})
