import { describe, expect, it } from 'vitest'
import { markupSignsIn, withFullWidth } from './markup-signs.ts'

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
    ['one\n---\ntwo', ['-']],
    ['***', ['*']],
    ['____', ['_']],
  ])('%j holds %j', (text, signs) => expect(markupSignsIn(text)).toEqual(signs))

  it.each([
    '',
    'plain',
    '3*4=12',
    'one_name',
    'No #1',
    '3~5天',
    '* one\n* two',
    '- one\n- two',
    '2026-03-04 – 2026-03-05, well-known',
    '--',
    'https://t.example/a_b_c?x=*&y=* 好',
  ])('%j holds none', (text) => expect(markupSignsIn(text)).toEqual([]))

  it('is quick with what is long and full of signs', () => {
    expect(markupSignsIn('* '.repeat(50_000))).toEqual([])
  })
})

describe('full-width signs in their place', () => {
  it.each([
    ['price_list_2026.xlsx', 'price＿list＿2026.xlsx'],
    ['3*4*5 at https://t.example/a_b_c?x=*&y=*', '3＊4＊5 at https://t.example/a_b_c?x=*&y=*'],
    ['from 2026-03-04\n---\n- to', 'from 2026-03-04\n－－－\n- to'],
    ['nothing', 'nothing'],
  ])('%j becomes %j, of which nothing is hidden any more', (text, shown) => {
    expect(withFullWidth(text, markupSignsIn(text))).toBe(shown)
    expect(markupSignsIn(shown)).toEqual([])
  })
})
