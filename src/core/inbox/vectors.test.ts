import { describe, expect, it } from 'vitest'
import { decodeUpdates } from '#core/ilink/testing.ts'
import type { Message, MessagePart } from '#shared/model/message.ts'
import vectors from '#test/fixtures/ilink-vectors.json'
import { BOT, createTestInbox, USER } from './testing.ts'

const RECEIVED_AT = 1_790_000_900_000

/** An inbox that has polled these wire texts, one poll each. */
function inboxAfter(...wires: string[]) {
  const inbox = createTestInbox()
  for (const wire of wires) {
    const { messages, cursor } = decodeUpdates(wire)
    inbox.receive({ messages, cursor, receivedAt: RECEIVED_AT })
  }
  return inbox
}

function wireOf(id: string): string {
  const vector = vectors.inbound.find((one) => one.id === id)
  if (vector === undefined) throw new Error(`no vector ${id}`)
  return vector.wire
}

function only(messages: Message[]): Message {
  const [message] = messages
  if (message === undefined || messages.length > 1) throw new Error('expected one message')
  return message
}

function shownAfter(id: string): Message {
  return only(inboxAfter(wireOf(id)).shown())
}

/** What a window is told of each kind of message, by vector. */
const PARTS: Record<string, MessagePart[]> = {
  'in-text': [{ kind: 'text', text: '你好 hello\nline 2' }],
  'in-image': [{ kind: 'image', width: 157, height: 210, size: 80 }],
  'in-voice-text': [{ kind: 'voice', durationMs: 2350, transcript: '明天下午三点开会' }],
  'in-voice-notext': [{ kind: 'voice', durationMs: 1000, transcript: null }],
  'in-file': [{ kind: 'file', name: '报价 2026.pdf', size: 69 }],
  'in-video': [{ kind: 'video', size: 484_355, durationMs: 2000 }],
  'in-quote-inline': [{ kind: 'text', text: 'same here' }],
  'in-quote-media': [{ kind: 'text', text: 'what is this?' }],
  'in-quote-svrid': [{ kind: 'text', text: 'about that' }],
  'in-quote-partial': [{ kind: 'text', text: 'this part' }],
  'in-quote-on-voice': [{ kind: 'voice', durationMs: 900, transcript: 'yes' }],
  'in-unknown-8': [{ kind: 'unsupported', rawType: 8 }],
  'in-type-missing': [{ kind: 'text', text: 'typeless' }],
  'in-buttons-quote': [{ kind: 'text', text: 'picked' }],
  'in-tool': [{ kind: 'progress', tool: 'search', phase: 'start', status: null }],
  'in-tool-result': [{ kind: 'progress', tool: 'search', phase: 'result', status: 'completed' }],
  'in-no-id': [{ kind: 'text', text: 'no id' }],
  'in-empty-items': [{ kind: 'unsupported', rawType: null }],
  'in-recalled': [{ kind: 'text', text: 'oops' }],
  'in-no-ret': [{ kind: 'text', text: 'ret absent' }],
}
/** Vectors that say something else than one message with given parts; each has its own test below. */
const OTHERS = ['in-image-keyA', 'in-image-plain', 'in-multi-item', 'in-empty-poll', 'in-duplicate']

describe('every inbound vector, from the wire to the row that a window gets', () => {
  it('is covered here', () => {
    expect([...Object.keys(PARTS), ...OTHERS].toSorted()).toEqual(
      vectors.inbound.map(({ id }) => id).toSorted(),
    )
  })

  it.each(Object.entries(PARTS))('%s', (id, parts) => {
    const message = shownAfter(id)
    const direction = id.startsWith('in-tool') ? 'out' : 'in'
    expect(message).toMatchObject({
      direction,
      origin: direction === 'in' ? 'contact' : 'elsewhere',
      parts,
      sending: null,
      deletedAt: id === 'in-recalled' ? 1_790_000_030_000 : null,
    })
    const sentAt = /"create_time_ms":(\d+)/.exec(wireOf(id))?.[1]
    expect(message.at).toBe(Number(sentAt))
  })

  it.each(['in-image-keyA', 'in-image-plain'])('%s', (id) => {
    expect(shownAfter(id).parts).toMatchObject([{ kind: 'image' }])
  })

  it('in-multi-item: both items stay, in order', () => {
    expect(shownAfter('in-multi-item').parts).toMatchObject([
      { kind: 'text', text: 'see photo' },
      { kind: 'image' },
    ])
  })

  it('in-empty-poll: the cursor stays', () => {
    const inbox = inboxAfter(wireOf('in-text'), wireOf('in-empty-poll'))
    expect(inbox.accounts.get(inbox.accountId)?.cursor).toBe('c3ludGgtY3Vyc29yLTE=')
    expect(inbox.shown()).toHaveLength(1)
  })

  it('P2: in-duplicate: a copy is dropped, the same text under another id stays', () => {
    const inbox = inboxAfter(wireOf('in-duplicate'), wireOf('in-duplicate'))
    expect(inbox.texts()).toEqual(['twice', 'twice'])
  })

  it('P2: in-no-id: a copy is known by its client id', () => {
    expect(inboxAfter(wireOf('in-no-id'), wireOf('in-no-id')).texts()).toEqual(['no id'])
  })

  it('all of them in one conversation', () => {
    const inbox = inboxAfter(...vectors.inbound.map(({ wire }) => wire))
    expect(inbox.shown()).toHaveLength(25)
    expect(inbox.conversations.summaries()).toHaveLength(1)
    expect(inbox.summary()).toMatchObject({ contactUserId: USER, unread: 23 })
    expect(inbox.conversations.target(inbox.conversationWith())?.contextToken).toBe(
      'AARzSyntheticContextToken==',
    )
  })

  it('keeps the raw message where a later download or a diagnosis needs it, and only there', () => {
    const raw = (id: string) => inboxAfter(wireOf(id)).database.sql('SELECT raw FROM messages').get()?.['raw']
    expect(raw('in-text')).toBeNull()
    expect(String(raw('in-image'))).toContain('00112233445566778899aabbccddeeff')
    expect(String(raw('in-quote-media'))).toContain('encrypt_query_param')
    expect(String(raw('in-unknown-8'))).toContain('"type":8')
  })

  it('P9: nothing that a window gets holds a key, a token, a reference or the raw message', () => {
    const inbox = inboxAfter(...vectors.inbound.map(({ wire }) => wire))
    const seen = JSON.stringify([inbox.shown(), inbox.conversations.summaries(), inbox.events.told])
    const secrets = [
      'AARzSyntheticContextToken',
      '00112233445566778899aabbccddeeff',
      'MDAxMTIyMzM0NDU1NjY3Nzg4OTlhYWJiY2NkZGVlZmY',
      'SyntheticDownloadParam',
      'encrypt_query_param',
      'c3ludGgtY3Vyc29y',
      BOT,
    ]
    for (const secret of secrets) expect(seen).not.toContain(secret)
  })
})

describe('quotes', () => {
  it('inline: the quoted text and its title, and where it stands if we have it', () => {
    const inbox = inboxAfter(wireOf('in-text'), wireOf('in-quote-inline'))
    const [original, quoting] = inbox.shown()
    expect(quoting?.quote).toEqual({
      found: true,
      direction: 'in',
      title: 'Alice',
      part: { kind: 'text', text: 'quoted body' },
      media: null,
      selected: null,
      messageId: original?.id,
    })
    expect(shownAfter('in-quote-inline').quote).toMatchObject({
      found: true,
      direction: null,
      messageId: null,
    })
  })

  it('of a picture: the picture belongs to the quote', () => {
    expect(shownAfter('in-quote-media').quote).toMatchObject({ found: true, part: { kind: 'image' } })
  })

  it('of buttons: a placeholder of an unsupported kind', () => {
    expect(shownAfter('in-buttons-quote').quote).toMatchObject({ part: { kind: 'unsupported' } })
  })

  it.each(['in-quote-svrid', 'in-quote-on-voice'])(
    'by id alone (%s): found in our own store or not',
    (id) => {
      const [original, quoting] = inboxAfter(wireOf('in-text'), wireOf(id)).shown()
      expect(quoting?.quote).toMatchObject({ found: true, part: original?.parts[0], messageId: original?.id })
      expect(shownAfter(id).quote).toMatchObject({ found: false, part: null, messageId: null })
    },
  )

  it('of a part: the selected words', () => {
    const [, quoting] = inboxAfter(wireOf('in-text'), wireOf('in-quote-partial')).shown()
    expect(quoting?.quote).toMatchObject({ found: true, selected: 'hello' })
    expect(shownAfter('in-quote-partial').quote).toMatchObject({ found: false, selected: null })
  })

  it('become known when the quoted message arrives later', () => {
    const inbox = inboxAfter(wireOf('in-quote-svrid'), wireOf('in-text'))
    expect(inbox.shown()[0]?.quote).toMatchObject({ found: true, part: { text: '你好 hello\nline 2' } })
  })
})
