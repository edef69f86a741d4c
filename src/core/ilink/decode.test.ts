import { describe, expect, it } from 'vitest'
import { unreachable } from '#shared/unreachable.ts'
import vectors from '#test/fixtures/ilink-vectors.json'
import type { InboundMessage, InboundPart, InboundQuote } from './message.ts'
import { resolvePartialQuote } from './partial-quote.ts'
import { decodeUpdates as decode } from './testing.ts'

function vector(id: string): (typeof vectors.inbound)[number] {
  const found = vectors.inbound.find((candidate) => candidate.id === id)
  if (found === undefined) throw new Error(`no vector ${id}`)
  return found
}

function messagesOf(wire: string): InboundMessage[] {
  return decode(wire).messages.filter((message) => message.kind === 'message')
}

function onlyMessage(wire: string): InboundMessage {
  const [message, ...more] = messagesOf(wire)
  if (message === undefined || more.length > 0) throw new Error('expected one message')
  return message
}

/** A part in the words of the vectors. */
function describePart(part: InboundPart): Record<string, unknown> {
  switch (part.kind) {
    case 'text':
      return { kind: part.kind, text: part.text }
    case 'image':
      return {
        kind: part.kind,
        key_hex: part.media?.keyHex,
        download: part.media?.fullUrl == null ? 'built' : 'full_url',
        width_thumb: part.thumbnail?.width,
        height_thumb: part.thumbnail?.height,
        cipher_size: part.cipherSize,
      }
    case 'voice':
      return {
        kind: part.kind,
        duration_ms: part.durationMs,
        transcript: part.transcript,
        key_hex: part.media?.keyHex,
      }
    case 'file':
      return { kind: part.kind, name: part.name, size: part.size, md5: part.md5, key_hex: part.media?.keyHex }
    case 'video':
      return {
        kind: part.kind,
        play_length: (part.durationMs ?? 0) / 1000,
        size: part.size,
        key_hex: part.media?.keyHex,
      }
    case 'progress': {
      const { status, ...tool } = part.tool
      return { kind: part.kind, text: null, tool: status === null ? tool : { ...tool, status } }
    }
    case 'unsupported':
      return { kind: part.kind, raw_type: part.rawType }
    case 'unreadable':
      return { kind: part.kind }
    default:
      return unreachable(part)
  }
}

/** A quote in the words of the vectors, resolved against the message `in-text`. */
function describeQuote(quote: InboundQuote): Record<string, unknown> {
  const quoted = onlyMessage(vector('in-text').wire).parts[0]
  const fullText = quoted?.kind === 'text' ? quoted.text : ''
  return {
    ...(quote.item === null ? {} : describePart(quote.item)),
    id: quote.id,
    text: quote.text,
    selected: quote.partial === null ? undefined : resolvePartialQuote(fullText, quote.partial),
  }
}

function dedupBy({ keys }: InboundMessage): string {
  if (keys.messageId !== null) return 'message_id'
  if (keys.clientId !== null) return 'client_id'
  return keys.seq !== null ? 'seq' : 'hash'
}

function describeMessage(message: InboundMessage): Record<string, unknown> {
  const [first] = message.parts
  return {
    message_id: message.keys.messageId,
    dedup_by: dedupBy(message),
    from: message.from,
    conversation: message.conversationUserId,
    sent_at_ms: message.sentAtMs,
    deleted_at_ms: message.deletedAtMs,
    direction: message.direction,
    ...(first === undefined ? {} : describePart(first)),
    parts: message.parts.map(describePart),
    quote: message.quote === null ? null : describeQuote(message.quote),
  }
}

describe('inbound messages', () => {
  const single = vectors.inbound.filter(
    (candidate) => !['in-empty-poll', 'in-duplicate'].includes(candidate.id),
  )
  it('covers every inbound vector', () => {
    expect(vectors.inbound).toHaveLength(25)
    expect(single).toHaveLength(23)
  })

  it.each(single)('$id: $meaning', ({ wire, expect: wanted }) => {
    const message = onlyMessage(wire)
    expect(describeMessage(message)).toMatchObject(wanted)
    expect(message.contextToken).toBe('AARzSyntheticContextToken==')
  })

  it('in-empty-poll: keeps the cursor', () => {
    const updates = decode(vector('in-empty-poll').wire)
    expect(updates).toEqual({ messages: [], lost: 0, cursor: null, holdMs: 35_000, brokenOff: null })
  })

  it('in-duplicate: the same id twice, and the same text under another id (P2)', () => {
    const { wire, expect: wanted } = vector('in-duplicate')
    const messages = messagesOf(wire)
    expect([...new Set(messages.map((message) => message.keys.messageId))]).toEqual(wanted.stored)
    expect(messages[0]?.keys).toEqual(messages[1]?.keys)
    expect(messages[2]?.keys.contentHash).not.toBe(messages[0]?.keys.contentHash)
  })

  it('brings the next cursor and the hold', () => {
    expect(decode(vector('in-text').wire)).toMatchObject({ cursor: 'c3ludGgtY3Vyc29yLTE=', holdMs: 35_000 })
    expect(decode(vector('in-no-id').wire)).toMatchObject({ cursor: 'c3ludGgtY3Vyc29yLTI=', holdMs: null })
  })

  it('reads times, sizes and names beside what the vectors name', () => {
    const [image] = onlyMessage(vector('in-image').wire).parts
    expect(image).toMatchObject({
      thumbnail: {
        media: { encryptQueryParam: 'SyntheticThumbParam-02', keyState: 'present' },
        cipherSize: 12_810,
      },
      hdCipherSize: null,
    })
    expect(onlyMessage(vector('in-image-plain').wire).parts[0]).toMatchObject({ media: { keyState: 'none' } })
    expect(onlyMessage(vector('in-voice-notext').wire).parts[0]).toMatchObject({
      size: 2048,
      sampleRate: 16_000,
    })
    expect(onlyMessage(vector('in-video').wire).parts[0]).toMatchObject({ durationMs: 2000 })
    expect(onlyMessage(vector('in-tool').wire)).toMatchObject({
      runId: 'run-1',
      conversationUserId: 'o9cq80_SynthUserAAAAAAAAAA01@im.wechat',
    })
    expect(onlyMessage(vector('in-quote-media').wire).quote?.item).toMatchObject({ kind: 'image' })
  })

  it('keeps unknown fields in the raw message, and the ids digit by digit', () => {
    const message = onlyMessage(vector('in-buttons-quote').wire)
    expect(message.rawJson).toContain('"button_item_list":[{"text":"synthetic"}]')
    expect(message.rawJson).toContain('"message_id":"7490000000000000116"')
  })

  it('hashes sender, time and items, but not the context token', () => {
    const item =
      '"from_user_id":"u@im.wechat","create_time_ms":1,"item_list":[{"type":1,"text_item":{"text":"a"}}]'
    const [first, second, third] = messagesOf(
      `{"msgs":[{${item},"context_token":"one"},{${item},"context_token":"two"},{${item.replace('"a"', '"b"')}}]}`,
    )
    expect(first?.keys).toMatchObject({ messageId: null, clientId: null, seq: null })
    expect(first?.keys.contentHash).toBe(second?.keys.contentHash)
    expect(first?.keys.contentHash).not.toBe(third?.keys.contentHash)
  })

  it('takes zero and empty keys as absent, so that they cannot make messages equal (P2)', () => {
    const [message] = messagesOf(
      '{"msgs":[{"message_id":0,"client_id":"","seq":0,"from_user_id":"u","item_list":[]}]}',
    )
    expect(message?.keys).toMatchObject({ messageId: null, clientId: null, seq: null })
  })

  it('tells the direction from the ids when the type is missing', () => {
    const [inbound, outbound, own] = messagesOf(
      '{"msgs":[{"from_user_id":"u@im.wechat","to_user_id":"b@im.bot"},{"from_user_id":"b@im.bot","to_user_id":"u@im.wechat"},{"from_user_id":"","to_user_id":"u@im.wechat"}]}',
    )
    expect(inbound).toMatchObject({ direction: 'in', conversationUserId: 'u@im.wechat' })
    expect(outbound).toMatchObject({ direction: 'out', conversationUserId: 'u@im.wechat' })
    expect(own).toMatchObject({ direction: 'out', conversationUserId: 'u@im.wechat' })
  })

  it.each([
    [35, null],
    [999, null],
    [1_000, 1_000],
    [35_000, 35_000],
  ])('takes a hold of %i for what it can be: %j ms', (hint, holdMs) => {
    expect(decode(`{"longpolling_timeout_ms":${hint}}`).holdMs).toBe(holdMs)
  })

  it('reads play_length from 1000 as milliseconds, and numbers that came as text', () => {
    const items =
      '{"type":"5","video_item":{"play_length":2350,"video_size":"10"}},{"type":4,"file_item":{"len":"0"}}'
    const [message] = messagesOf(
      `{"msgs":[{"from_user_id":"u","create_time_ms":"1790000000005","item_list":[${items}]}]}`,
    )
    expect(message).toMatchObject({
      sentAtMs: 1_790_000_000_005,
      parts: [
        { kind: 'video', durationMs: 2350, size: 10 },
        { kind: 'file', size: 0, name: null, media: null },
      ],
    })
  })

  it('takes null for absent', () => {
    const items =
      '{"type":1,"text_item":{"text":null}},{"type":1,"text_item":null,"file_item":{"file_name":"a"}}'
    const [message] = messagesOf(`{"msgs":[{"from_user_id":"u","seq":null,"item_list":[${items}]}]}`)
    expect(message?.parts).toMatchObject([
      { kind: 'text', text: '' },
      { kind: 'file', name: 'a' },
    ])
  })

  it('never takes an attachment with an undecodable key for a plain one', () => {
    const [message] = messagesOf(
      '{"msgs":[{"from_user_id":"u","item_list":[{"type":2,"image_item":{"media":{"encrypt_query_param":"p","aes_key":"AAAA"}}}]}]}',
    )
    expect(message?.parts[0]).toMatchObject({ media: { keyHex: null, keyState: 'undecodable' } })
  })
})
