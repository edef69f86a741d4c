import { describe, expect, it } from 'vitest'
import { utf8Bytes } from './pieces.ts'
import { safeFileName } from './safe-file-name.ts'

describe('P12: a name somebody else chose', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\system32\\evil.dll', 'evil.dll'],
    ['/abs/olute/', 'olute'],
    ['报价单 2026.pdf', '报价单 2026.pdf'],
    ['invoice\u202Egpj.exe', 'invoicegpj.exe'],
    ['a\u0000b\nc.txt', 'abc.txt'],
    ['what?*<>|".txt', 'what.txt'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['LPT1.tar.gz', '_LPT1.tar.gz'],
    ['con .txt', '_con .txt'],
    ['CONOUT$', '_CONOUT$'],
    [`${'a'.repeat(199)}.${'b'.repeat(300)}`, 'a'.repeat(199)],
    ['soft\u00adhy\u3164phen.txt', 'softhyphen.txt'],
    ['console.log', 'console.log'],
    ['\u1112\u1161\u11ab\u1100\u1173\u11af.txt', '\ud55c\uae00.txt'],
    ['\u304b\u3099\u304b.pdf', '\u304c\u304b.pdf'],
    ['家👨\u200d👩\u200d👧.txt', '家👨\u200d👩\u200d👧.txt'],
    ['می\u200cخواهم.txt', 'می\u200cخواهم.txt'],
    ['inv\u200doice\u200c.txt', 'invoice.txt'],
    ['.bashrc', 'bashrc'],
    ['name. . .', 'name'],
  ])('%j is written as %j', (given, written) => {
    expect(safeFileName(given, 'file')).toBe(written)
  })

  it.each(['', '   ', '...', '../..', '\u200b', '///'])('%j becomes the fallback', (given) => {
    expect(safeFileName(given, 'file')).toBe('file')
  })

  it('is cut between what a reader takes for characters', () => {
    const name = safeFileName(`${'👨\u200d👩\u200d👧'.repeat(30)}.txt`, 'file')
    expect(name).toMatch(/^(👨\u200d👩\u200d👧)+\.txt$/u)
  })

  it('is cut to what a disk takes, keeping the extension and whole characters', () => {
    const name = safeFileName(`${'很长'.repeat(150)}.pdf`, 'file')
    expect(utf8Bytes(name)).toBeLessThanOrEqual(200)
    expect(name).toMatch(/^(很长)+很?\.pdf$/u)
  })
})
