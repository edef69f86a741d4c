import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vectors from '#test/fixtures/ilink-vectors.json'
import { parseLossless, widenIds } from './lossless-json.ts'

const ID_KEYS = new Set(['message_id', 'msg_id', 'svr_id'])

/** What ordinary parsing gives, with whole numbers under the three names turned into text. */
function widened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(widened)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const isWhole = typeof member === 'number' && /^-?\d+$/.test(JSON.stringify(member))
      return [key, ID_KEYS.has(key) && isWhole ? JSON.stringify(member) : widened(member)]
    }),
  )
}

describe('lossless JSON', () => {
  it('keeps the digits of the three ids and everything else as it is', () => {
    const { wire, expect: wanted } = vectors.lossless_ids
    const body = parseLossless(wire)
    expect(body).toMatchObject({
      msgs: [
        {
          message_id: wanted.message_id,
          item_list: [
            { msg_id: wanted.msg_id, text_item: { text: wanted.text }, ref_msg: { svr_id: wanted.svr_id } },
          ],
          seq: wanted.seq,
        },
      ],
    })
  })

  it('accepts quoted ids', () => {
    expect(parseLossless('{"message_id":"7490000000000000736","msg_id": "1"}')).toEqual({
      message_id: '7490000000000000736',
      msg_id: '1',
    })
  })

  it('does not take a key that only ends like an id for one', () => {
    const text = String.raw`{"a \"message_id":12345678901234567890,"xmessage_id":1,"t":"\\","svr_id":2}`
    expect(parseLossless(text)).toEqual({
      'a "message_id': 12345678901234567000,
      xmessage_id: 1,
      t: '\\',
      svr_id: '2',
    })
  })

  it('leaves ids alone that are no whole numbers', () => {
    for (const value of ['1.5', '1e3', 'null', 'true', '{}', '[]', '"x"', '[1]']) {
      const text = `{"message_id":${value}}`
      expect(widenIds(text)).toBe(text)
    }
  })

  it('stays invalid where the text is invalid', () => {
    for (const text of ['', '{"message_id":01}', '{"message_id":1', '{"message_id" 1}', '<html></html>']) {
      expect(() => parseLossless(text)).toThrow(SyntaxError)
    }
  })

  it('equals JSON.parse on any JSON but for the widened ids', () => {
    const key = fc.oneof(
      fc.constantFrom('message_id', 'msg_id', 'svr_id', '"message_id', 'message_id"', '\\"msg_id', '\\'),
      fc.string(),
    )
    const leaf = fc.oneof(
      fc.integer(),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string(),
      fc.constantFrom('"message_id":1', '"msg_id" : 2,', '\\"svr_id\\":3'),
      fc.boolean(),
      fc.constant(null),
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ depthSize: 'small' }, leaf, tie('list'), tie('object')),
      list: fc.array(tie('tree'), { maxLength: 4 }),
      object: fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
    }))
    fc.assert(
      fc.property(tree, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(parseLossless(text)).toEqual(widened(JSON.parse(text)))
      }),
      { numRuns: 500 },
    )
  })
})
