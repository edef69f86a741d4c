import { describe, expect, it } from 'vitest'
import { shownFileName } from './file-name.ts'

describe('shownFileName (P12)', () => {
  it('P12: takes out what turns or hides characters', () => {
    expect(shownFileName('invoice\u202efdp.exe').full).toBe('invoicefdp.exe')
    expect(shownFileName('a\u200bb\u0000c\u2066d\r\n.txt').full).toBe('abcd.txt')
  })

  it('keeps the extension of a long name in view, and the whole name beside it', () => {
    const name = `${'很长的名字'.repeat(60)}.pdf`
    const shown = shownFileName(name)
    expect(shown.full).toBe(name)
    expect([...shown.short].length).toBeLessThanOrEqual(48)
    expect(shown.short.endsWith('.pdf')).toBe(true)
    expect(shown.short).toContain('…')
  })

  it('shows short, odd and empty names as they are', () => {
    expect(shownFileName('../../x').short).toBe('../../x')
    expect(shownFileName('.env').short).toBe('.env')
    expect(shownFileName(' \u200b ').full).toBe('')
  })

  it('does not cut characters in two', () => {
    const { short } = shownFileName('👩‍🚀'.repeat(80))
    expect(short.isWellFormed()).toBe(true)
  })
})
