import { describe, expect, it } from 'vitest'
import { cleanFileName, sentFileName } from './file-name.ts'

/** The tag characters that spell a region in a flag. */
const ENGLAND = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'

describe('P12: the one rule for names of files', () => {
  it.each([
    ['\u1112\u1161\u11ab\u1100\u1173\u11af.txt', '\ud55c\uae00.txt'],
    ['\u304b\u3099\u304b.pdf', '\u304c\u304b.pdf'],
    ['e\u0301te\u0301.doc', '\u00e9t\u00e9.doc'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['a\u2066b\u2069\u200fc.txt', 'abc.txt'],
    ['half \ud83d name\u0000.txt', 'half name.txt'],
    ['inv\u200doice\u200c.txt', 'invoice.txt'],
    ['two\nlines.txt', 'twolines.txt'],
  ])('%j becomes %j', (given, clean) => {
    expect(cleanFileName(given)).toBe(clean)
    expect(cleanFileName(clean)).toBe(clean)
  })

  it.each([
    '家👨\u200d👩\u200d👧.txt',
    '❤\ufe0f\u200d🔥.png',
    '👩🏽\u200d🚀.png',
    'می\u200cخواهم.txt',
    'ക\u0d4d\u200d.txt',
    `${ENGLAND}.txt`,
  ])('%j stays as it is', (name) => expect(cleanFileName(name)).toBe(name))

  it.each([
    ['a\\b.txt', 'b.txt'],
    ['C:\\me\\报价.pdf', '报价.pdf'],
    ['../x/y.txt', 'y.txt'],
    ['folder/', 'folder'],
  ])('%j goes out as %j', (given, sent) => expect(sentFileName(given)).toBe(sent))
})
