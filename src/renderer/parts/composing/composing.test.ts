import { describe, expect, it } from 'vitest'
import { MAX_TEXT } from '#shared/limits.ts'
import { costOf } from './cost.ts'
import { type KeyFacts, keyMeaning } from './key.ts'

const enter: KeyFacts = {
  key: 'Enter',
  keyCode: 13,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
}

describe('keyMeaning', () => {
  it('sends with Enter and breaks the line with Shift+Enter', () => {
    expect(keyMeaning(enter, false, 'enter')).toBe('send')
    expect(keyMeaning({ ...enter, shiftKey: true }, false, 'enter')).toBe('text')
    expect(keyMeaning({ ...enter, key: 'a', keyCode: 65 }, false, 'enter')).toBe('text')
    expect(keyMeaning({ ...enter, key: 'Escape', keyCode: 27 }, false, 'enter')).toBe('leave')
  })

  it('never sends while an input method composes, nor with the key that ended it', () => {
    expect(keyMeaning({ ...enter, isComposing: true }, false, 'enter')).toBe('input-method')
    expect(keyMeaning({ ...enter, keyCode: 229 }, false, 'enter')).toBe('input-method')
    expect(keyMeaning(enter, true, 'enter')).toBe('input-method')
    expect(keyMeaning({ ...enter, key: 'Escape', isComposing: true }, false, 'enter')).toBe('input-method')
  })

  it('breaks the line with Enter where only Ctrl or Cmd with it is to send', () => {
    const withMod = (facts: Partial<KeyFacts>) => keyMeaning({ ...enter, ...facts }, false, 'mod-enter')
    expect(withMod({})).toBe('text')
    expect(withMod({ shiftKey: true })).toBe('text')
    expect(withMod({ ctrlKey: true })).toBe('send')
    expect(withMod({ metaKey: true })).toBe('send')
    expect(withMod({ ctrlKey: true, isComposing: true })).toBe('input-method')
  })
})

describe('costOf', () => {
  it('counts the messages a text goes out in', () => {
    expect(costOf('  \n')).toEqual({ pieces: 0, problem: null })
    expect(costOf('hello')).toEqual({ pieces: 1, problem: null })
    expect(costOf('汉'.repeat(1800))).toEqual({ pieces: 1, problem: null })
    expect(costOf('汉'.repeat(4000))).toEqual({ pieces: 3, problem: null })
  })

  it('refuses what no draft can hold, at the same length as the contract', () => {
    expect(costOf('a'.repeat(MAX_TEXT + 1)).problem).toBe('too-long')
  })
})
