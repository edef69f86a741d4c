import { describe, expect, it } from 'vitest'
import { isBlank, repairName, repairText } from './repair.ts'

describe('a text that is repaired', () => {
  it.each([
    ['half \ud83d emoji', 'half  emoji'],
    ['\udc4dthe other half', 'the other half'],
    ['from\u000ba word processor', 'from\na word processor'],
    ['a\u0000b\u0007c\u009dd', 'abcd'],
    ['one\r\ntwo\rthree\u0085four\ffive', 'one\ntwo\nthree\nfour\nfive'],
  ])('%j becomes %j', (given, repaired) => {
    expect(repairText(given)).toBe(repaired)
    expect(repairText(repaired)).toBe(repaired)
  })

  it.each([
    '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
    'می\u200cخواهم',
    'a\tb\n\nc',
    '\u202bמימין\u202c',
    '각',
  ])('%j stays as it is', (text) => expect(repairText(text)).toBe(text))
})

describe('a text that nobody would see', () => {
  it.each([
    '',
    ' \t\n',
    '\u200b',
    '\u3164',
    '\u2060\u200d',
    '\u00ad\ufe0f',
    '\ufeff\u202e',
    '\u2800',
    '\u0000\ud83d',
  ])('%j is blank', (text) => expect(isBlank(text)).toBe(true))
  it.each(['.', '\u200b.', '\u2764\ufe0f', 'か', '\u0301x'])('%j is not', (text) =>
    expect(isBlank(text)).toBe(false),
  )
})

it('repairs a name to one line of composed characters, and to none when it cannot be seen', () => {
  expect(repairName(' 각\u0000 \n\u304b\u3099\ud83d ')).toBe('각 が')
  expect(repairName('\u3164\u200b ')).toBe('')
})
