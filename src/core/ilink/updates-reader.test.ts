import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vectors from '#test/fixtures/ilink-vectors.json'
import { HttpFailure } from './ports.ts'
import { ACCOUNT, answerOf, createBench, decodeUpdates, USER } from './testing.ts'
import { EndlessAnswer, UpdatesReader } from './updates-reader.ts'

const message = (text: string) =>
  JSON.stringify({ from_user_id: USER, item_list: [{ type: 1, text_item: { text } }] })

async function* chunks(...texts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

async function read(...texts: string[]) {
  const reader = new UpdatesReader()
  const frame = await reader.read(chunks(...texts))
  return { frame, ...reader.taken(true) }
}

describe('an answer that is read while it arrives', () => {
  it('is the same wherever it is cut', async () => {
    const wires = vectors.inbound.map(({ wire }) => wire)
    const whole = wires.map((wire) => decodeUpdates(wire))
    for (const [index, wire] of wires.entries()) {
      const bytes = Buffer.from(wire)
      for (const size of [1, 2, 3, 7, 61]) {
        const reader = new UpdatesReader()
        for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size))
        expect(JSON.stringify(reader.taken(true))).toBe(JSON.stringify(whole[index]))
      }
    }
  })

  const frame = fc.record(
    {
      ret: fc.constantFrom(0, '0', -14),
      get_updates_buf: fc.string({ unit: 'grapheme' }),
      'odd "name\\': fc.jsonValue(),
      msgs: fc.oneof({ weight: 5, arbitrary: fc.array(fc.jsonValue()) }, fc.jsonValue()),
      more: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )

  /** The same answer cut into pieces, as a long one is read. */
  function inPieces(answer: string): string {
    const reader = new UpdatesReader()
    reader.push(Buffer.from(answer))
    return JSON.stringify(reader.taken(true))
  }

  async function atOnce(answer: string): Promise<string> {
    const { frame: _, ...taken } = await read(answer)
    return JSON.stringify(taken)
  }

  it('is the same for a small one, which is parsed at once', async () => {
    await fc.assert(
      fc.asyncProperty(frame, async (value) => {
        const answer = JSON.stringify(value)
        expect(await atOnce(answer)).toBe(inPieces(answer))
      }),
      { numRuns: 500 },
    )
    for (const { wire } of vectors.inbound) expect(await atOnce(wire)).toBe(inPieces(wire))
    const twice = `{"msgs":[${message('one')}],"ret":0,"msgs":[${message('two')}]}`
    expect(JSON.parse(await atOnce(twice)).messages).toHaveLength(2)
    expect(await atOnce(twice)).toBe(inPieces(twice))
  })

  it('finds in any answer what a parser finds', async () => {
    const listed = frame.filter(({ msgs }) => msgs === undefined || Array.isArray(msgs))
    await fc.assert(
      fc.asyncProperty(listed, fc.constantFrom(0, 1, 2), async (value, indent) => {
        const found = await read(JSON.stringify(value, null, indent))
        const { ret, get_updates_buf, msgs } = JSON.parse(JSON.stringify(value))
        expect(found.frame).toEqual(JSON.parse(JSON.stringify({ ret, get_updates_buf })))
        expect(found.messages).toHaveLength(Array.isArray(msgs) ? msgs.length : 0)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    '',
    ' ',
    '<html></html>',
    '{"ret":0',
    '{"ret":0}}',
    '{"ret":0}x',
    'null',
    '7',
    '[{}]',
    '{ret:0}',
    '{"ret"}',
    '{"a":}',
    '{"msgs":[{},,{}]}',
    '{"msgs":[{}',
    '{"ret":tru}',
  ])('is no answer: %j', async (text) => {
    await expect(read(text)).rejects.toBeInstanceOf(SyntaxError)
  })

  it('sets a message that is no JSON aside alone (P11)', async () => {
    const { messages, cursor } = await read(
      `{"msgs":[${message('a')},{"x":tru},${message('b')}],"get_updates_buf":"Yw=="}`,
    )
    expect(messages.map(({ kind }) => kind)).toEqual(['message', 'unreadable', 'message'])
    expect(cursor).toBe('Yw==')
  })
})

describe('P20: what one answer may hold', () => {
  it('keeps the first 100 of a flood of junk and counts the rest (P11)', async () => {
    const junk = Array(200_000).fill('{}').join(',')
    const { messages, lost, cursor } = await read(
      `{"msgs":[${message('first')},${junk},${message('last')}],"get_updates_buf":"Yw=="}`,
    )
    expect(messages).toHaveLength(102)
    expect(messages.filter(({ kind }) => kind === 'message')).toHaveLength(2)
    expect([lost, cursor]).toEqual([199_900, 'Yw=='])
  })

  it.each([
    ['junk with members', '{"note":"this is no message at all"}'],
    ['messages that cannot be read', JSON.stringify({ from_user_id: USER, item_list: 7 })],
    ['numbers', '1234567'],
  ])('a flood of %s likewise', async (_, junk) => {
    const { messages, lost } = await read(`{"msgs":[${Array(5_000).fill(junk).join(',')}]}`)
    expect([messages.length, lost]).toEqual([100, 4_900])
  })

  it('lets others have their turn meanwhile', async () => {
    const junk = Buffer.from(`{"msgs":[${Array(400_000).fill('{"a":"bcdefghijklmnop"}').join(',')}]}`)
    let longest = 0
    let last = performance.now()
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    })
    const reader = new UpdatesReader()
    await reader.read(chunks(junk))
    clearInterval(timer)
    expect(reader.taken(true).lost).toBe(399_900)
    // a turn was had: how long it lasted is a matter of the machine, see npm run bench -- junk
    expect(longest).toBeGreaterThan(0)
  })

  it('keeps 10,000 messages, counts the rest, and moves the cursor all the same', async () => {
    const many = Array.from({ length: 10_003 }, (_, index) => message(String(index))).join(',')
    const { messages, lost, cursor } = await read(`{"msgs":[${many}],"get_updates_buf":"Yw=="}`)
    expect([messages.length, lost, cursor]).toEqual([10_000, 3, 'Yw=='])
  })

  it('keeps what stands within 64 MB, and reads on for the cursor', async () => {
    const reader = new UpdatesReader({ bytes: 1_000 })
    const many = Array.from({ length: 50 }, () => message('x'.repeat(100))).join(',')
    for (const byte of chunksOf(`{"msgs":[${many}],"get_updates_buf":"Yw=="}`, 50)) reader.push(byte)
    const { messages, lost, cursor } = reader.taken(true)
    expect(messages.length).toBeGreaterThan(3)
    expect([messages.length + lost, cursor]).toEqual([50, 'Yw=='])
  })

  it('reads nothing without end', () => {
    const reader = new UpdatesReader({ readBytes: 1_000 })
    reader.push(Buffer.from('{"msgs":['))
    expect(() => {
      for (let count = 0; count < 100; count += 1) reader.push(Buffer.from(`${message('x')},`))
    }).toThrow(EndlessAnswer)
  })

  it('parses neither a message of megabytes of values nor one of items without end', async () => {
    const values = `{"from_user_id":"${USER}","item_list":[${Array(500_000).fill('{}').join(',')}]}`
    const items = `{"from_user_id":"${USER}","item_list":[${Array(5_000).fill('{"type":1,"text_item":{"text":"x"}}').join(',')}]}`
    const { messages, lost } = await read(`{"msgs":[${values},${items},${message('after')}]}`)
    expect(lost).toBe(1)
    expect(messages).toHaveLength(2)
    expect(messages[0]).toMatchObject({ kind: 'message' })
    expect(messages[0]?.kind === 'message' && messages[0].parts.length).toBe(201)
  })

  it('takes a text of 5 MB', async () => {
    const text = '长'.repeat(1_700_000)
    const { messages } = await read(`{"msgs":[${message(text)}]}`)
    expect(messages[0]).toMatchObject({ kind: 'message', parts: [{ kind: 'text', text }] })
  })
})

describe('P20: an answer that breaks off', () => {
  const pollOf = (body: AsyncIterable<Uint8Array>, cut?: AbortSignal) => {
    const { client } = createBench(() => ({ ...answerOf(200, ''), body }))
    return client.getUpdates({ account: ACCOUNT, cursor: 'b2xk', holdMs: 35_000, ...(cut && { cut }) })
  }
  const poll = (...parts: (string | Error)[]) =>
    pollOf(
      (async function* () {
        for (const part of parts) {
          if (part instanceof Error) throw part
          yield Buffer.from(part)
        }
      })(),
    )
  const reset = new HttpFailure({ kind: 'network', reason: 'reset', code: 'ECONNRESET', notSent: false })
  const start = `{"get_updates_buf":"bmV3","msgs":[${message('a')},${message('b')},`

  it('gives the messages that came whole, and no cursor', async () => {
    expect(await poll(start, message('c').slice(0, 30), reset)).toMatchObject({
      kind: 'answered',
      messages: [{ kind: 'message' }, { kind: 'message' }],
      cursor: null,
      brokenOff: 'network',
    })
    expect(await poll(start)).toMatchObject({ messages: [{}, {}], cursor: null, brokenOff: 'garbage' })
  })

  it('gives them also when it is the caller who ends it', async () => {
    const ends = async (begun: string) => {
      const cut = new AbortController()
      const body = (async function* () {
        yield Buffer.from(begun)
        cut.abort()
        await new Promise(() => {})
      })()
      return pollOf(body, cut.signal)
    }
    expect(await ends(start)).toMatchObject({
      kind: 'answered',
      messages: [{ kind: 'message' }, { kind: 'message' }],
      cursor: null,
      brokenOff: 'aborted',
    })
    expect(await ends('{"get_updates_buf":"bmV3","msgs":[')).toEqual({ kind: 'aborted' })
  })

  it('is a failure where nothing had come', async () => {
    expect(await poll('{"ret":0,"msgs":[', reset)).toEqual({ kind: 'failed', reason: 'network' })
    expect(await poll('<html>')).toEqual({ kind: 'failed', reason: 'garbage' })
  })

  it('keeps nothing of an answer that was refused', async () => {
    expect(await poll(`{"ret":-14,"msgs":[${message('a')}]}`)).toEqual({ kind: 'stale' })
  })
})

function* chunksOf(text: string, size: number): Generator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
