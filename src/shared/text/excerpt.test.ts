import { expect, it } from 'vitest'
import { excerpt } from './excerpt.ts'

it('cuts a long text and leaves a short one alone', () => {
  expect(excerpt('hello', 5)).toBe('hello')
  expect(excerpt('hello', 4)).toBe('hell')
  expect(excerpt('', 4)).toBe('')
})

it('never ends in half a character', () => {
  expect(excerpt('ab\u{1f44d}c', 3)).toBe('ab')
  expect(excerpt('ab\u{1f44d}c', 4)).toBe('ab\u{1f44d}')
  expect(excerpt('ab\u{1f44d}', 4)).toBe('ab\u{1f44d}')
})

it('leaves a broken text as broken as it was', () => {
  expect(excerpt('a\ud83d', 2)).toBe('a\ud83d')
})

it('never ends in half a link, a number or a word, where enough is left without', () => {
  expect(excerpt('see what is at https://t.example/abc', 20)).toBe('see what is at ')
  expect(excerpt('it costs altogether 1,234.50', 24)).toBe('it costs altogether ')
  expect(excerpt('see https://t.example/abc/def/ghi', 20)).toBe('see https://t.exampl')
})
