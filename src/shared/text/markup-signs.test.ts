import { describe, expect, it } from 'vitest'
import { markupSignsIn } from './markup-signs.ts'

describe('signs that a phone may take for formatting', () => {
  it.each([
    ['the file is price_list_2026.xlsx', ['_']],
    ['3*4*5=60', ['*']],
    ['now ~~99~~ 79', ['~']],
    ['#新品# 到店', ['#']],
    ['# Heading', ['#']],
    ['a `b` c | d | e', ['`', '|']],
    ['```\ncode\n```', ['`']],
    ['3~5天，最多7~10天', ['~']],
  ])('%j holds %j', (text, signs) => expect(markupSignsIn(text)).toEqual(signs))

  it.each([
    '',
    'plain',
    '3*4=12',
    'one_name',
    'No #1',
    '3~5天',
    '* one\n* two',
    'https://t.example/a_b_c?x=*&y=* 好',
  ])('%j holds none', (text) => expect(markupSignsIn(text)).toEqual([]))

  it('is quick with what is long and full of signs', () => {
    expect(markupSignsIn('* '.repeat(50_000))).toEqual([])
  })
})
