import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contract, type RequestName } from '#shared/contract/index.ts'
import { fieldsOf } from './field-path.ts'

const SECRET = 'sEcReTtOkEn'
const NAMES = Object.keys(contract) as RequestName[]

const Content = z.strictObject({
  text: z.string(),
  files: z.array(z.object({ asFile: z.boolean() })),
  choice: z.union([z.literal('all'), z.object({ id: z.number() })]),
})

function fields(input: unknown): string[] {
  const { error } = Content.safeParse(input)
  return error === undefined ? [] : fieldsOf(error)
}

describe('the fields of an input that were wrong', () => {
  it('are named as the schema names them', () => {
    expect(fields({ text: 1, files: [{ asFile: true }, { asFile: SECRET }], choice: 'all' })).toEqual([
      'input.text',
      'input.files[].asFile',
    ])
    expect(fields(SECRET)).toEqual(['input'])
  })

  it('are those of every member where none of a union fits', () => {
    expect(fields({ text: '', files: [], choice: { id: SECRET } })).toEqual([
      'input.choice',
      'input.choice.id',
    ])
  })

  it('are told once each, and only so many', () => {
    const files = Array.from({ length: 100 }, () => ({ asFile: SECRET }))
    expect(fields({ text: '', files, choice: 'all' })).toEqual(['input.files[].asFile'])
    const Wide = z.object(Object.fromEntries(Array.from('abcdefghijkl', (name) => [name, z.number()])))
    const { error } = Wide.safeParse({})
    expect(error && fieldsOf(error)).toHaveLength(8)
  })

  it('say nothing of a key that nobody declared', () => {
    expect(fields({ text: '', files: [], choice: 'all', [SECRET]: 1 })).toEqual(['input'])
  })

  it('hold nothing of what a page sends, whatever it sends to whichever request (P9)', () => {
    const secret = fc.constant(SECRET)
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        secret,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(secret, fc.constantFrom('id', 'content', 'files', 'choice', 'media')),
          tie('tree'),
        ),
      ),
    }))
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), tree, (name, input) => {
        const { error } = contract[name].input.safeParse(input)
        expect(error === undefined ? '' : JSON.stringify(fieldsOf(error))).not.toContain(SECRET)
      }),
      { numRuns: 1000 },
    )
  })
})
