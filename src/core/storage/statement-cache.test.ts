import { describe, expect, it } from 'vitest'
import { Database } from './database.ts'
import { StatementCache } from './statement-cache.ts'

function cacheOf(kept: number) {
  const compiled: string[] = []
  const cache = new StatementCache((text) => {
    compiled.push(text)
    return { text }
  }, kept)
  return { cache, compiled }
}

describe('compiled statements', () => {
  it('are compiled once per text', () => {
    const { cache, compiled } = cacheOf(2)
    expect(cache.get('a')).toBe(cache.get('a'))
    expect(compiled).toEqual(['a'])
  })

  it('give way to newer ones, but not those used meanwhile', () => {
    const { cache, compiled } = cacheOf(2)
    for (const text of ['a', 'b', 'a', 'c', 'a', 'b']) cache.get(text)
    expect(compiled).toEqual(['a', 'b', 'c', 'b'])
  })

  it('are not kept where the text is no statement', () => {
    const cache = new StatementCache((text) => {
      throw new SyntaxError(text)
    }, 2)
    expect(() => cache.get('a')).toThrow(SyntaxError)
    expect(() => cache.get('a')).toThrow(SyntaxError)
  })

  it('go on for whoever holds one that gave way', () => {
    const database = new Database(':memory:')
    const held = database.select('SELECT 1 AS one')
    for (let n = 0; n < 1000; n += 1) database.select(`SELECT ${n} AS n`)
    expect(held.get()).toEqual({ one: 1 })
    expect(database.select('SELECT 1 AS one')).not.toBe(held)
    database.close()
  })
})
