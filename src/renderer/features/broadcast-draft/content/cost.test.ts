import { describe, expect, it } from 'vitest'
import { contentCost } from './cost.ts'

const fallbacks = { contact: 'friend', account: '' }
const names = (contact: string | null, account: string | null = 'Shop') => ({ contact, account })

describe('contentCost', () => {
  it('counts the text as people get it and one message per file', () => {
    expect(contentCost({ text: 'Hi', fallbacks, files: 2 }, [], 2)).toMatchObject({ from: 3, to: 3 })
    expect(contentCost({ text: '', fallbacks, files: 1 }, [], 2)).toMatchObject({ from: 1, to: 1 })
    expect(contentCost({ text: ' ', fallbacks, files: 0 }, [], 2)).toMatchObject({ to: 0, problem: null })
  })

  it('spans from the shortest names to the longest', () => {
    const text = `{contact}${'a'.repeat(1795)}`
    const people = [names('Li'), names(null), names('Alexandra')]
    expect(contentCost({ text, fallbacks, files: 1 }, people, 2)).toMatchObject({ from: 2, to: 3 })
    expect(contentCost({ text, fallbacks, files: 1 }, [names('Li')], 2)).toMatchObject({ from: 2, to: 2 })
  })

  it('P13: does not let the reserve be spent', () => {
    const nine = { text: 'Hi', fallbacks, files: 8 }
    expect(contentCost(nine, [], 1).problem).toBeNull()
    expect(contentCost(nine, [], 2).problem).toBe('too-many-messages')
  })

  it('finds a text too long once names are in it', () => {
    const text = `{account}${'a'.repeat(99_999 - '{account}'.length)}`
    expect(contentCost({ text, fallbacks, files: 0 }, [names('Li', 'x'.repeat(30))], 2).problem).toBe(
      'too-long',
    )
  })
})
