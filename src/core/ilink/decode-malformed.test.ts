import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vectors from '#test/fixtures/ilink-vectors.json'
import { parseLossless } from './lossless-json.ts'
import { decodeUpdates as decodeText } from './testing.ts'
import { isObject } from './wire.ts'

const GOOD = {
  message_id: '1',
  from_user_id: 'u',
  message_type: 1,
  item_list: [{ type: 1, text_item: { text: 'ok' } }],
}

const decodeUpdates = (body: Record<string, unknown>) => decodeText(JSON.stringify(body))

function kindsOf(msgs: unknown): string[] {
  return decodeUpdates({ msgs }).messages.map((message) => message.kind)
}

describe('malformed messages', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['text', 'oops'],
    ['a number', 7],
    ['a list', [GOOD]],
    ['no fields', {}],
    ['no sender', { ...GOOD, from_user_id: undefined }],
    ['a sender that is no text', { ...GOOD, from_user_id: 12 }],
    ['items that are no list', { ...GOOD, item_list: 'nope' }],
    ['an item that is no object', { ...GOOD, item_list: [null] }],
    ['a text that is no text', { ...GOOD, item_list: [{ type: 1, text_item: { text: 42 } }] }],
    ['a text item that is no object', { ...GOOD, item_list: [{ type: 1, text_item: 'x' }] }],
    ['an image without its object', { ...GOOD, item_list: [{ type: 2 }] }],
  ])('sets %s aside alone and lets its batch through (P11)', (_name, broken) => {
    const { messages } = decodeUpdates({ msgs: [GOOD, broken, GOOD] })
    expect(messages.map((message) => message.kind)).toEqual(['message', 'unreadable', 'message'])
    expect(messages[1]?.rawJson).toBe(JSON.stringify(broken))
  })

  it('saves what it can of an unreadable message (P11)', () => {
    const [message] = decodeUpdates({
      msgs: [{ ...GOOD, seq: 5, create_time_ms: 1_790_000_000_009, context_token: 'ctx', item_list: 3 }],
    }).messages
    expect(message).toMatchObject({
      kind: 'unreadable',
      keys: { messageId: '1', seq: 5 },
      conversationUserId: 'u',
      sentAtMs: 1_790_000_000_009,
      contextToken: 'ctx',
      direction: 'in',
    })
  })

  it('keeps the readable items of a message beside a broken one', () => {
    const [message] = decodeUpdates({ msgs: [{ ...GOOD, item_list: [null, ...GOOD.item_list] }] }).messages
    expect(message).toMatchObject({
      kind: 'message',
      parts: [{ kind: 'unreadable' }, { kind: 'text', text: 'ok' }],
    })
  })

  it('degrades optional fields of wrong types to absent', () => {
    const odd = {
      ...GOOD,
      seq: 'x',
      create_time_ms: {},
      delete_time_ms: 1e300,
      client_id: 4,
      context_token: [],
      to_user_id: null,
      item_list: [
        { type: 2, image_item: { media: 'none', aeskey: 5, mid_size: -1, thumb_media: [] }, ref_msg: 8 },
      ],
    }
    const [message] = decodeUpdates({ msgs: [odd] }).messages
    expect(message).toMatchObject({
      kind: 'message',
      keys: { seq: null, clientId: null },
      sentAtMs: null,
      deletedAtMs: null,
      contextToken: null,
      to: '',
      quote: null,
      parts: [{ kind: 'image', media: null, cipherSize: null, thumbnail: null }],
    })
  })

  it.each(['wrong', '12a', '0x1f', '1.5', '-7', ' ', true, {}, [5]])(
    'takes the message id %j for absent, so that two messages with it stay two (P2)',
    (messageId) => {
      const [message] = decodeUpdates({ msgs: [{ ...GOOD, message_id: messageId }] }).messages
      expect(message).toMatchObject({ kind: 'message', keys: { messageId: null } })
    },
  )

  it('keeps what came instead of a list, since the server will not send it again', () => {
    expect(kindsOf(undefined)).toEqual([])
    expect(kindsOf(null)).toEqual([])
    expect(kindsOf(GOOD)).toEqual(['message'])
    expect(kindsOf('oops')).toEqual(['unreadable'])
    expect(kindsOf({})).toEqual(['unreadable'])
  })

  it('survives nesting of any depth', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const good = JSON.stringify(GOOD)
    const inside = (member: string) => `${good.slice(0, -1)},"${member}":${deep}}`
    const { messages } = decodeText(
      `{"msgs":[${good},${inside('item_list')},${inside('extra')},${deep},${good}]}`,
    )
    expect(messages.map(({ kind }) => kind)).toEqual([
      ...['message', 'unreadable', 'message', 'unreadable', 'message'],
    ])
  })

  it('never throws and loses no entry, whatever is changed in an answer (P11)', () => {
    const bodies = vectors.inbound.map((vector) => parseLossless(vector.wire)).filter(isObject)
    const mutation = fc.record({ at: fc.nat(), value: fc.jsonValue() })
    fc.assert(
      fc.property(fc.constantFrom(...bodies), fc.array(mutation, { maxLength: 4 }), (body, mutations) => {
        const mutated = structuredClone(body)
        for (const { at, value } of mutations) mutate(mutated, at, value)
        const { msgs } = mutated
        const count = Array.isArray(msgs) ? msgs.length : msgs === undefined || msgs === null ? 0 : 1
        expect(decodeUpdates(mutated).messages).toHaveLength(count)
      }),
      { numRuns: 1000 },
    )
  })
})

/** Puts `value` in the place of the `at`-th member, counted through the whole tree. */
function mutate(root: Record<string, unknown>, at: number, value: unknown): void {
  const places: { holder: object; key: string }[] = []
  const visit = (holder: unknown) => {
    if (typeof holder !== 'object' || holder === null) return
    for (const [key, member] of Object.entries(holder)) {
      places.push({ holder, key })
      visit(member)
    }
  }
  visit(root)
  const place = places[at % places.length]
  if (place !== undefined) Reflect.set(place.holder, place.key, structuredClone(value))
}
