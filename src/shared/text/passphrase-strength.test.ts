import { describe, expect, it } from 'vitest'
import { isLongEnough, isStrongEnough, strengthOf } from './passphrase-strength.ts'

describe('the strength of a passphrase', () => {
  it.each([
    ['', 'short'],
    ['a1!B?z7', 'short'],
    ['aaaaaaaaaaaaaaaa', 'weak'],
    ['12345678901234', 'weak'],
    ['abcdefghijkl', 'weak'],
    ['password', 'weak'],
    ['abababababababab', 'weak'],
    ['Password1', 'weak'],
    ['P@ssw0rd2024', 'weak'],
    ['1qaz2wsx3edc', 'weak'],
    ['iloveyou1314', 'weak'],
    ['woaini5201314', 'weak'],
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

  it.each([
    ['password', false],
    ['Passw0rd!', false],
    ['12345678', false],
    ['three unlikely', true],
    ['春江花月夜里看潮水', true],
  ])('a backup takes %j: %s', (passphrase, isTaken) => {
    expect(isStrongEnough(passphrase)).toBe(isTaken)
  })
})
