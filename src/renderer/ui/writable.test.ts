// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { isWritable } from './writable.ts'

function inputOf(type: string): HTMLInputElement {
  const input = document.createElement('input')
  input.type = type
  return input
}

describe('isWritable', () => {
  it.each(['text', 'search', 'password', 'number', 'date'])('takes a field of type %s for a text', (type) => {
    expect(isWritable(inputOf(type))).toBe(true)
  })

  it.each(['checkbox', 'radio', 'range', 'file', 'submit', 'button'])(
    'takes a field of type %s for none',
    (type) => {
      expect(isWritable(inputOf(type))).toBe(false)
    },
  )

  it('takes nothing, and a page without a focus, for none', () => {
    expect([isWritable(null), isWritable(document.body)]).toEqual([false, false])
  })
})
