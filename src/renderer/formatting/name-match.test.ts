import { describe, expect, it } from 'vitest'
import { loadPinyinMatch, plainMatch } from './name-match.ts'

describe('plainMatch', () => {
  it('finds any part of a name, whatever its case', () => {
    expect(plainMatch('Shop on the Corner', ' CORN ')).toBe(true)
    expect(plainMatch('老王', '王')).toBe(true)
    expect(plainMatch('Shop', 'shoe')).toBe(false)
  })
})

describe('loadPinyinMatch', () => {
  it('finds Chinese names by pinyin, its beginning and initials', async () => {
    const finds = await loadPinyinMatch()
    for (const typed of ['王', 'laowang', 'lao wang', 'LW', 'lw', 'laow', 'wang']) {
      expect(finds('老王', typed), typed).toBe(true)
    }
    expect(finds('老王', 'lili')).toBe(false)
    expect(finds('老板娘的店', 'lw')).toBe(false)
    expect(finds('重庆小面', 'cqxm')).toBe(true)
    expect(finds('Shop', 'ho')).toBe(true)
  })
})
