import { describe, expect, it } from 'vitest'
import { isLongEnough, strengthOf } from './strength.ts'

describe('the strength of a passphrase', () => {
  it.each([
    ['', 'short'],
    ['a1!B?z7', 'short'],
    ['aaaaaaaaaaaaaaaa', 'weak'],
    ['12345678901234', 'weak'],
    ['abcdefghijkl', 'weak'],
    ['password', 'weak'],
    ['abababababababab', 'weak'],
    ['Tr0ub4dor&3', 'fair'],
    ['three unlikely', 'fair'],
    ['x7!Kq9#mZ2$p', 'strong'],
    ['correct horse battery staple', 'strong'],
    ['春江花月夜里看潮水', 'strong'],
  ] as const)('%j is %s', (passphrase, strength) => {
    expect(strengthOf(passphrase)).toBe(strength)
  })

  it('counts characters as people do', () => {
    expect(isLongEnough('👍🏽👍🏽👍🏽')).toBe(false)
    expect(isLongEnough('八个字的口令在此')).toBe(true)
  })
})
